import type { TimelineEntry } from '@eg/shared'
import { groupOf } from './describe-line'

// What the journal lets one know of a moment. Only its lines are used: what no line has told stays unknown.

export interface ReplayRun {
  run: number
  /** Null: it was opened before the first line that was read. */
  question: string | null
  step: number | null
  options: readonly string[]
  status: 'open' | 'closed' | 'revealed' | 'voided'
  /** Who had voted; never what. */
  voters: ReadonlySet<string>
  excused: ReadonlySet<string>
  expected: number | null
  /** Votes of this run that were not counted. */
  refused: number
  winner: string | null
}

export type MoneyKind = 'stakes' | 'wins' | 'payouts' | 'claims' | 'top_ups' | 'cash_outs' | 'drawer' | 'corrections'
export type Freeze = 'money' | 'game' | 'blackout' | 'message'

export interface ReplayState {
  mode: 'day' | 'night' | null
  run: ReplayRun | null
  /** Devices of which a line told whether they were linked. */
  devices: ReadonlyMap<string, { online: boolean; since: number }>
  /** Since when each is on; null: off; absent: no line has told. */
  freezes: ReadonlyMap<Freeze, number | null>
  /** What moved since the span began: how often, and how many cents. */
  money: ReadonlyMap<MoneyKind, { count: number; cents: number }>
  refusals: number
  /** The core started again in what was read: links of before were gone. */
  coreStarted: number | null
}

const BEGIN: ReplayState = {
  mode: null,
  run: null,
  devices: new Map(),
  freezes: new Map(),
  money: new Map(),
  refusals: 0,
  coreStarted: null,
}

const FREEZES: Readonly<Record<string, [Freeze, boolean]>> = {
  opMoneyFreeze: ['money', true],
  opMoneyUnfreeze: ['money', false],
  opGameFreeze: ['game', true],
  opGameUnfreeze: ['game', false],
  opBlackout: ['blackout', true],
  opBlackoutEnd: ['blackout', false],
  opMessageShow: ['message', true],
  opMessageClear: ['message', false],
  messageExpired: ['message', false],
}

const MONEY: Readonly<Record<string, MoneyKind>> = {
  walletDebit: 'stakes',
  walletCredit: 'wins',
  payoutNew: 'payouts',
  opPayoutNew: 'payouts',
  payoutClaim: 'claims',
  opDeskClaim: 'claims',
  opDeskTopUp: 'top_ups',
  opDeskCashOut: 'cash_outs',
  opDeskCash: 'drawer',
  opCardAdjust: 'corrections',
  opTransferReverse: 'corrections',
}

/**
 * What was known after the last of `lines` (oldest first, without a gap). Money and refusals are counted from `fromSeq` on,
 * the rest from the first line. `complete`: the first line is the first of the journal, so a freeze that no line began was off.
 */
export function replayState(lines: readonly TimelineEntry[], fromSeq: number, complete: boolean): ReplayState {
  let state: ReplayState = complete
    ? { ...BEGIN, freezes: new Map((['money', 'game', 'blackout', 'message'] as const).map((each) => [each, null])) }
    : BEGIN
  for (const line of lines) state = { ...state, ...after(state, line, line.seq >= fromSeq) }
  return state
}

function after(state: ReplayState, line: TimelineEntry, counted: boolean): Partial<ReplayState> {
  const done = line.outcome === 'ok' || line.outcome === 'counted'
  return {
    ...(counted && groupOf(line) === 'refused' ? { refusals: state.refusals + 1 } : {}),
    ...ofLinks(state, line),
    ...ofNight(state, line, done),
    ...(done ? ofFreezes(state, line) : {}),
    ...(done && counted ? ofMoney(state, line) : {}),
  }
}

