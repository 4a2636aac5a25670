import { Bar, BarChart, CartesianGrid, ResponsiveContainer, Tooltip, XAxis, YAxis } from 'recharts'
import { useMoneyFormat } from '../money/format-money'
import { useWords } from '../session/use-session'
import { formatShortTime } from '../words/format'
import type { LedgerSpan } from './ledger-spans'

const SERIES = [
  { key: 'staked', colour: 'var(--eg-option-1)' },
  { key: 'won', colour: 'var(--eg-option-2)' },
] as const

/** Stakes and wins as bars beside each other, a pair for each stretch of time. */
export function LedgerChart({ spans }: { spans: LedgerSpan[] }) {
  const { t, lang } = useWords()
  const format = useMoneyFormat()
  return (
    <>
      <ResponsiveContainer width="100%" height={180}>
        <BarChart data={spans} accessibilityLayer={false} barGap={2} margin={{ top: 8, right: 8, bottom: 0, left: 0 }}>
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
          />
          {SERIES.map(({ key, colour }) => (
            <Bar
              key={key}
              dataKey={key}
              name={t(`report.${key}`)}
              fill={colour}
              maxBarSize={48}
              isAnimationActive={false}
            />
          ))}
        </BarChart>
      </ResponsiveContainer>
      <p className="eg-legend">
        {SERIES.map(({ key, colour }) => (
          <span key={key}>
            <i style={{ background: colour }} />
            {t(`report.${key}`)}
          </span>
        ))}
      </p>
    </>
  )
}
