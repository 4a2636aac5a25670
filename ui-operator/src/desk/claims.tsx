import type { CardDetails, OpDesk } from '@eg/shared'
import { useCoreNow } from '../link/use-core-now'
import { PayoutSearch } from '../money/payout-search'
import { usePayoutSearch } from '../money/use-payout-search'
import { useLive, useWords } from '../session/use-session'
import { ClaimRow } from './claim-row'

/** What waits to be paid, or the one whose number was typed: one press puts it on the card. */
export function Claims({ desk, card }: { desk: OpDesk; card: CardDetails }) {
  const { t } = useWords()
  const payouts = useLive((s) => s.payouts)
  const nowMs = useCoreNow(5000)
  const search = usePayoutSearch()
  const { items, look } = search
  const beyond = (payouts?.waiting ?? 0) - (payouts?.items.length ?? 0)
  return (
    <section className="eg-panel eg-claims" data-testid="claims" aria-label={t('claims.title')}>
      <h2 className="eg-claims-head">
        {t('claims.title')} <span className="eg-dim">{payouts?.waiting ?? ''}</span>
      </h2>
      <div className="eg-panel-body">
        <PayoutSearch {...search} />
        {look === 'list' && items.length === 0 && <p className="eg-empty-line">{t('claims.empty')}</p>}
        <ul>
          {items.map((payout, place) => (
            <ClaimRow
              key={payout.payout_id}
              payout={payout}
              place={place}
              deskId={desk.desk_id}
              card={card}
              nowMs={nowMs}
              withId={look === 'found'}
            />
          ))}
        </ul>
        {look === 'list' && beyond > 0 && <p className="eg-empty-line">{t('payouts.more', { count: beyond })}</p>}
      </div>
    </section>
  )
}
