import { useState } from 'react'
import { Plus } from 'lucide-react'
import { useCoreNow } from '../link/use-core-now'
import { DeskButton } from '../look/desk-button'
import { PayoutSearch } from '../money/payout-search'
import { useMoneyReady } from '../money/use-money'
import { usePayoutSearch } from '../money/use-payout-search'
import { useLive, useWords } from '../session/use-session'
import { useActions } from '../view/actions'
import { PayoutForm } from './payout-form'
import { PayoutRow, type PayoutAct } from './payout-row'

/** What waits to be paid, oldest first or looked up by its number, with what a dealer may do about it. One form at a time. */
export function PayoutsPanel() {
  const { t } = useWords()
  const payouts = useLive((s) => s.payouts)
  const ready = useMoneyReady()
  const nowMs = useCoreNow(5000)
  const [creating, setCreating] = useState(false)
  const [acting, setActing] = useState<{ id: string; act: PayoutAct } | null>(null)
  const search = usePayoutSearch()
  const { items, look } = search
  const create = () => {
    setActing(null)
    setCreating(true)
  }
  useActions(
    creating ? [] : [{ id: 'payouts.new', label: t('payouts.new_title'), key: 'N', run: create, disabled: !ready }],
  )
  return (
    <section className="eg-panel eg-payouts" aria-label={t('payouts.title')}>
      <header className="eg-side-head">
        <h2>
          {t('payouts.title')} <span className="eg-dim">{payouts?.waiting ?? ''}</span>
        </h2>
        {!creating && (
          <DeskButton tone="quiet" Icon={Plus} keyCap="N" testId="payout-new" disabled={!ready} onPress={create}>
            {t('payouts.new')}
          </DeskButton>
        )}
      </header>
      <div className="eg-panel-body">
        {creating && <PayoutForm onClose={() => setCreating(false)} />}
        <PayoutSearch {...search} />
        {look === 'list' && items.length === 0 && !creating && (
          <p className="eg-empty-line" data-testid="payouts-empty">
            {t(payouts ? 'payouts.empty' : 'payouts.unknown')}
          </p>
        )}
        <ul>
          {items.map((payout) => (
            <PayoutRow
              key={payout.payout_id}
              payout={payout}
              nowMs={nowMs}
              withId={look === 'found'}
              acting={acting?.id === payout.payout_id ? acting.act : null}
              onAct={(act) => setActing(act && { id: payout.payout_id, act })}
            />
          ))}
        </ul>
        {look === 'list' && payouts && payouts.waiting > items.length && (
          <p className="eg-empty-line">{t('payouts.more', { count: payouts.waiting - items.length })}</p>
        )}
      </div>
    </section>
  )
}
