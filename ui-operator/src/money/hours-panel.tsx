import { lazy, Suspense } from 'react'
import { useWords } from '../session/use-session'
import { formatShortTime } from '../words/format'
import { useMoneyFormat } from './format-money'

const HourChart = lazy(async () => ({ default: (await import('./hour-chart')).HourChart }))

interface HoursPanelProps {
  title: string
  hours: readonly { at: number; first: number; second: number }[]
  names: readonly [first: string, second: string]
  /** What stands there while nothing happened. */
  empty: string
  testId: string
}

/** Money by the hour: the bars, their legend, and the same as a table for who cannot see bars. */
export function HoursPanel({ title, hours, names, empty, testId }: HoursPanelProps) {
  const { lang } = useWords()
  const money = useMoneyFormat()
  return (
    <section className="eg-hours" data-testid={testId} aria-label={title}>
      <header>
        <h2>{title}</h2>
        <span className="eg-hours-key" data-series="first">
          {names[0]}
        </span>
        <span className="eg-hours-key" data-series="second">
          {names[1]}
        </span>
      </header>
      {hours.length === 0 ? (
        <p className="eg-dim">{empty}</p>
      ) : (
        <>
          <Suspense fallback={<div className="eg-hour-chart" aria-busy />}>
            <HourChart label={title} hours={hours} names={names} />
          </Suspense>
          <table className="sr-only">
            <caption>{title}</caption>
            <tbody>
              {hours.map(({ at, first, second }) => (
                <tr key={at}>
                  <th scope="row">{formatShortTime(at, lang)}</th>
                  <td>{`${names[0]} ${money(first)}`}</td>
                  <td>{`${names[1]} ${money(second)}`}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </>
      )}
    </section>
  )
}
