import type { Answer } from '@eg/shared'
import type { Asked, Beliefs } from '../record/recorder.js'
import type { Before, CoreBooks, TransferRow } from './core-books.js'

/** What a request must have moved: each transfer's kind with its cents, in order. */
type Effect = readonly (readonly [kind: string, cents: number])[]

/** The requests that move money, and what their answer says that they moved. */
const EFFECTS: Readonly<Record<string, (payload: Asked['payload'], answer: Answer) => Effect>> = {
  roundPlay: ({ stake_cents }, { win_cents }) => [
    ['stake', Number(stake_cents)],
    ...(Number(win_cents) > 0 ? [['win', Number(win_cents)] as const] : []),
  ],
  opDeskTopUp: ({ amount_cents }) => [['top_up', Number(amount_cents)]],
  opDeskClaim: (_, { credited_cents, amount_cents }) => [['claim', Number(credited_cents ?? amount_cents)]],
  opCardIssue: () => [],
}

/** Holds what everybody was told of money against the books; one sentence for each difference. */
export function compareMoney(
  beliefs: Beliefs,
  before: Before,
  core: CoreBooks,
  devices: ReadonlySet<string>,
): string[] {
  const byRequest = groupBy(core.transfers, ({ req_id: id }) => id)
  return [
    ...compareRequests(beliefs, before, byRequest),
    ...comparePayouts(beliefs, core.transfers),
    ...findUnasked(beliefs, before, core.transfers, devices),
    ...compareCards(beliefs, before, core),
  ]
}

function compareRequests(beliefs: Beliefs, { inherited }: Before, moved: ReadonlyMap<string, TransferRow[]>): string[] {
  return beliefs.asked.flatMap(({ reqId, who, kind, payload, answer }) => {
    const effect = EFFECTS[kind]
    if (!effect || answer === null || inherited.has(reqId)) return []
    const told = answer.status === 'ok' ? effect(payload, answer) : []
    const done = (moved.get(reqId) ?? []).map(({ kind: name, amount_cents }) => [name, amount_cents] as const)
    if (words(told) === words(done)) return []
    return [`${who} was told that ${kind} ${reqId} moved ${words(told)}; the books say ${words(done)}`]
  })
}

function comparePayouts(beliefs: Beliefs, transfers: readonly TransferRow[]): string[] {
  const created = groupBy(
    transfers.filter(({ kind }) => kind === 'payout'),
    ({ payout_id: id }) => id,
  )
  return beliefs.payouts.flatMap(({ payoutId, amountCents, acknowledged }) => {
    const done = (created.get(payoutId) ?? []).map(({ amount_cents }) => amount_cents)
    const isRight = done.length === 1 ? done[0] === amountCents : done.length === 0 && !acknowledged
    if (isRight) return []
    const told = acknowledged ? 'acknowledged' : 'sent'
    return [`payout ${payoutId} of ${amountCents} cents was ${told}; the books have ${done.join(' and ') || 'none'}`]
  })
}

/** Money that moved for a simulated device without its having asked. */
function findUnasked(
  beliefs: Beliefs,
  before: Before,
  transfers: readonly TransferRow[],
  devices: ReadonlySet<string>,
) {
  const asked = new Set([...beliefs.asked.map(({ reqId }) => reqId), ...before.inherited])
  const created = new Set(beliefs.payouts.map(({ payoutId }) => payoutId))
  return transfers
    .filter(({ device_id: id }) => id !== null && devices.has(id))
    .filter(({ req_id, payout_id, kind }) =>
      req_id === null ? kind === 'payout' && !created.has(payout_id ?? '') : !asked.has(req_id),
    )
    .map(
      ({ transfer, kind, amount_cents, device_id }) =>
        `transfer ${transfer} (${kind}, ${amount_cents} cents at ${device_id}) was asked for by nobody`,
    )
}

/** A card has what it had, and what its player was told that came and went; what others did with it counts as they did it. */
function compareCards(beliefs: Beliefs, before: Before, core: CoreBooks): string[] {
  const answered = new Map(
    beliefs.asked
      .filter(({ answer, reqId }) => answer !== null && !before.inherited.has(reqId))
      .map((asked) => [asked.reqId, asked]),
  )
  return core.cards.flatMap(({ tagUid, player, balanceCents }) => {
    const had = before.cards.find((card) => card.tagUid === tagUid)?.balanceCents ?? 0
    const account = `player:${player}`
    const others = core.transfers
      .filter(({ req_id }) => !answered.has(req_id ?? ''))
      .reduce((sum, row) => sum + signed(row, account), 0)
    const told = [...answered.values()]
      .filter(({ payload }) => String(payload.tag_uid).toUpperCase() === tagUid)
      .reduce((sum, asked) => sum + toldCents(asked), 0)
    const believed = had + told + others
    if (believed === balanceCents) return []
    return [`${tagUid} should have ${believed} cents by what its player was told; the core says ${balanceCents}`]
  })
}

function toldCents({ kind, payload, answer }: Asked): number {
  const effect = EFFECTS[kind]
  if (!effect || answer?.status !== 'ok') return 0
  return effect(payload, answer).reduce((sum, [name, cents]) => sum + (name === 'stake' ? -cents : cents), 0)
}

function signed({ debit, credit, amount_cents: cents }: TransferRow, account: string): number {
  return credit === account ? cents : debit === account ? -cents : 0
}

function words(effect: Effect): string {
  return effect.length === 0 ? 'nothing' : effect.map(([kind, cents]) => `${kind} ${cents}`).join(' and ')
}

function groupBy<T>(items: readonly T[], key: (item: T) => string | null): Map<string, T[]> {
  const groups = new Map<string, T[]>()
  for (const item of items) {
    const name = key(item)
    if (name === null) continue
    const group = groups.get(name)
    if (group) group.push(item)
    else groups.set(name, [item])
  }
  return groups
}
