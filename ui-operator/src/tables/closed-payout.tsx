import { Ban, CircleCheck, ClockAlert } from 'lucide-react'
import { shortTag } from '../money/card-words'
import { useMoneyFormat } from '../money/format-money'
import { isReadable } from '../money/payout-number'
import type { PayoutRow } from '../money/read-payouts'
import { useSession, useWords } from '../session/use-session'
import { formatShortTime } from '../words/format'

const LOOKS = {
  claimed: { Icon: CircleCheck, tone: 'ok' },
  voided: { Icon: Ban, tone: 'dim' },
  expired: { Icon: ClockAlert, tone: 'attention' },
} as const

/** A payout that waits no more: what became of it, when, and for a paid one the card it went to. */
export function ClosedPayout({ payout }: { payout: PayoutRow }) {
  const { view } = useSession()
  const { t, lang } = useWords()
  const money = useMoneyFormat()
  const { payout_id: id, source, table_id: table, status, closed_at: at, tag_uid: tag } = payout
  if (status === 'ready') return null
  const { Icon, tone } = LOOKS[status]
  const became = `${t(`tables.status_${status}`)}${at === null ? '' : ` ${formatShortTime(at, lang)}`}`
  return (
    <li className="eg-payout" data-testid={`closed-${id}`} data-status={status} title={id}>
      <div className="eg-payout-line">
        <span className="eg-payout-from">
          {source}
          <small>{[table, isReadable(id) ? id : null].filter(Boolean).join(' · ')}</small>
        </span>
        <span className="eg-closed-how">
          <span className="eg-stated" data-tone={tone}>
            <Icon size={16} aria-hidden />
            {became}
          </span>
          {tag !== null && (
            <button
              type="button"
              className="eg-inline-link"
              onClick={() => view.setState({ tab: 'players', playerTag: tag })}
            >
              {t('tables.paid_to', { card: shortTag(tag) })}
            </button>
          )}
        </span>
        <b className="eg-payout-amount">{money(payout.amount_cents)}</b>
      </div>
    </li>
  )
}
