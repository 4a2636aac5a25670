import { CardStatusChip } from '../money/card-status'
import { shortTag } from '../money/card-words'
import { useMoneyFormat } from '../money/format-money'
import type { CardSummary } from '@eg/shared'
import { useWords } from '../session/use-session'

/** One card in the list: who, which card, how much. */
export function PlayerRow({ card, current, onOpen }: { card: CardSummary; current: boolean; onOpen: () => void }) {
  const { t } = useWords()
  const money = useMoneyFormat()
  return (
    <li>
      <button
        type="button"
        className="eg-player-row"
        data-testid={`player-${card.tag_uid}`}
        data-status={card.status}
        aria-current={current || undefined}
        title={card.tag_uid}
        onClick={onOpen}
      >
        <span className="eg-player-row-who">
          <span>{card.name ?? t('card.no_name')}</span>
          <small>{shortTag(card.tag_uid)}</small>
        </span>
        {card.status !== 'active' && <CardStatusChip card={card} />}
        <b>{money(card.balance_cents)}</b>
      </button>
    </li>
  )
}
