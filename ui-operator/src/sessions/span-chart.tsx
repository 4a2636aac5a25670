import { Bar, CartesianGrid, ComposedChart, Line, ResponsiveContainer, Tooltip, XAxis, YAxis } from 'recharts'
import { useMoneyFormat } from '../money/format-money'
import { useWords } from '../session/use-session'
import { formatShortTime } from '../words/format'

/** What is drawn of each stretch of time: what moved as a bar, what lay there at its end as a line. */
export interface SpanSeries {
  key: string
  name: string
  as: 'bar' | 'line'
}

export interface SpanChartProps {
  /** A stretch of time each: when it began (`from`, ms), and sums in cents by the series' keys. */
  spans: readonly object[]
  series: readonly SpanSeries[]
}

const COLOURS = ['var(--eg-option-1)', 'var(--eg-option-2)', 'var(--eg-option-3)'] as const

/** Sums of money by stretches of time, beside each other. */
export function SpanChart({ spans, series }: SpanChartProps) {
  const { lang } = useWords()
  const format = useMoneyFormat()
  const coloured = series.map((each, index) => ({ ...each, colour: COLOURS[index % COLOURS.length] ?? COLOURS[0] }))
  return (
    <>
      <ResponsiveContainer width="100%" height={180}>
        <ComposedChart
          data={[...spans]}
          accessibilityLayer={false}
          barGap={2}
          margin={{ top: 8, right: 8, bottom: 0, left: 0 }}
        >
          <CartesianGrid vertical={false} stroke="var(--eg-hairline)" />
          <XAxis
            dataKey="from"
            tickFormatter={(from: number) => formatShortTime(from, lang)}
            stroke="var(--eg-text-dim)"
            tickLine={false}
            fontSize={13}
          />
          <YAxis
            tickFormatter={(cents: number) => format(cents)}
            stroke="var(--eg-text-dim)"
            tickLine={false}
            axisLine={false}
            width={96}
            fontSize={13}
          />
          <Tooltip
            cursor={{ fill: 'var(--eg-surface-2)' }}
            contentStyle={{ background: 'var(--eg-surface-3)', border: 'none', borderRadius: 8 }}
            itemStyle={{ color: 'var(--eg-text)' }}
            labelFormatter={(from) => formatShortTime(Number(from), lang)}
            formatter={(cents) => format(Number(cents))}
            separator={lang === 'fr' ? '\u00a0: ' : ': '}
            itemSorter={() => 0}
          />
          {coloured.map(({ key, name, as, colour }) =>
            as === 'bar' ? (
              <Bar key={key} dataKey={key} name={name} fill={colour} maxBarSize={48} isAnimationActive={false} />
            ) : (
              <Line
                key={key}
                dataKey={key}
                name={name}
                stroke={colour}
                strokeWidth={2}
                dot={{ r: 3, fill: colour }}
                isAnimationActive={false}
              />
            ),
          )}
        </ComposedChart>
      </ResponsiveContainer>
      <p className="eg-legend">
        {coloured.map(({ key, name, as, colour }) => (
          <span key={key}>
            <i data-as={as} style={{ background: colour }} />
            {name}
          </span>
        ))}
      </p>
    </>
  )
}
