import { useMemo, useState } from 'react'
import { Dices, Plus, RotateCw } from 'lucide-react'
import { GameCard } from '../floor/game-card'
import { useCoreNow } from '../link/use-core-now'
import { DeskButton } from '../look/desk-button'
import { Segmented } from '../look/segmented'
import { useMay } from '../login/may'
import { HoursPanel } from '../money/hours-panel'
import { MAX_PAYOUTS } from '../money/read-payouts'
import { useMoneyReady } from '../money/use-money'
import { useLive, useLiveList, useWords } from '../session/use-session'
import { useActions } from '../view/actions'
import { payoutHours } from './payout-hours'
import { TablePayouts } from './table-payouts'
import { tableRows } from './table-rows'
import { TablesList } from './tables-list'
import { TablesTotals } from './tables-totals'
import { usePayouts } from './use-payouts'

type Hours = '12' | '24' | '168'

/** What dealers promised, table by table: what waits, what was paid, what was taken back, and the game in force. */
export function TablesScreen() {
  const { t } = useWords()
  // Without the slots, which are many and beat all the time: a payout is promised at a table.
  const known = useLiveList((s) => [...s.devices.values()].filter((d) => d.kind !== 'slot'))
  const devices = useMemo(() => new Map(known.map((d) => [d.device_id, d])), [known])
  const payouts = useLive((s) => s.payouts)
  const nowMs = useCoreNow(5000)
  const ready = useMoneyReady()
  const may = useMay()('opPayoutNew')
  const [hours, setHours] = useState<Hours>('12')
  const [chosen, setChosen] = useState<string | null | undefined>(undefined)
  const [creating, setCreating] = useState(false)
  const read = usePayouts(Number(hours))
  const rows = useMemo(() => tableRows(devices, payouts?.items ?? [], read.rows), [devices, payouts, read.rows])
  const byHour = useMemo(
    () => payoutHours(read.rows, nowMs).map(({ at, created, claimed }) => ({ at, first: created, second: claimed })),
    [read.rows, nowMs],
  )
  const create = () => setCreating(true)
  const offered = may && ready && !creating
  useActions(may ? [{ id: 'tables.new', label: t('tables.new'), key: 'N', run: create, disabled: !offered }] : [])
  return (
    <div className="eg-floor" data-testid="tables-screen">
      <main className="eg-page eg-floor-main eg-tables">
        <header className="eg-page-head">
          <h1>{t('tab.tables')}</h1>
          <Segmented
            legend={t('tables.since')}
            legendHidden
            value={hours}
            segments={(['12', '24', '168'] as const).map((value) => ({
              value,
              label: t(`tables.since_${value}`),
              testId: `tables-since-${value}`,
            }))}
            onChange={setHours}
          />
          <span className="eg-grow" />
          {may && (
            <DeskButton Icon={Plus} keyCap="N" testId="tables-new" disabled={!offered} onPress={create}>
              {t('tables.new')}
            </DeskButton>
          )}
        </header>
        <TablesTotals rows={rows} known={read.is !== 'reading'} />
        {read.is === 'failed' && (
          <div className="eg-line-note" role="status" data-testid="tables-failed">
            <span>{t('tables.failed')}</span>
            <button type="button" className="eg-link-button" onClick={read.again}>
              <RotateCw size={16} aria-hidden />
              {t('card.again')}
            </button>
          </div>
        )}
        {read.rows.length >= MAX_PAYOUTS && <p className="eg-line-note">{t('tables.too_many')}</p>}
        {rows.length === 0 ? (
          <div className="eg-empty" data-testid="tables-empty">
            <Dices size={56} strokeWidth={1.25} aria-hidden />
            <h2>{t('tables.empty')}</h2>
            <p>{t('tables.empty_text')}</p>
          </div>
        ) : (
          <div className="eg-tables-scroll">
            <TablesList
              rows={rows}
              nowMs={nowMs}
              chosen={chosen}
              onChoose={(id) => setChosen(chosen === id ? undefined : id)}
            />
            <HoursPanel
              title={t('tables.hours')}
              hours={byHour}
              names={[t('tables.hours_created'), t('tables.hours_claimed')]}
              empty={t('tables.hours_empty')}
              testId="tables-hours"
            />
          </div>
        )}
      </main>
      <aside className="eg-floor-side">
        <TablePayouts
          chosen={chosen}
          rows={read.rows}
          nowMs={nowMs}
          creating={creating}
          onCreating={setCreating}
          onAll={() => setChosen(undefined)}
        />
        <GameCard />
      </aside>
    </div>
  )
}
