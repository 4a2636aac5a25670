import { HandCoins } from 'lucide-react'
import type { CardDetails } from '@eg/shared'
import { PayoutAge } from '../floor/payout-row'
import { DeskButton } from '../look/desk-button'
import { playerName } from '../money/card-words'
import { useCovered } from '../money/use-covered'
import { useMoneyFormat } from '../money/format-money'
import { isReadable } from '../money/payout-number'
import type { WaitingPayout } from '../money/reads'
import { useMoney, useMoneyReady } from '../money/use-money'
import { useSession, useWords } from '../session/use-session'
import { useSettled } from '../view/use-settled'

interface ClaimRowProps {
  payout: WaitingPayout
  /** Where in the list it stands. */
  place: number
  deskId: string
  card: CardDetails
  /** The core's time. */
  nowMs: number
  /** Its number is shown, because it was looked for by it. */
  withId: boolean
}

/** One payout that can be put on the card. */
export function ClaimRow({ payout, place, deskId, card, nowMs, withId }: ClaimRowProps) {
  const { money } = useSession()
  const { t } = useWords()
  const format = useMoneyFormat()
  const ready = useMoneyReady()
  const { payout_id: id, source, table_id: table } = payout
  const pending = useMoney((s) => s.asked?.name === 'claim' && s.asked.payload['payout_id'] === id)
  const covered = useCovered()
  // Paid by one press, and not to be taken back: not where it has only just moved under the finger, another card has been
  // presented, or the second tap on a result falls through to the list. What kept its place while others arrived stays live.
  const settled = useSettled(`${place} ${covered}`, { fresh: true })
  const claim = () => settled() && money.send('claim', { desk_id: deskId, payout_id: id, tag_uid: card.tag_uid })
  const amount = format(payout.amount_cents)
  return (
    <li className="eg-claim" data-testid={`claim-row-${id}`} title={id}>
      <span className="eg-payout-from">
        {source}
        {table !== null && <small>{table}</small>}
        {(withId || isReadable(id)) && <small>{id}</small>}
      </span>
      <PayoutAge payout={payout} nowMs={nowMs} />
      <b className="eg-payout-amount">{amount}</b>
      <DeskButton
        Icon={HandCoins}
        testId={`claim-${id}`}
        name={t('claims.name', { amount, source, player: playerName(card) })}
        disabled={!ready || card.status !== 'active'}
        pending={pending}
        onPress={claim}
      >
        {t('claims.claim')}
      </DeskButton>
    </li>
  )
}
