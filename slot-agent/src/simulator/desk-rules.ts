import type { Answer, OpDesk, OpPayouts } from '@eg/shared'
import { seedOf } from './random.js'

/** What lies in the drawer when a shift begins (cents). */
export const DRAWER_CENTS = 100_000
/** Payouts of the simulated table begin with this; the desk leaves the others to real cashiers. */
export const PAYOUT_PREFIX = 'sim-'

/** What the simulated cashier knows. */
export interface DeskState {
  deskId: string
  seed: number
  /** Tells the requests of one life of the simulator from another's where they are about the same thing. */
  life: number
  /** The cards of the simulated players. */
  cards: readonly string[]
  /** The least that is worth bringing to the desk (cents). */
  leastTopUpCents: number
  shift: 'unknown' | 'open' | 'closed'
  /** By the books; null until the core has said it. */
  drawerCents: number | null
  issued: readonly string[]
  /** Cards that were brought without money on them, with the visit they were brought from. */
  brought: ReadonlyMap<string, number>
  /** Waiting payouts of the simulated table. */
  payouts: readonly string[]
  /** Payouts that cannot be claimed, and need not be asked about again. */
  givenUp: readonly string[]
  /** What was asked without an answer: asked again first, as it was. The drawer is not counted before it is known. */
  unknown: Job | null
  /** How often something was definitely refused: asked once more, it is another request. */
  refusals: ReadonlyMap<string, number>
  /** No new work: the drawer is counted and the shift closed. */
  closing: boolean
}

/** One thing to do. `key` names it for good: it makes the `req_id`, so asked again it is the same request. */
export type Job = { key: string; reqId: string } & (
  | { do: 'open' }
  | { do: 'close'; countCents: number }
  | { do: 'issue'; tagUid: string }
  | { do: 'topUp'; tagUid: string; amountCents: number }
  | { do: 'claim'; tagUid: string; payoutId: string }
)
type Task = Job extends infer J ? (J extends Job ? Omit<J, 'key' | 'reqId'> : never) : never

export function createDeskState(deskId: string, seed: number, life: number, cards: readonly string[]): DeskState {
  return {
    deskId,
    seed,
    life,
    cards,
    leastTopUpCents: 0,
    shift: 'unknown',
    drawerCents: null,
    issued: [],
    brought: new Map(),
    payouts: [],
    givenUp: [],
    unknown: null,
    refusals: new Map(),
    closing: false,
  }
}

/** The next thing to do, or null. */
export function nextJob(state: DeskState): Job | null {
  const { deskId, life, shift } = state
  if (state.unknown) return state.unknown
  if (state.closing) {
    if (shift !== 'open' || state.drawerCents === null) return null
    return jobOf(state, `close-${deskId}-${life}`, { do: 'close', countCents: state.drawerCents })
  }
  if (shift !== 'open') return jobOf(state, `open-${deskId}-${life}`, { do: 'open' })
  const unknown = state.cards.find((tagUid) => !state.issued.includes(tagUid))
  if (unknown !== undefined) return jobOf(state, `issue-${unknown}`, { do: 'issue', tagUid: unknown })
  for (const [tagUid, visit] of state.brought) {
    const key = `top-up-${tagUid}-${visit}`
    return jobOf(state, key, { do: 'topUp', tagUid, amountCents: topUpCents(state, key) })
  }
  const payoutId = state.payouts.find((id) => !state.givenUp.includes(id))
  if (payoutId === undefined) return null
  const tagUid = state.cards[seedOf(state.seed, 'claim', payoutNumber(payoutId)) % state.cards.length]
  return tagUid === undefined ? null : jobOf(state, `claim-${payoutId}`, { do: 'claim', tagUid, payoutId })
}

/** What the answer to a job leaves to do. */
export function answered(state: DeskState, job: Job, answer: Answer): DeskState {
  if (answer.status === 'unavailable') return { ...state, unknown: job }
  const after = { ...state, unknown: null, ...outcomeOf(state, job, answer) }
  // Opening and closing come again in one life; the rest is asked once more only when it was refused.
  const again = answer.status !== 'ok' || job.do === 'open' || job.do === 'close'
  if (!again) return after
  return { ...after, refusals: new Map([...state.refusals, [job.key, (state.refusals.get(job.key) ?? 0) + 1]]) }
}

/** The core said how the desk is, or that nothing is known of it (null). */
export function deskHeard(state: DeskState, desk: OpDesk | null): DeskState {
  if (!desk) return state
  return { ...state, shift: desk.shift ? 'open' : 'closed', drawerCents: desk.drawer_cents }
}

export function payoutsHeard(state: DeskState, payouts: OpPayouts | null): DeskState {
  const ids = (payouts?.items ?? []).map((item) => item.payout_id)
  return { ...state, payouts: ids.filter((id) => id.startsWith(PAYOUT_PREFIX)) }
}

function outcomeOf(state: DeskState, job: Job, { status, reason }: Answer): Partial<DeskState> {
  if (reason === 'no_shift') return { shift: 'closed' }
  switch (job.do) {
    case 'open':
      return status === 'ok' || reason === 'shift_is_open' ? { shift: 'open' } : {}
    case 'close':
      return status === 'ok' ? { shift: 'closed' } : {}
    case 'issue':
      return status === 'ok' || reason === 'already_issued' ? { issued: [...state.issued, job.tagUid] } : {}
    case 'topUp':
      if (status === 'unknown_card') return { issued: state.issued.filter((tagUid) => tagUid !== job.tagUid) }
      // A frozen card goes back without money: its player finds out at the slot.
      return status === 'ok' || status === 'frozen' ? { brought: without(state.brought, job.tagUid) } : {}
    case 'claim': {
      const retry = status === 'conflict' || status === 'refused'
      return retry ? {} : { givenUp: [...state.givenUp, job.payoutId] }
    }
  }
}

function jobOf(state: DeskState, key: string, task: Task): Job {
  const refusals = state.refusals.get(key) ?? 0
  return { ...task, key, reqId: `sim-${key}${refusals === 0 ? '' : `-${refusals + 1}`}` }
}

/** Which one of its table it is: the rest of its name tells one evening from another. */
function payoutNumber(payoutId: string): string {
  return payoutId.slice(payoutId.lastIndexOf('-') + 1)
}

function topUpCents({ seed, leastTopUpCents }: DeskState, key: string): number {
  return Math.max(leastTopUpCents, 1000 * (2 + (seedOf(seed, key) % 4)))
}

function without(brought: ReadonlyMap<string, number>, tagUid: string): ReadonlyMap<string, number> {
  return new Map([...brought].filter(([other]) => other !== tagUid))
}
