import { contracts } from '@eg/shared'
import Database from 'better-sqlite3'
import { until } from '../../test/core-process.js'
import type { Draw } from '../model/draw.js'
import { backupProblems, listBackups } from './backups-kept.js'
import { DAY, HOUR, JUMPS, checkClockLines, checkOrder, checkVotes, checkWaiting } from './looked-at.js'
import { BACKUP_EVERY, type Broken, ShiftedCore } from './shifted-core.js'
import { type Deadline, type StoredTimer, begun, extended, resumed } from './timed-run.js'

export { DAY, HOUR }

/** How old the stored rest of a timer may be: it is saved every 5 s. */
const SAVED_EVERY = 5000
/** The core publishes another end once it is off by more than this. */
const SHOWN_WITHIN = 500
/** A busy machine may be late with everything; none of this is about how fast it is. */
const LATE = 10_000
const SWEEP_EVERY = 15_000

/**
 * One core with a clock that is set again and again while a timed run is open, votes are cast and bets are placed. Everything
 * that must hold is checked at once or noted for the end.
 */
export class Scenario {
  private readonly core: ShiftedCore
  private deadline: Deadline = { from: Number.POSITIVE_INFINITY, to: Number.POSITIVE_INFINITY }
  private readonly votes = new Map<string, string>()
  /** Who voted, in the order of the answers. */
  private readonly voted: string[] = []
  private readonly backups = new Set<string>()
  /** The power came back with a clock that was ahead: then what waits may have ended, as far as the core can know. */
  private cameBackAhead = false

  constructor(
    library: string,
    private readonly draw: Draw,
    broken?: Broken,
  ) {
    this.core = new ShiftedCore(library, broken)
  }

  async begin(seconds: number): Promise<void> {
    const { core } = this
    await core.start()
    for (const tag_uid of ['A', 'B', 'W']) {
      await core.page.ask(contracts.opCardIssue, { tag_uid })
      const money = { tag_uid, amount_cents: 1_000_000, direction: 'credit', reason: 'test', by: 'test' }
      await core.money(contracts.opCardAdjust, money)
    }
    // What waits all the time: a bet of a slot that plays by itself, and a payout.
    await core.money(contracts.walletDebit, { device_id: 'slot-09', tag_uid: 'W', amount_cents: 100 })
    await core.money(contracts.opPayoutNew, { payout_id: 'waits', source: 'test', amount_cents: 700 })
    await core.page.ask(contracts.opModeSet, { mode: 'night' })
    const asks = { step: 1, question: 'When?', options: ['A', 'B', 'C'], reveal: 'operator', expected: 9 }
    const sent = core.clock.monotonic()
    await core.page.ask(contracts.opNightOpen, { ...asks, duration_s: seconds })
    this.deadline = begun(sent, core.clock.monotonic(), seconds * 1000)
  }

  /** One thing that happens, drawn by chance. */
  async act(): Promise<void> {
    const { draw } = this
    const what = draw.below(10)
    if (what < 3) this.jump(draw.pick(JUMPS))
    else if (what < 5) await this.pass(draw.between(500, 9000))
    else if (what < 7) await this.vote(`slot-0${draw.between(1, 6)}`, draw.pick(['A', 'B', 'C']))
    else if (what < 8) await this.bet()
    else if (what < 9) await this.payout()
    else await this.extend()
    this.noteBackups()
  }

  /** Remembers which backups there are: none of those that must be kept may be gone at the end. */
  private noteBackups(): void {
    for (const name of listBackups(this.core.dbPath)) this.backups.add(name)
  }

  /** Waits for a backup of what is there now; while one is being taken its time may pass without another. */
  async takeBackup(): Promise<void> {
    const isNew = () => listBackups(this.core.dbPath).some((name) => !this.backups.has(name))
    for (let attempt = 0; attempt < 5 && !isNew(); attempt++) {
      await this.pass(BACKUP_EVERY + 1000)
      await until('a backup', isNew, 2000).catch(() => null)
    }
    if (!isNew()) throw new Error('no backup was taken')
    this.noteBackups()
  }

  jump(ms: number): void {
    this.core.jump(ms)
  }

  async pass(ms: number): Promise<void> {
    await this.core.pass(ms)
    if (ms > SAVED_EVERY) await this.checkShownEnd()
  }