function ofLinks(state: ReplayState, { kind, device_id: id, at }: TimelineEntry): Partial<ReplayState> {
  // Whoever was linked has to come in again, and says so with a line of its own.
  if (kind === 'coreStart') return { devices: new Map(), coreStarted: at }
  if (id === null || !['linkUp', 'linkDown', 'deviceHello'].includes(kind)) return {}
  const online = kind !== 'linkDown'
  if (state.devices.get(id)?.online === online) return {}
  return { devices: new Map(state.devices).set(id, { online, since: at }) }
}

function ofFreezes(state: ReplayState, { kind, at }: TimelineEntry): Partial<ReplayState> {
  const [freeze, on] = FREEZES[kind] ?? []
  return freeze === undefined ? {} : { freezes: new Map(state.freezes).set(freeze, on ? at : null) }
}

function ofMoney(state: ReplayState, { kind, data }: TimelineEntry): Partial<ReplayState> {
  const cents = (key: string) => (typeof data[key] === 'number' ? data[key] : 0)
  const money = new Map(state.money)
  const add = (what: MoneyKind, by: number) => {
    const held = money.get(what) ?? { count: 0, cents: 0 }
    money.set(what, { count: held.count + 1, cents: held.cents + by })
  }
  if (kind === 'roundPlay') {
    add('stakes', cents('stake_cents'))
    if (cents('win_cents') > 0) add('wins', cents('win_cents'))
  } else if (MONEY[kind]) {
    add(MONEY[kind], cents('amount_cents'))
  } else return {}
  return { money }
}

function ofNight(state: ReplayState, line: TimelineEntry, done: boolean): Partial<ReplayState> {
  const { kind, data, run } = line
  if (kind === 'opModeSet' && done && (data['mode'] === 'day' || data['mode'] === 'night'))
    return { mode: data['mode'] }
  // A vote that came late for an earlier question does not bring that question back.
  if (run === null || (state.run !== null && run < state.run.run)) return {}
  const held = state.run?.run === run ? state.run : unknownRun(run)
  switch (kind) {
    case 'runOpened':
      return { run: { ...held, ...openedOf(line), status: 'open' } }
    case 'runReopened':
      return { run: { ...held, status: 'open' } }
    case 'runClosed':
      return { run: { ...held, status: 'closed', expected: numberOf(data['expected']) ?? held.expected } }
    case 'runRevealed':
      return { run: { ...held, status: 'revealed', winner: textOf(data['winner']) } }
    case 'runVoided':
      return { run: { ...held, status: 'voided' } }
    case 'nightVote':
      return { run: voteOf(held, line, done) }
    case 'slotExcused':
    case 'slotExpected':
      return { run: { ...held, excused: withOrWithout(held.excused, line.device_id, kind === 'slotExcused') } }
    default:
      return {}
  }
}

function unknownRun(run: number): ReplayRun {
  const none = { question: null, step: null, options: [], winner: null, expected: null, refused: 0 }
  return { run, ...none, status: 'open', voters: new Set(), excused: new Set() }
}

function openedOf({ data }: TimelineEntry): Partial<ReplayRun> {
  const list = (value: unknown) => textOf(value)?.split(' · ') ?? []
  return {
    question: textOf(data['question']),
    step: numberOf(data['step']),
    options: list(data['options']),
    expected: numberOf(data['expected']),
    excused: new Set(list(data['excused'])),
  }
}

function voteOf(run: ReplayRun, { device_id: id }: TimelineEntry, done: boolean): ReplayRun {
  return done ? { ...run, voters: withOrWithout(run.voters, id, true) } : { ...run, refused: run.refused + 1 }
}

function withOrWithout(set: ReadonlySet<string>, id: string | null, add: boolean): ReadonlySet<string> {
  const next = new Set(set)
  if (id !== null && add) next.add(id)
  if (id !== null && !add) next.delete(id)
  return next
}

const textOf = (value: unknown): string | null => (typeof value === 'string' ? value : null)
const numberOf = (value: unknown): number | null => (typeof value === 'number' ? value : null)
