import { Bar, BarChart, CartesianGrid, Tooltip, XAxis, YAxis, ResponsiveContainer } from 'recharts'
import { useWords } from '../session/use-session'
import { formatShortTime } from '../words/format'
import { useMoneyFormat } from './format-money'

interface HourChartProps {
  /** What the chart shows, in a sentence: its name to a screen reader. */
  label: string
  /** Hour by hour, oldest first: when it began (ms) and two sums in cents. */
  hours: readonly { at: number; first: number; second: number }[]
  /** What the two sums are. */
  names: readonly [first: string, second: string]
}

const HEIGHT = 168

/** Two sums side by side for each hour. Lazily read: the chart library is larger than any screen. */
export function HourChart({ label, hours, names }: HourChartProps) {
  const { lang } = useWords()
  const money = useMoneyFormat()
  const rows = hours.map(({ at, first, second }) => ({ hour: formatShortTime(at, lang), first, second }))
  const axis = { stroke: 'var(--eg-text-dim)', tick: { fill: 'var(--eg-text-dim)', fontSize: 12 }, tickLine: false }
  return (
    <div className="eg-hour-chart" role="img" aria-label={label}>
      <ResponsiveContainer width="100%" height={HEIGHT} initialDimension={{ width: 560, height: HEIGHT }}>
        <BarChart data={rows} margin={{ top: 4, right: 0, bottom: 0, left: 0 }} barGap={2} accessibilityLayer={false}>
          <CartesianGrid vertical={false} stroke="var(--eg-hairline)" />
          <XAxis dataKey="hour" axisLine={false} {...axis} />
          <YAxis axisLine={false} width={72} tickFormatter={(cents: number) => money(cents)} {...axis} />
          <Tooltip
            cursor={{ fill: 'var(--eg-surface-2)' }}
            formatter={(cents) => money(Number(cents))}
            separator={lang === 'fr' ? '\u00a0: ' : ': '}
            itemSorter={() => 0}
            contentStyle={{ background: 'var(--eg-surface-3)', border: 0, borderRadius: 8 }}
            labelStyle={{ color: 'var(--eg-text-dim)' }}
            itemStyle={{ color: 'var(--eg-text)' }}
          />
          <Bar dataKey="first" name={names[0]} fill="var(--eg-waiting)" maxBarSize={28} isAnimationActive={false} />
          <Bar dataKey="second" name={names[1]} fill="var(--eg-ok)" maxBarSize={28} isAnimationActive={false} />
        </BarChart>
      </ResponsiveContainer>
    </div>
  )
}
