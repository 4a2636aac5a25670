import type { Answer, Clock, GameState, OpDesk, OpPayouts } from '@eg/shared'
import { MAX_AMOUNT_CENTS } from '@eg/shared'
import type { Logger } from 'pino'
import { type Counter, SHORTEST_PAUSE_MS } from './day-player.js'
import { answered, createDeskState, deskHeard, type Job, nextJob, payoutsHeard } from './desk-rules.js'

/** Who comes to the desk brings at least so many of the smallest stake. */
const STAKES_A_TOP_UP = 10

export interface CashierOptions {
  deskId: string
  cards: readonly string[]
  seed: number
  /** Between one customer and the next, and after something that did not work (milliseconds). */
  pauseMs: number
  restMs: number
  clock: Clock
  log: Logger
  /** Carries a job out at the core; `unavailable` if it is not known whether. */
  ask: (job: Job) => Promise<Answer>
  linkUp: () => boolean
}

/** The simulated cashier: opens a shift, gives out cards, tops them up, claims payouts; one thing after another. */
export interface Cashier extends Counter {
  seeDesk(desk: OpDesk | null): void
  seePayouts(payouts: OpPayouts | null): void
  seeGame(game: GameState | null): void
  /** Finishes what is being done, counts the drawer and closes the shift; gives up after `withinMs`, or without a link. */
  close(withinMs: number): Promise<void>
  stop(): void
}

export function createCashier(options: CashierOptions): Cashier {
  const { clock, log, ask, linkUp } = options
  let state = createDeskState(options.deskId, options.seed, Math.floor(clock.now()), options.cards)
  let atWork = false
  let closed: (() => void) | null = null
  let cancel: (() => void) | null = null

  const rest = (ms: number) => {
    cancel?.()
    cancel = clock.after(Math.max(SHORTEST_PAUSE_MS, ms), work)
  }
  const work = () => {
    cancel = null
    const job = linkUp() ? nextJob(state) : null
    if (!job) return state.closing ? closed?.() : rest(options.pauseMs)
    atWork = true
    ask(job)
      .then(
        (answer) => done(job, answer),
        (error: unknown) => {
          log.error({ err: error, reqId: job.reqId }, 'the simulated cashier could not ask')
          rest(options.restMs)
        },
      )
      .finally(() => {
        atWork = false
      })
  }
  const done = (job: Job, answer: Answer) => {
    state = answered(state, job, answer)
    logAnswer(log, job, answer)
    const worked = answer.status === 'ok' || isDone(answer)
    rest(worked || state.closing ? options.pauseMs : options.restMs)
  }
  rest(options.pauseMs)

  return {
    seeDesk: (desk) => void (state = deskHeard(state, desk)),
    seePayouts: (payouts) => void (state = payoutsHeard(state, payouts)),
    seeGame(game) {
      const smallest = Math.min(...(game?.stakes_cents ?? []), MAX_AMOUNT_CENTS)
      state = { ...state, leastTopUpCents: game ? Math.min(smallest * STAKES_A_TOP_UP, MAX_AMOUNT_CENTS) : 0 }
    },
    needsMoney: (tagUid, visit) => void (state = { ...state, brought: new Map([...state.brought, [tagUid, visit]]) }),
    needsCard: (tagUid) => void (state = { ...state, issued: state.issued.filter((known) => known !== tagUid) }),
    busyWith: (tagUid) => state.brought.has(tagUid) || !state.issued.includes(tagUid),
    close(withinMs) {
      state = { ...state, closing: true }
      const over = new Promise<void>((resolve) => {
        const giveUp = clock.after(withinMs, () => {
          log.warn('the simulated shift stays open: the core did not answer in time; the next start goes on with it')
          resolve()
        })
        closed = () => {
          giveUp()
          resolve()
        }
      })
      if (!atWork) rest(0)
      return over
    },
    stop: () => cancel?.(),
  }
}

/** Done by an earlier life of the simulator, or by somebody else: as good as done. */
function isDone({ reason }: Answer): boolean {
  return reason === 'already_issued' || reason === 'shift_is_open'
}

function logAnswer(log: Logger, job: Job, answer: Answer): void {
  const { status, reason } = answer
  if (status !== 'ok') {
    const line = { do: job.do, status, reason }
    if (isDone(answer)) log.debug(line, 'the simulated cashier finds it done')
    else log.warn(line, 'the simulated cashier was refused')
    return
  }
  const { expected_cents, over_short_cents, receipt } = answer
  if (job.do === 'open') log.info('the simulated shift begins')
  else if (job.do === 'close') log.info({ expected_cents, over_short_cents }, 'the simulated shift is closed')
  else log.debug({ do: job.do, receipt }, 'the simulated cashier has done it')
}
