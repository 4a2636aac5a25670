import { HandCoins, TrendingUp, Wallet, type LucideIcon } from 'lucide-react'
import { useMoneyFormat } from '../money/format-money'
import { useLive, useWords } from '../session/use-session'
import { takeOf } from './floor-slots'

/** The three sums of the evening. A dash where the core has not told it. */
export function FloorTotals() {
  const { t } = useWords()
  const money = useMoneyFormat()
  const floor = useLive((s) => s.floor)
  const books = useLive((s) => s.books)
  const payouts = useLive((s) => s.payouts)
  return (
    <dl className="eg-totals">
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

function Total({ Icon, label, value, testId }: { Icon: LucideIcon; label: string; value: string; testId: string }) {
  return (
    <div data-testid={testId}>
      <dt>
        <Icon size={16} aria-hidden />
        {label}
      </dt>
      <dd>{value}</dd>
    </div>
  )
}
