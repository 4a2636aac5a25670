import { CircleSlash, Snowflake, UserRound } from 'lucide-react'
import { DeskButton } from '../look/desk-button'
import type { CardDetails } from '@eg/shared'
import { useSession, useWords } from '../session/use-session'

/** Where cash would go in and out, for a card on which nothing may move: why, and where that can be changed. */
export function CashClosed({ card }: { card: CardDetails }) {
  const { view } = useSession()
  const { t } = useWords()
  const lost = card.status === 'lost'
  const Icon = lost ? CircleSlash : Snowflake
  return (
    <section
      className="eg-cash eg-cash-closed"
      aria-label={t('cashform.title')}
      data-testid="cash-closed"
      data-status={card.status}
    >
      <Icon size={56} strokeWidth={1.25} aria-hidden />
      <p>{t(lost ? 'cashform.closed_lost' : 'cashform.closed_frozen')}</p>
      <DeskButton
        Icon={UserRound}
        testId="cash-open-player"
        onPress={() => view.setState({ tab: 'players', playerTag: card.replaced_by ?? card.tag_uid })}
      >
        {t('cashform.open_player')}
      </DeskButton>
    </section>
  )
}
