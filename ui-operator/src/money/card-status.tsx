import { CircleCheck, CircleSlash, Snowflake } from 'lucide-react'
import { useWords } from '../session/use-session'
import type { CardSummary } from '@eg/shared'

const LOOKS = {
  active: { Icon: CircleCheck, tone: 'ok' },
  frozen: { Icon: Snowflake, tone: 'attention' },
  lost: { Icon: CircleSlash, tone: 'problem' },
} as const

/** What a card is, by colour, icon and word. */
export function CardStatusChip({ card }: { card: Pick<CardSummary, 'status'> }) {
  const { t } = useWords()
  const status: CardSummary['status'] = card.status in LOOKS ? card.status : 'active'
  const { Icon, tone } = LOOKS[status]
  return (
    <span className="eg-stated eg-card-status" data-tone={tone} data-testid="card-status" data-status={status}>
      <Icon size={16} aria-hidden />
      {t(`card.${status}`)}
    </span>
  )
}
