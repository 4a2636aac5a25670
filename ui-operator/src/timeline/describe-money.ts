import type { TimelineEntry } from '@eg/shared'
import { shortTag } from '../money/card-words'
import type { FormatMoney } from '../money/format-money'
import type { TextKey, Words } from '../words/words'

/** What a money line may know. Null: this line does not say it. */
type Values = Record<
  'who' | 'by' | 'card' | 'amount' | 'signed' | 'stake' | 'win' | 'receipt' | 'source' | 'count' | 'over' | 'name',
  string | null
>
/** A sentence and what it needs to be said. */
type Sentence = readonly [key: TextKey, ...needs: (keyof Values)[]]

/** For each kind its sentences, the fullest first: the first one whose needs are all known is said. */
const SENTENCES: Readonly<Record<string, readonly Sentence[]>> = {
  roundPlay: [
    ['line.round_win', 'card', 'stake', 'win'],
    ['line.round_lose', 'card', 'stake'],
  ],
  walletGet: [['line.card_read', 'card']],
  cardTap: [['line.card_tap', 'card']],
  walletDebit: [['line.bet', 'card', 'amount']],
  walletCredit: [['line.bet_win', 'card', 'amount']],
  betExpired: [['line.bet_expired', 'card']],
  payoutNew: [['line.payout_new', 'amount', 'source']],
  opPayoutNew: [['line.payout_new', 'amount', 'source']],
  payoutClaim: [
    ['line.payout_claim_receipt', 'amount', 'card', 'receipt'],
    ['line.payout_claim', 'amount', 'card'],
  ],
  opDeskClaim: [
    ['line.payout_claim_receipt', 'amount', 'card', 'receipt'],
    ['line.payout_claim', 'amount', 'card'],
  ],
  payoutExpired: [['line.payout_expired', 'amount']],
  opPayoutExpire: [['line.payout_expired', 'amount']],
  opPayoutVoid: [['line.payout_void', 'amount', 'by']],
  opDeskTopUp: [['line.top_up', 'amount', 'card', 'receipt']],
  opDeskCashOut: [['line.cash_out', 'amount', 'card', 'receipt']],
  opDeskCash: [['line.drawer', 'amount', 'by']],
  opShiftOpen: [['line.shift_open', 'by', 'count']],
  opShiftClose: [['line.shift_close', 'count', 'over']],
  opCardIssue: [
    ['line.card_issue_name', 'card', 'name'],
    ['line.card_issue', 'card', 'by'],
  ],
  opCardFreeze: [['line.card_freeze', 'card', 'by']],
  opCardUnfreeze: [['line.card_unfreeze', 'card', 'by']],
  opCardReplace: [['line.card_replace', 'card', 'by']],
  opCardAdjust: [['line.card_adjust', 'card', 'signed', 'by']],
  opTransferReverse: [['line.reverse', 'amount', 'by']],
}

/** The play itself: every round is a line, and none is news. */
const QUIET: ReadonlySet<string> = new Set(['roundPlay', 'cardTap', 'walletGet', 'walletDebit', 'walletCredit'])
/** The desk's ordinary work: written down, but no decision of the evening. */
const ORDINARY: ReadonlySet<string> = new Set([
  'opDeskTopUp',
  'opDeskCashOut',
  'opDeskClaim',
  'opPayoutNew',
  'opCardIssue',
])

export const isQuiet = (kind: string): boolean => QUIET.has(kind)
export const isOrdinary = (kind: string): boolean => ORDINARY.has(kind)

/**
 * A money line as a sentence, or null for another kind and for a line that knows too little. `who` is the device or who
 * gave the command, `actor` always who gave it.
 */
export function describeMoney(
  line: TimelineEntry,
  { who, actor }: { who: string; actor: string },
  t: Words,
  money: FormatMoney,
): string | null {
  const sentences = SENTENCES[line.kind]
  if (!sentences) return null
  const values = valuesOf(line, who, actor, money)
  const [key] = sentences.find(([, ...needs]) => needs.every((need) => values[need] !== null)) ?? []
  if (key === undefined) return null
  const { direction } = line.data
  const inOrOut = key === 'line.drawer' && (direction === 'in' || direction === 'out')
  const sentence = t(inOrOut ? `line.drawer_${direction}` : key, known(values))
  // What an operator wrote as the reason, in their own words.
  const { why } = line.data
  return typeof why === 'string' && why !== '' ? `${sentence} (${why})` : sentence
}

function valuesOf({ data }: TimelineEntry, who: string, actor: string, money: FormatMoney): Values {
  const cents = (key: string): number | null => (typeof data[key] === 'number' ? data[key] : null)
  const said = (value: number | null, signed?: 'signed') => (value === null ? null : money(value, signed))
  const text = (key: string): string | null => {
    const value = data[key] ?? null
    return value === null || value === '' ? null : String(value)
  }
  const tag = text('tag_uid')
  const amount = cents('amount_cents')
  const win = cents('win_cents')
  return {
    who,
    by: text('by') ?? actor,
    card: tag === null ? null : shortTag(tag),
    amount: said(amount ?? cents('credited_cents')),
    signed: said(amount !== null && data['direction'] === 'debit' ? -amount : amount, 'signed'),
    stake: said(cents('stake_cents')),
    win: win === null || win === 0 ? null : money(win),
    receipt: text('receipt'),
    source: text('source'),
    count: said(cents('count_cents')),
    over: said(cents('over_short_cents'), 'signed'),
    name: text('name'),
  }
}

function known(values: Values): Record<string, string> {
  return Object.fromEntries(Object.entries(values).flatMap(([name, value]) => (value === null ? [] : [[name, value]])))
}
