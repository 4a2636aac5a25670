import { X } from 'lucide-react'
import { DeskButton } from '../look/desk-button'
import { CardStatusChip } from '../money/card-status'
import { shortTag } from '../money/card-words'
import { useMoneyFormat } from '../money/format-money'
import type { CardDetails } from '@eg/shared'
import { useSession, useWords } from '../session/use-session'
import { useKeys } from '../view/use-keys'

/** Who stands at the desk and with how much, to be read by both sides of it. */
export function CardHead({ card, onDone }: { card: CardDetails; onDone: () => void }) {
  const { view } = useSession()
  const { t } = useWords()
  const money = useMoneyFormat()
  useKeys({ escape: onDone })
  return (
    <div className="eg-card-head" data-status={card.status} data-testid="desk-card-head">
      <div className="eg-card-who">
        <button
          type="button"
          className="eg-card-name"
          aria-label={t('floor.open_player', { name: card.name ?? shortTag(card.tag_uid) })}
          onClick={() => view.setState({ tab: 'players', playerTag: card.tag_uid })}
        >
          {card.name ?? t('card.no_name')}
        </button>
        <span className="eg-card-tag" title={card.tag_uid}>
          {shortTag(card.tag_uid)}
        </span>
        <CardStatusChip card={card} />
        <span className="eg-grow" />
        <DeskButton tone="quiet" Icon={X} keyCap="Esc" testId="desk-done" onPress={onDone}>
          {t('desk.done')}
        </DeskButton>
      </div>
      <b className="eg-card-balance" data-testid="desk-balance">
        {money(card.balance_cents)}
      </b>
      {card.status === 'frozen' && (
        <p className="eg-card-why">
          {card.status_reason ? t('card.frozen_why', { why: card.status_reason }) : t('card.frozen_text')}
        </p>
      )}
      {card.status === 'lost' && (
        <p className="eg-card-why">
          {card.replaced_by ? t('card.lost_to', { card: shortTag(card.replaced_by) }) : t('card.lost_text')}
        </p>
      )}
    </div>
  )
}
