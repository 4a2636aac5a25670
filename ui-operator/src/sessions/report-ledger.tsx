import { useMemo } from 'react'
import type { SessionReport } from '@eg/shared'
import { useWords } from '../session/use-session'
import { desksOf, drawerSpans, sumDrawer } from './drawer-spans'
import { ledgerSpans, spanMs, sumSpans } from './ledger-spans'
import { SpanPart } from './span-part'

const HOUR_MS = 3_600_000

/** What was staked and won over the evening, and what went over each desk, by the hour. */
export function ReportLedger({ report }: { report: SessionReport }) {
  const { t } = useWords()
  const width = spanMs(report.timings.duration_ms)
  const spans = useMemo(() => ledgerSpans(report.transfers, width), [report, width])
  const desks = useMemo(() => desksOf(report.transfers), [report])
  return (
    <>
      {spans.length > 0 && (
        <SpanPart
          title={t(width < HOUR_MS ? 'report.part_quarters' : 'report.part_hours')}
          spans={spans}
          columns={[
            { key: 'staked', name: t('report.staked'), as: 'bar' },
            { key: 'won', name: t('report.won'), as: 'bar' },
            { key: 'kept', name: t('report.kept') },
            { key: 'cashIn', name: t('report.cash_in') },
            { key: 'cashOut', name: t('report.cash_out') },
          ]}
          total={sumSpans(spans)}
          testId="report-ledger"
        />
      )}
      {desks.map((desk) => (
        <DeskCash key={desk} desk={desk} report={report} width={width} />
      ))}
    </>
  )
}

/** The cash of one desk: what guests paid in and got back, what came from the safe, and what lay in the drawer. */
function DeskCash({ desk, report, width }: { desk: string; report: SessionReport; width: number }) {
  const { t } = useWords()
  const spans = useMemo(() => drawerSpans(report, desk, width), [report, desk, width])
  return (
    <SpanPart
      title={t(width < HOUR_MS ? 'report.part_desk_quarters' : 'report.part_desk_hours', { desk })}
      spans={spans}
      columns={[
        { key: 'paidIn', name: t('report.paid_in'), as: 'bar' },
        { key: 'paidOut', name: t('report.paid_out'), as: 'bar' },
        { key: 'safe', name: t('report.from_safe') },
        { key: 'held', name: t('report.in_drawer'), as: 'line' },
      ]}
      total={sumDrawer(spans)}
      testId={`report-desk-${desk}`}
    />
  )
}
