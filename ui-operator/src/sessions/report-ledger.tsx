import { type ComponentType, lazy, Suspense, useMemo } from 'react'
import { useMoneyFormat } from '../money/format-money'
import { useWords } from '../session/use-session'
import { formatShortTime } from '../words/format'
import { type LedgerSpan, ledgerSpans, spanMs, sumSpans } from './ledger-spans'
import type { SessionReport } from './session-reads'

/** A large library, and the table says the same: it is read when a report is looked at, and left out where it cannot be. */
const LedgerChart = lazy<ComponentType<{ spans: LedgerSpan[] }>>(async () => {
  try {
    return { default: (await import('./ledger-chart')).LedgerChart }
  } catch (error) {
    console.warn('ledger-chart', error)
    return { default: NoChart }
  }
})
const NoChart = () => null

const COLUMNS = [
  ['staked', 'report.staked'],
  ['won', 'report.won'],
  ['kept', 'report.kept'],
  ['cashIn', 'report.cash_in'],
  ['cashOut', 'report.cash_out'],
] as const

/** What was staked and won over the evening: bars for the eye, and the same figures as a table. */
export function ReportLedger({ report }: { report: SessionReport }) {
  const { t, lang } = useWords()
  const format = useMoneyFormat()
  const width = spanMs(report.timings.duration_ms)
  const spans = useMemo(() => ledgerSpans(report.transfers, width), [report, width])
  if (spans.length === 0) return null
  const together = sumSpans(spans)
  const row = (span: LedgerSpan) =>
    COLUMNS.map(([key]) => (
      <td key={key} className="eg-number">
        {format(span[key])}
      </td>
    ))
  return (
    <section data-testid="report-ledger">
      <h2>{t(width < 3_600_000 ? 'report.part_quarters' : 'report.part_hours')}</h2>
      {/* The table below says the same: the drawing is for the eye alone. */}
      <div className="eg-chart" aria-hidden>
        <Suspense fallback={null}>
          <LedgerChart spans={spans} />
        </Suspense>
      </div>
      <table className="eg-report-table">
        <thead>
          <tr>
            <th scope="col">{t('report.hour')}</th>
            {COLUMNS.map(([key, word]) => (
              <th key={key} scope="col" className="eg-number">
                {t(word)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {spans.map((span) => (
            <tr key={span.from}>
              <th scope="row">{formatShortTime(span.from, lang)}</th>
              {row(span)}
            </tr>
          ))}
        </tbody>
        <tfoot>
          <tr>
            <th scope="row">{t('report.together')}</th>
            {row(together)}
          </tr>
        </tfoot>
      </table>
    </section>
  )
}
