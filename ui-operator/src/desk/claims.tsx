import { HandCoins } from 'lucide-react'
import type { OpDesk } from '@eg/shared'
import { PayoutAge } from '../floor/payout-row'
import { useCoreNow } from '../link/use-core-now'
import { DeskButton } from '../look/desk-button'
import { playerName } from '../money/card-words'
import { useMoneyFormat } from '../money/format-money'
import type { CardDetails } from '@eg/shared'
import { isReadable } from '../money/payout-number'
import { PayoutSearch } from '../money/payout-search'
import { useMoney, useMoneyReady } from '../money/use-money'
import { usePayoutSearch } from '../money/use-payout-search'
import { useLive, useSession, useWords } from '../session/use-session'
import { useSettled } from '../view/use-settled'

/** What waits to be paid, or the one whose number was typed: one press puts it on the card. */
export function Claims({ desk, card }: { desk: OpDesk; card: CardDetails }) {
  const { money } = useSession()
  const { t } = useWords()
  const format = useMoneyFormat()
  const payouts = useLive((s) => s.payouts)
  const ready = useMoneyReady()
  const claiming = useMoney((s) => (s.asked?.name === 'claim' ? s.asked.payload['payout_id'] : null))
  const nowMs = useCoreNow(5000)
  const search = usePayoutSearch()
  const { items, look } = search
  const beyond = (payouts?.waiting ?? 0) - (payouts?.items.length ?? 0)
  const told = useMoney((s) => s.done?.payload.req_id)
  const shown = items.map((payout) => payout.payout_id).join(' ')
  // Paid by one press, and not to be taken back: not where another row has moved under the finger, another card has been
  // presented, or the second tap on a result falls through to the list.
  const settled = useSettled(`${shown} ${told}`, { fresh: true })
  const claim = (payoutId: string) =>
    settled() && money.send('claim', { desk_id: desk.desk_id, payout_id: payoutId, tag_uid: card.tag_uid })
  return (
    <section className="eg-panel eg-claims" data-testid="claims" aria-label={t('claims.title')}>
      <h2 className="eg-claims-head">
        {t('claims.title')} <span className="eg-dim">{payouts?.waiting ?? ''}</span>
      </h2>
      <div className="eg-panel-body">
        <PayoutSearch {...search} />
        {look === 'list' && items.length === 0 && <p className="eg-empty-line">{t('claims.empty')}</p>}
        <ul>
          {items.map((payout) => {
            const amount = format(payout.amount_cents)
            return (
              <li
                key={payout.payout_id}
                className="eg-claim"
                data-testid={`claim-row-${payout.payout_id}`}
                title={payout.payout_id}
              >
                <span className="eg-payout-from">
                  {payout.source}
                  {payout.table_id !== null && <small>{payout.table_id}</small>}
                  {(look === 'found' || isReadable(payout.payout_id)) && <small>{payout.payout_id}</small>}
                </span>
                <PayoutAge payout={payout} nowMs={nowMs} />
                <b className="eg-payout-amount">{amount}</b>
                <DeskButton
                  Icon={HandCoins}
                  testId={`claim-${payout.payout_id}`}
                  name={t('claims.name', { amount, source: payout.source, player: playerName(card) })}
                  disabled={!ready || card.status !== 'active'}
                  pending={claiming === payout.payout_id}
                  onPress={() => claim(payout.payout_id)}
                >
                  {t('claims.claim')}
                </DeskButton>
              </li>
            )
          })}
        </ul>
        {look === 'list' && beyond > 0 && <p className="eg-empty-line">{t('payouts.more', { count: beyond })}</p>}
      </div>
    </section>
  )
}
