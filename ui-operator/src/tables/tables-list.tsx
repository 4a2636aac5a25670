import { CircleCheck, MonitorOff, TriangleAlert, Unplug, type LucideIcon } from 'lucide-react'
import { shortTag } from '../money/card-words'
import { useMoneyFormat, type FormatMoney } from '../money/format-money'
import { PayoutAge } from '../floor/payout-row'
import { useSession, useWords } from '../session/use-session'
import { formatShortTime } from '../words/format'
import type { Sum, TableRow, TableState } from './table-rows'

const STATES: Record<TableState, { Icon: LucideIcon; tone: 'ok' | 'dim' | 'problem' }> = {
  here: { Icon: CircleCheck, tone: 'ok' },
  away: { Icon: Unplug, tone: 'dim' },
  silent: { Icon: TriangleAlert, tone: 'problem' },
  page: { Icon: MonitorOff, tone: 'dim' },
}

interface TablesListProps {
  rows: readonly TableRow[]
  nowMs: number
  /** The table whose payouts are shown beside; undefined: those of all. */
  chosen: string | null | undefined
  onChoose: (tableId: string | null) => void
}

/** One line a table. */
export function TablesList({ rows, nowMs, chosen, onChoose }: TablesListProps) {
  const { t } = useWords()
  return (
    <table className="eg-table eg-tables-list">
      <caption className="sr-only">{t('tab.tables')}</caption>
      <thead>
        <tr>
          <th scope="col">{t('tables.table')}</th>
          <th scope="col">{t('tables.waiting')}</th>
          <th scope="col" className="eg-number">
            {t('tables.claimed')}
          </th>
          <th scope="col" className="eg-number">
            {t('tables.gone')}
          </th>
          <th scope="col">{t('tables.last')}</th>
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          <Row
            key={row.tableId ?? ''}
            row={row}
            nowMs={nowMs}
            current={chosen === row.tableId}
            onChoose={() => onChoose(row.tableId)}
          />
        ))}
      </tbody>
    </table>
  )
}

interface RowProps {
  row: TableRow
  nowMs: number
  current: boolean
  onChoose: () => void
}

function Row({ row, nowMs, current, onChoose }: RowProps) {
  const { t, lang } = useWords()
  const money = useMoneyFormat()
  const { tableId, state, waiting } = row
  const { Icon, tone } = STATES[state]
  const since = row.lastSeen === null ? null : formatShortTime(row.lastSeen, lang)
  const gone = { count: row.voided.count + row.expired.count, cents: row.voided.cents + row.expired.cents }
  return (
    <tr
      data-testid={`table-${tableId ?? 'none'}`}
      data-state={state}
      data-health={state === 'silent' ? 'problem' : undefined}
      aria-selected={current}
    >
      <th scope="row">
        <button type="button" className="eg-table-name" aria-pressed={current} onClick={onChoose}>
          <b>{tableId ?? t('tables.no_table')}</b>
          {tableId !== null && (
            <span className="eg-stated" data-tone={tone}>
              <Icon size={16} aria-hidden />
              {since !== null && state !== 'here' ? t(`tables.${state}_since`, { time: since }) : t(`tables.${state}`)}
            </span>
          )}
        </button>
      </th>
      <td>
        {waiting.oldestAt === null ? (
          <span className="eg-dim">–</span>
        ) : (
          <span className="eg-table-waiting">
            <b>{money(waiting.cents)}</b>
            <small>
              {t('tables.count', { count: waiting.count })} ·{' '}
              <PayoutAge payout={{ created_at: waiting.oldestAt }} nowMs={nowMs} />
            </small>
          </span>
        )}
      </td>
      <SumCell sum={row.claimed} money={money} />
      <SumCell sum={gone} money={money} note={goneNote(row, t)} />
      <td>{row.last === null ? <span className="eg-dim">–</span> : <Last row={row} money={money} />}</td>
    </tr>
  )
}

function SumCell({ sum, money, note }: { sum: Sum; money: FormatMoney; note?: string }) {
  const { t } = useWords()
  if (sum.count === 0) return <td className="eg-number eg-dim">–</td>
  return (
    <td className="eg-number">
      <b>{money(sum.cents)}</b>
      <small>{note ?? t('tables.count', { count: sum.count })}</small>
    </td>
  )
}

/** The last payout: when, from which game, and with whom it ended: the card is a way to its player. */
function Last({ row, money }: { row: TableRow; money: FormatMoney }) {
  const { view } = useSession()
  const { t, lang } = useWords()
  if (row.last === null) return null
  const { source, amount_cents: cents, created_at: at } = row.last
  const tag = 'tag_uid' in row.last ? row.last.tag_uid : null
  return (
    <span className="eg-table-last">
      <span>
        {source} <b>{money(cents)}</b>
      </span>
      <small>
        {formatShortTime(at, lang)}
        {tag !== null && (
          <>
            {' · '}
            <button
              type="button"
              className="eg-inline-link"
              onClick={() => view.setState({ tab: 'players', playerTag: tag })}
            >
              {t('tables.paid_to', { card: shortTag(tag) })}
            </button>
          </>
        )}
      </small>
    </span>
  )
}

function goneNote({ voided, expired }: TableRow, t: ReturnType<typeof useWords>['t']): string {
  return [
    voided.count > 0 ? t('tables.voided_n', { count: voided.count }) : null,
    expired.count > 0 ? t('tables.expired_n', { count: expired.count }) : null,
  ]
    .filter((each) => each !== null)
    .join(' · ')
}
