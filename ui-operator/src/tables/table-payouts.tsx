import { useState } from 'react'
import { X } from 'lucide-react'
import { PayoutForm, type NewPayout } from '../floor/payout-form'
import { PayoutRow, type PayoutAct } from '../floor/payout-row'
import { Segmented } from '../look/segmented'
import { PayoutSearch } from '../money/payout-search'
import type { PayoutRow as PayoutHeld } from '../money/read-payouts'
import { usePayoutSearch } from '../money/use-payout-search'
import { useLive, useWords } from '../session/use-session'
import { ClosedPayout } from './closed-payout'
import { PayoutSlip, type SlipFacts } from './payout-slip'

interface TablePayoutsProps {
  /** The table whose payouts are listed; null: those of no table; undefined: all. */
  chosen: string | null | undefined
  /** What was read of the last hours. */
  rows: readonly PayoutHeld[]
  nowMs: number
  creating: boolean
  onCreating: (on: boolean) => void
  onAll: () => void
}

/** More closed ones than anybody reads at a table. */
const SHOWN = 100

/** The payouts of one table, or of all: those that wait, with what a dealer may do about them, and those that are over. */
export function TablePayouts({ chosen, rows, nowMs, creating, onCreating, onAll }: TablePayoutsProps) {
  const { t } = useWords()
  const waiting = useLive((s) => s.payouts?.waiting ?? null)
  const listed = useLive((s) => s.payouts?.items.length ?? 0)
  const [which, setWhich] = useState<'waiting' | 'closed'>('waiting')
  const [acting, setActing] = useState<{ id: string; act: PayoutAct } | null>(null)
  const [slip, setSlip] = useState<SlipFacts | null>(null)
  const search = usePayoutSearch()
  const ofTable = (payout: { table_id: string | null }) => chosen === undefined || payout.table_id === chosen
  const items = search.look === 'found' ? search.items : search.items.filter(ofTable)
  const closed = rows.filter((row) => row.status !== 'ready' && ofTable(row)).toReversed()
  const created = (payout: NewPayout) => setSlip({ ...payout, created_at: nowMs, expires_at: null })
  // As the core tells it, as soon as it does: with the end of its validity.
  const told = useLive((s) => s.payouts?.items.find(({ payout_id: id }) => id === slip?.payout_id) ?? null)
  return (
    <section className="eg-panel eg-payouts" aria-label={t('payouts.title')}>
      <header className="eg-side-head">
        <h2>{chosen === undefined ? t('tables.all') : (chosen ?? t('tables.no_table'))}</h2>
        {chosen !== undefined && (
          <button
            type="button"
            className="eg-icon-button"
            data-testid="tables-all"
            aria-label={t('tables.show_all')}
            title={t('tables.show_all')}
            onClick={onAll}
          >
            <X size={18} aria-hidden />
          </button>
        )}
      </header>
      <div className="eg-panel-body">
        {creating && <PayoutForm tableId={chosen ?? null} onClose={() => onCreating(false)} onCreated={created} />}
        <div className="eg-table-which">
          <Segmented
            legend={t('tables.which')}
            legendHidden
            value={which}
            segments={(['waiting', 'closed'] as const).map((value) => ({
              value,
              label: t(`tables.which_${value}`),
              testId: `tables-${value}`,
            }))}
            onChange={setWhich}
          />
        </div>
        {which === 'waiting' ? (
          <>
            <PayoutSearch {...search} />
            {items.length === 0 && search.look === 'list' && !creating && (
              <p className="eg-empty-line" data-testid="payouts-empty">
                {t(waiting === null ? 'payouts.unknown' : 'payouts.empty')}
              </p>
            )}
            <ul>
              {items.map((payout) => (
                <PayoutRow
                  key={payout.payout_id}
                  payout={payout}
                  nowMs={nowMs}
                  withId={search.look === 'found'}
                  acting={acting?.id === payout.payout_id ? acting.act : null}
                  onAct={(act) => setActing(act && { id: payout.payout_id, act })}
                />
              ))}
            </ul>
            {search.look === 'list' && waiting !== null && waiting > listed && (
              <p className="eg-empty-line">{t('payouts.more', { count: waiting - listed })}</p>
            )}
          </>
        ) : (
          <>
            {closed.length === 0 && <p className="eg-empty-line">{t('tables.closed_empty')}</p>}
            <ul>
              {closed.slice(0, SHOWN).map((payout) => (
                <ClosedPayout key={payout.payout_id} payout={payout} />
              ))}
            </ul>
            {closed.length > SHOWN && (
              <p className="eg-empty-line">{t('tables.closed_more', { count: closed.length - SHOWN })}</p>
            )}
          </>
        )}
      </div>
      {slip && <PayoutSlip payout={told ?? slip} onClose={() => setSlip(null)} />}
    </section>
  )
}
