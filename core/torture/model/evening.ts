import { ledgerActor, slotId } from '../../test/ledger-ops.js'
import { type Draw, shuffle } from './draw.js'
import { NightModel } from './night-model.js'
import { type NightOp, OPTIONS } from './night-ops.js'
import { type Request, type VenueOp, hasFirstAnswer, isNight } from './venue-model.js'

export interface EveningPlan {
  /** How many different commands; each is sent 1 to 5 times. */
  commands: number
  /** How many places the network may move a message; absent: anything may overtake anything. */
  window?: number
  /** How much of it is the night, in hundredths. */
  nightShare: number
  /** No id is used twice and no payout created with two amounts: then an answer alone tells what was asked. */
  plain?: boolean
  /** Who the operator's pages are. */
  pages?: readonly string[]
}

const SLOTS = 6
const CARDS = 10
const SPARE_CARDS = 60
const MOST_COPIES = 5
/** What every payout of a plain evening is about (cents). */
export const PLAIN_AMOUNT = 300

/** What is sent in an evening, in the order in which the core gets it. The first lines give everybody a card and some money. */
export function planEvening(draw: Draw, plan: EveningPlan): Request[] {
  const { pages = ['ui:page-1', 'ui:page-2'] } = plan
  const numbers = new Map<string, number>()
  const request = (op: VenueOp, page = draw.pick(pages)): Request => {
    const actor = op.op === 'vote' ? slotId(op.slot) : isNight(op) ? page : ledgerActor(op, page)
    // Ids are each sender's own: the same one by two senders is two requests.
    const number = (numbers.get(actor) ?? 0) + 1
    numbers.set(actor, number)
    return { actor, reqId: `r${number}`, op }
  }
  const guess = new NightModel()
  const sends: Request[] = []
  for (let i = 0; i < plan.commands; i++) {
    const op = draw.below(100) < plan.nightShare ? nightOp(draw, guess, plan.nightShare) : moneyOp(draw, i)
    if (plan.plain && (op.op === 'payout' || op.op === 'op_payout')) op.amount = PLAIN_AMOUNT
    if (isNight(op)) guess.apply(op)
    const sent = request(op)
    const copies = draw.between(1, MOST_COPIES)
    for (let copy = 0; copy < copies; copy++) sends.push(sent)
    const other = !plan.plain && draw.once(20) && hasFirstAnswer(op) ? otherContent(op) : null
    if (other) sends.push({ ...sent, op: other })
  }
  return [...opening(plan.nightShare > 0).map((op) => request(op, pages[0])), ...shuffle(sends, draw, plan.window)]
}

function opening(night: boolean): VenueOp[] {
  const cards = Array.from({ length: CARDS }, (_, card): VenueOp[] => [
    { op: 'issue', card },
    { op: 'adjust', card, amount: 50_000, direction: 'credit' },
  ])
  return [{ op: 'shift_open', count: 20_000 }, ...cards.flat(), { op: 'mode', mode: night ? 'night' : 'day' }]
}

/** The same request id with something else in it: a fault of its sender. */
function otherContent(op: VenueOp): VenueOp | null {
  return 'amount' in op ? { ...op, amount: op.amount + 1 } : null
}

function nightOp(draw: Draw, guess: NightModel, share: number): NightOp {
  const last = guess.runs.at(-1)
  const run = Math.max(1, (last?.run ?? 1) + draw.pick([0, 0, 0, 0, 0, -1, -2, 1]))
  const step = draw.once(3) ? draw.between(1, 4) : (last?.asked.step ?? 1)
  const slot = draw.between(1, SLOTS)
  const what = draw.below(100)
  if (what < 72) {
    const choice = draw.once(25) ? 'Z' : draw.pick(OPTIONS)
    // A device of the old system names neither its request nor the run.
    const named = !draw.once(3)
    return { op: 'vote', slot, step, choice, named, ...(named && draw.once(3) ? { run } : {}) }
  }
  if (what < 79) {
    const tie = draw.pick(['revote', 'operator', 'first'] as const)
    const reveal = draw.pick(['auto', 'operator'] as const)
    const saw = draw.once(6) ? { saw: run } : {}
    return { op: 'open', step, final: draw.once(3), tie, reveal, timed: !draw.once(3), ...saw }
  }
  if (what < 83) return { op: 'mode', mode: draw.below(100) < share ? 'night' : 'day' }
  if (what < 90) return { op: 'reveal', run, ...(draw.once(3) ? { winner: draw.pick(OPTIONS) } : {}) }
  return { op: draw.pick(['close', 'void', 'redo', 'extend', 'extend'] as const), run }
}

function moneyOp(draw: Draw, i: number): VenueOp {
  const card = draw.below(CARDS + 4)
  const slot = draw.between(1, SLOTS)
  const amount = draw.between(1, 900)
  const payout = draw.below(Math.max(30, Math.floor(i / 10)))
  const what = draw.below(100)
  if (what < 22) return { op: draw.pick(['debit', 'debit', 'credit'] as const), slot, card, amount }
  if (what < 42) return { op: 'round', slot, card, stake: draw.pick([100, 200, 500, 150]) }
  if (what < 46) return { op: 'balance', slot, card }
  if (what < 56) {
    return {
      op: draw.pick(['payout', 'op_payout'] as const),
      payout,
      amount: draw.pick([300, 300, 300, 700]),
      table: draw.once(9) ? 2 : 1,
    }
  }
  if (what < 68) return { op: draw.pick(['claim', 'desk_claim'] as const), payout, card }
  if (what < 71) return { op: draw.pick(['void', 'expire'] as const), payout }
  if (what < 81) return { op: draw.pick(['top_up', 'top_up', 'cash_out'] as const), card, amount }
  if (what < 83)
    return { op: draw.pick(['shift_open', 'shift_open', 'shift_close'] as const), count: draw.below(30_000) }
  if (what < 85) return { op: 'drawer', amount, direction: draw.pick(['in', 'out'] as const) }
  if (what < 90) return { op: 'adjust', card, amount, direction: draw.pick(['credit', 'credit', 'debit'] as const) }
  if (what < 94) return { op: 'reverse', transfer: draw.between(1, 20 + i) }
  if (what < 96) return { op: 'issue', card: draw.below(SPARE_CARDS) }
  if (what < 99) return { op: draw.pick(['freeze', 'unfreeze', 'unfreeze', 'unfreeze'] as const), card }
  return draw.once(4) ? { op: 'replace', card, by: draw.below(SPARE_CARDS) } : { op: 'unfreeze', card }
}
