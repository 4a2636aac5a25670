import { memo } from 'react'
import { HandCoins, MonitorSmartphone, TrendingUp, Wallet, type LucideIcon } from 'lucide-react'
import { useMoneyFormat } from '../money/format-money'
import { useLive, useWords } from '../session/use-session'
import { playedLately, takeOf, type FloorSlot } from './floor-slots'

interface FloorTotalsProps {
  slots: readonly FloorSlot[]
  /** The core's time (ms). */
  nowMs: number
}

/** Who is there, and the three sums of the evening. A dash where the core has not told it. */
export function FloorTotals({ slots, nowMs }: FloorTotalsProps) {
  const { t } = useWords()
  const money = useMoneyFormat()
  const floor = useLive((s) => s.floor)
  const books = useLive((s) => s.books)
  const payouts = useLive((s) => s.payouts)
  return (
    <dl className="eg-totals" data-four>
      <Total
        Icon={MonitorSmartphone}
        label={t('tables.floor_online', { count: slots.filter((slot) => playedLately(slot, nowMs)).length })}
        value={`${slots.filter(({ offline }) => !offline).length}/${slots.length}`}
        testId="total-slots"
      />
      <Total
        Icon={TrendingUp}
        label={t('floor.total_take')}
        value={money(takeOf(floor), 'signed')}
        testId="total-take"
      />
      <Total
        Icon={Wallet}
        label={t('floor.total_players')}
        value={books ? money(books.players_cents) : '–'}
        testId="total-players"
      />
      <Total
        Icon={HandCoins}
        label={t('floor.total_payouts', { count: payouts?.waiting ?? 0 })}
        value={payouts ? money(payouts.waiting_cents) : '–'}
        testId="total-payouts"
      />
    </dl>
  )
}

interface TotalProps {
  Icon: LucideIcon
  label: string
  value: string
  testId: string
}

const Total = memo(function Total({ Icon, label, value, testId }: TotalProps) {
  return (
    <div data-testid={testId}>
      <dt>
        <Icon size={16} aria-hidden />
        {label}
      </dt>
      <dd>{value}</dd>
    </div>
  )
})