  /** The end that screens count down to is the one that the timer has, whatever was done to the clock. */
  private async checkShownEnd(): Promise<void> {
    const right = () => {
      const step = this.core.page.last<{ closes_at: number } | null>(contracts.nightStep)
      if (!step) return true // closed: the deadline is checked at the end
      const end = step.closes_at - this.core.clock.now() + this.core.clock.monotonic()
      return end >= this.deadline.from - SHOWN_WITHIN && end <= this.deadline.to + SHOWN_WITHIN
    }
    await this.core.hope('the end on the screens to be the one of the timer', right)
  }

  async vote(device_id: string, choice: string): Promise<void> {
    const answer = await this.core.page.ask(contracts.nightVote, { device_id, step: 1, choice })
    this.voted.push(device_id)
    if (answer.status === 'counted') this.votes.set(device_id, choice)
    else if (this.core.closedAt === null)
      await until('the close that a late vote tells of', () => this.core.closedAt !== null)
  }

  private async bet(): Promise<void> {
    const bet = { device_id: `slot-0${this.draw.between(1, 6)}`, tag_uid: this.draw.pick(['A', 'B']) }
    await this.core.money(contracts.walletDebit, { ...bet, amount_cents: 200 })
    if (this.draw.once(2)) this.jump(this.draw.pick(JUMPS))
    const won = await this.core.money(contracts.walletCredit, { ...bet, amount_cents: 300 })
    if (won !== 'ok') this.core.problems.push(`a bet that was just made could not win: ${won}`)
  }

  private async payout(): Promise<void> {
    const payout_id = `p-${this.core.moved.length}`
    await this.core.money(contracts.opPayoutNew, { payout_id, source: 'test', amount_cents: 400 })
    if (this.draw.once(2)) this.jump(this.draw.pick(JUMPS))
    const claimed = await this.core.money(contracts.payoutClaim, { device_id: 'change-01', payout_id, tag_uid: 'A' })
    if (claimed !== 'ok') this.core.problems.push(`a payout that was just made could not be claimed: ${claimed}`)
  }

  private async extend(): Promise<void> {
    const sent = this.core.clock.monotonic()
    const answer = await this.core.page.ask(contracts.opNightExtend, { run: 1, seconds: 15 })
    if (answer.status === 'ok') this.deadline = extended(this.deadline, this.core.clock.monotonic() - sent, 15_000)
  }

  /** The power goes; when it is back the clock is off by `ms` (a Pi has none of its own). */
  async cutPower(ms: number): Promise<void> {
    await checkClockLines(this.core)
    const cut = this.core.clock.monotonic()
    await this.core.kill()
    const gone = this.core.clock.monotonic()
    const timer = readTimer(this.core.dbPath)
    if (timer) {
      const { remaining_ms } = timer
      if (remaining_ms < this.deadline.from - gone - 1)
        this.core.problems.push(
          `the stored rest of the timer is too small: ${remaining_ms} of ${this.deadline.from - gone} ms`,
        )
      if (remaining_ms > this.deadline.to - cut + SAVED_EVERY + LATE)
        this.core.problems.push(
          `the stored rest of the timer is too old: ${remaining_ms} of ${this.deadline.to - cut} ms`,
        )
    }
    this.core.clock.jump(ms)
    if (ms > 0) this.cameBackAhead = true
    const boot = await this.core.start()
    if (timer) this.deadline = resumed(timer, boot)
    await this.checkShownEnd()
  }

  /** Lets the run end, and what waits end when its time has come; then everything is looked at. The problems. */
  async finish(): Promise<string[]> {
    const { core } = this
    await this.pass(SWEEP_EVERY + 1000)
    const left = this.deadline.to - core.clock.monotonic()
    if (left > 0) await this.pass(left)
    await core.hope('the timer to close the run', () => core.closedAt !== null)
    if (core.closedAt !== null && core.closedAt < this.deadline.from - 2)
      core.problems.push(`the run was closed ${Math.round(this.deadline.from - core.closedAt)} ms before its time`)
    await checkWaiting(core, this.draw, this.cameBackAhead)
    await checkOrder(core, this.voted)
    await checkClockLines(core)
    const passTime = () => core.pass(BACKUP_EVERY + 1000)
    core.problems.push(...(await backupProblems(core.dbPath, this.backups, passTime, core.patienceMs)))
    await core.stop()
    checkVotes(core, this.votes)
    return core.problems
  }

  end(): Promise<void> {
    return this.core.kill()
  }
}

/** What is stored of the open run's timer; null once it is closed. */
function readTimer(dbPath: string): StoredTimer | null {
  const db = new Database(dbPath)
  const timer = db.prepare(`SELECT remaining_ms, closes_at FROM runs WHERE status = 'open'`).get() as
    | StoredTimer
    | undefined
  db.close()
  return timer ?? null
}
