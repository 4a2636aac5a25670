import { Ban, CircleCheck, ClockAlert, HandCoins, type LucideIcon } from 'lucide-react'
import { useMoneyFormat } from '../money/format-money'
import { useWords } from '../session/use-session'
import { sumOf, type TableRow } from './table-rows'

const ICONS = { waiting: HandCoins, claimed: CircleCheck, voided: Ban, expired: ClockAlert } as const
const WHAT = ['waiting', 'claimed', 'voided', 'expired'] as const

/** All tables together: what waits now, and what became of the rest within the hours that are looked at. */
export function TablesTotals({ rows, known }: { rows: readonly TableRow[]; known: boolean }) {
  const { t } = useWords()
  const money = useMoneyFormat()
  return (
    <dl className="eg-totals" data-four>
      {WHAT.map((what) => {
        const { count, cents } = sumOf(rows, what)
        const Icon: LucideIcon = ICONS[what]
        return (
          <div key={what} data-testid={`tables-total-${what}`}>
            <dt>
              <Icon size={16} aria-hidden />
              {t(`tables.total_${what}`, { count })}
            </dt>
            <dd>{known || what === 'waiting' ? money(cents) : '–'}</dd>
          </div>
        )
      })}
    </dl>
  )
}
