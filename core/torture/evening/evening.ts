import { contracts } from '@eg/shared'
import { until } from '../../test/core-process.js'
import { Account } from './account.js'
import { Device } from './device.js'
import type { Draw } from './draw.js'
import type { KillableCore } from './killable-core.js'
import { CARDS, OPTIONS, Operator } from './operator.js'
import type { Sent } from './sent.js'

const SLOTS = 6
const STAKES = [100, 200, 500]
/** Every so many commands one that was acknowledged before is sent again. */
const AGAIN_EVERY = 10

/** Where a core is reached, now. */
type Reached = Pick<KillableCore, 'mqttPort' | 'api'>

/**
 * An evening under load: six slots that vote, bet and play with five cards, a table that creates payouts, a desk that pays
 * them, an operator over HTTP. It outlives the cores that are killed under it; its account says what they owe it.
 */
export class Evening {
  readonly account = new Account()
  readonly operator: Operator
  readonly devices: Device[] = []
  private readonly payouts: Sent[] = []
  private playing: Promise<void> = Promise.resolve()
  private ended = true
  /** Connections that the core ended by itself. */
  private closed = 0

  /** `window`: how many publishes a device has in flight. */
  constructor(
    private readonly draw: Draw,
    window = 5,
  ) {
    this.operator = new Operator(this.account, draw, SLOTS)
    const device = (id: string, next: () => Sent) => {
      const made = new Device(id, this.account, window)
      made.next = () => {
        if (this.ended) return null
        return (this.draw.oneIn(AGAIN_EVERY) ? this.oldOf(id) : null) ?? next()
      }
      this.devices.push(made)
    }
    for (let i = 1; i <= SLOTS; i++) device(`slot-0${i}`, () => this.slotSends(`slot-0${i}`))
    device('table-01', () => this.tableSends())
    device('change-01', () => this.deskSends())
  }

  /** Connects every device to a core that has just started. */
  async connect(core: Reached): Promise<void> {
    await Promise.all(this.devices.map((device) => device.connect(core.mqttPort)))
  }

  /** Lets everybody send, until `stop` or the end of the core. */
  start(core: Reached): void {
    this.ended = false
    for (const device of this.devices) device.start()
    this.playing = this.operator.play(core.api, () => this.ended)
  }

  /**
   * Lets everybody send for as long as it takes: who is closed connects again, the operator asks again, and every device
   * sends something new each `everyMs` at most. Until `stop`.
   */
  keepUp(core: Reached, everyMs: number): void {
    this.ended = false
    for (const device of this.devices) device.everyMs = everyMs
    const stays = this.devices.map((device) => this.stay(core, device))
    this.playing = Promise.all([...stays, this.operate(core)]).then(() => undefined)
  }

  private async stay(core: Reached, device: Device): Promise<void> {
    while (!this.ended) {
      try {
        await device.connect(core.mqttPort)
      } catch {
        await pause(50) // it is closed while it connects, as a device is that comes back too soon
        continue
      }
      device.start()
      await device.gone()
      if (!this.ended) this.closed += 1
    }
  }

  private async operate(core: Reached): Promise<void> {
    while (!this.ended) {
      await this.operator.play(core.api, () => this.ended)
      await pause(50)
    }
  }

  /** How many senders were not acknowledged but closed, or told that nothing is known. */
  get turnedAway(): number {
    return this.closed + this.account.unavailable
  }

  /** Nothing new is sent any more. */
  stop(): void {
    this.ended = true
  }

  /** Resolves when the killed core's last words are counted. */
  async gone(): Promise<void> {
    this.stop()
    await Promise.all([...this.devices.map((device) => device.gone()), this.playing])
  }

  /** Everything is sent until it is acknowledged, and `again` once more; then nothing is open. Connects anew. */
  async settle(core: Reached, again: (sent: Sent) => boolean = () => false): Promise<void> {
    this.stop()
    for (const device of this.devices) device.hangUp()
    await this.gone()
    await this.connect(core)
    for (const device of this.devices) device.start(this.account.sent.filter((s) => s.actor === device.id && again(s)))
    const asked = this.account.sent.filter((s) => s.actor === 'http' && (!s.acknowledged || again(s)))
    for (const sent of asked) await this.operator.ask(core.api, sent)
    await until('every acknowledgement', () => this.devices.every((device) => device.waiting === 0), 60_000)
  }

  /** Something the device has sent before and that was acknowledged: a duplicate. */
  private oldOf(device: string): Sent | null {
    const old = this.account.sent.slice(-300).filter((sent) => sent.actor === device && sent.acknowledged)
    return old.length > 0 ? this.draw.of(old) : null
  }

  private slotSends(device_id: string): Sent {
    const { account, draw, operator } = this
    const wallet = { device_id, tag_uid: draw.of(CARDS) }
    if (operator.run && draw.oneIn(2)) {
      const vote = { device_id, ...operator.run, choice: draw.of(OPTIONS) }
      return account.add('vote', device_id, contracts.nightVote.topic, vote)
    }
    const reason = 'torture'
    switch (draw.between(1, 3)) {
      case 1:
        return account.add('round', device_id, contracts.roundPlay.topic, { ...wallet, stake_cents: draw.of(STAKES) })
      case 2: {
        const bet = { ...wallet, amount_cents: draw.between(1, 500), reason }
        return account.add('debit', device_id, contracts.walletDebit.topic, bet)
      }
      default: {
        const win = { ...wallet, amount_cents: draw.between(1, 900), reason }
        return account.add('credit', device_id, contracts.walletCredit.topic, win)
      }
    }
  }

  private tableSends(): Sent {
    const payout = { source: 'roulette', amount_cents: this.draw.between(1, 5000) }
    const sent = this.account.add('payout', 'table-01', contracts.payoutNew.topic, payout, 'payout_id')
    this.payouts.push(sent)
    return sent
  }

  /**
   * Claims what is known to wait, some of it twice; before there is any, one that does not exist. So the name of a payout
   * stands nowhere before the payout itself, which is how its moment is found in what the core wrote.
   */
  private deskSends(): Sent {
    const latest = this.payouts.slice(-40).filter(({ acknowledged }) => acknowledged)
    const payout_id = latest.length > 0 ? this.draw.of(latest).id : 'none'
    const claim = { device_id: 'change-01', payout_id, tag_uid: this.draw.of(CARDS) }
    return this.account.add('claim', 'change-01', contracts.payoutClaim.topic, claim)
  }
}

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms))
