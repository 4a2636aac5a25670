import type { CardDetails } from '@eg/shared'
import { CardStatusChip } from '../money/card-status'
import { shortTag } from '../money/card-words'
import { useMoneyFormat, type FormatMoney } from '../money/format-money'
import { useLive, useSession, useWords } from '../session/use-session'
import { formatMoment } from '../words/format'
import type { Words } from '../words/words'

/** Who it is, how much, and whether the card works. */
export function PlayerHead({ card }: { card: CardDetails }) {
  const { view } = useSession()
  const { t, lang } = useWords()
  const money = useMoneyFormat()
  const limit = useLive((s) => s.odds?.stake_limit_cents ?? null)
  const { replaces, replaced_by: replacedBy } = card
  const other = (tag: string, text: string) => (
    <button type="button" className="eg-inline-link" onClick={() => view.setState({ playerTag: tag })}>
      {text}
    </button>
  )
  return (
    <header className="eg-player-head" data-status={card.status} data-testid="player-head">
      <div>
        <h2>{card.name ?? t('card.no_name')}</h2>
        <p className="eg-player-facts">
          <span className="eg-card-tag">{card.tag_uid}</span>
          <CardStatusChip card={card} />
          {card.status === 'frozen' && card.status_reason && <span>{card.status_reason}</span>}
        </p>
        <p className="eg-player-facts">
          <span>{t('card.issued', { when: formatMoment(card.issued_at, lang) })}</span>
          <span>
            {card.last_used_at === null
              ? t('card.unused')
              : t('card.used', { when: formatMoment(card.last_used_at, lang) })}
          </span>
          {replaces && other(replaces, t('card.replaces', { card: shortTag(replaces) }))}
          {replacedBy && other(replacedBy, t('card.lost_to', { card: shortTag(replacedBy) }))}
        </p>
        {hourFacts(card, limit, t, money).map((fact) => (
          <p key={fact} className="eg-player-facts">
            {fact}
          </p>
        ))}
      </div>
      <b className="eg-player-balance" data-testid="player-balance">
        {money(card.balance_cents)}
      </b>
    </header>
  )
}

function hourFacts(card: CardDetails, limit: number | null, t: Words, money: FormatMoney): string[] {
  const staked = money(card.staked_this_hour_cents ?? 0)
  const hour =
    limit === null ? t('card.hour', { amount: staked }) : t('card.hour_limit', { amount: staked, limit: money(limit) })
  const open = (card.open_bets ?? []).map((bet) =>
    t('card.open_bet', { device: bet.device_id, amount: money(bet.stake_cents) }),
  )
  return [...(card.staked_this_hour_cents > 0 ? [hour] : []), ...open]
}
