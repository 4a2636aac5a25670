import { type ComponentType, lazy, Suspense } from 'react'
import { useMoneyFormat } from '../money/format-money'
import { useWords } from '../session/use-session'
import { formatShortTime } from '../words/format'
import { ReportTable } from './report-table'
import type { SpanChartProps } from './span-chart'

/** A large library, and the table says the same: it is read when a report is looked at, and left out where it cannot be. */
const SpanChart = lazy<ComponentType<SpanChartProps>>(async () => {
  try {
    return { default: (await import('./span-chart')).SpanChart }
  } catch (error) {
    console.warn('span-chart', error)
    return { default: NoChart }
  }
})
const NoChart = () => null

interface SpanPartProps<Span extends { from: number }> {
  title: string
  spans: readonly Span[]
  /** A column each of the table; those with `as` are drawn too. */
  columns: readonly { key: Exclude<keyof Span & string, 'from'>; name: string; as?: 'bar' | 'line' }[]
  /** The last line of the table. */
  total: Span
  testId: string
}

/** Money by stretches of time: a drawing for the eye, and the same figures and more as a table. */
export function SpanPart<Span extends { from: number }>({ title, spans, columns, total, testId }: SpanPartProps<Span>) {
  const { t, lang } = useWords()
  const format = useMoneyFormat()
  const cells = (span: Span) => columns.map(({ key }) => format(Number(span[key])))
  return (
    <section data-testid={testId}>
      <h2>{title}</h2>
      {/* The table below says the same: the drawing is for the eye alone. */}
      <div className="eg-chart" aria-hidden>
        <Suspense fallback={null}>
          <SpanChart spans={spans} series={columns.flatMap(({ as, ...column }) => (as ? [{ ...column, as }] : []))} />
        </Suspense>
      </div>
      <ReportTable
        heads={[t('report.hour'), ...columns.map(({ name }) => name)]}
        rows={spans.map((span) => [formatShortTime(span.from, lang), ...cells(span)])}
        foot={[t('report.together'), ...cells(total)]}
      />
    </section>
  )
}
