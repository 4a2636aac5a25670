import { memo } from 'react'
import { CreditCard, TriangleAlert, Unplug } from 'lucide-react'
import type { OpFloor } from '@eg/shared'
import { playerName } from '../money/card-words'
import { useMoneyFormat } from '../money/format-money'
import { useSession, useWords } from '../session/use-session'
import { formatShortTime } from '../words/format'
import { hindrance, type FloorSlot } from './floor-slots'
import { Reels } from './reels'

interface SlotTileProps {
  slot: FloorSlot
  /** Its number among those that are shown, from 1, and how many those are; where not all are drawn. */
  place?: number
  of?: number
}

/**
 * One slot by day: who plays, with how much, what the last round did, what the slot has taken; among very many (`of`) without the
 * last round. Drawn again only when something that it shows has changed: on a floor of 200 some slot changes all the time,
 * and of a device it shows only what keeps people from playing there.
 */
export const SlotTile = memo(
  Tile,
  ({ slot: a, ...inA }, { slot: b, ...inB }) =>
    a.deviceId === b.deviceId &&
    a.floor === b.floor &&
    a.offline === b.offline &&
    inA.place === inB.place &&
    inA.of === inB.of &&
    (a === b || hindrance(a) === hindrance(b)),
)

function Tile({ slot, place, of }: SlotTileProps) {
  const { t, lang } = useWords()
  const money = useMoneyFormat()
  const { deviceId, label, offline, floor } = slot
  const trouble = hindrance(slot)
  const wrong = trouble && t(`trouble.${trouble}`)
  return (
    <li
      className="eg-slot"
      data-testid={`floor-${deviceId}`}
      data-state={offline ? 'offline' : floor?.player ? 'played' : 'free'}
      title={deviceId}
      aria-posinset={place}
      aria-setsize={of}
    >
      <header>
        <span className="eg-slot-name" data-long={label.length > 4 || undefined}>
          {label}
        </span>
        {floor?.player ? <Player player={floor.player} /> : <span className="eg-dim">{t('floor.nobody')}</span>}
        {floor?.player && <b className="eg-slot-balance">{money(floor.player.balance_cents)}</b>}
      </header>
      {of === undefined && <LastRound last={floor?.last ?? null} />}
      <footer>
        {offline ? (
          <span className="eg-stated" data-tone="problem">
            <Unplug size={16} aria-hidden />
            {t('tile.offline')}
          </span>
        ) : wrong ? (
          <span className="eg-stated eg-slot-wrong" data-tone="attention" title={wrong}>
            <TriangleAlert size={16} aria-hidden />
            <span>{wrong}</span>
          </span>
        ) : (
          <span className="eg-dim">
            {t('floor.rounds', { count: floor?.rounds ?? 0 })}
            {floor?.last && of === undefined && (
              <>
                {' · '}
                <time dateTime={new Date(floor.last.at).toISOString()}>{formatShortTime(floor.last.at, lang)}</time>
              </>
            )}
          </span>
        )}
        <span className="eg-slot-take">
          <span className={of === undefined ? 'eg-dim' : 'sr-only'}>{t('floor.take')}</span>{' '}
          <b>{money(floor?.take_cents ?? 0, 'signed')}</b>
        </span>
      </footer>
    </li>
  )
}

/** The player's name opens the player. */
function Player({ player }: { player: NonNullable<OpFloor['player']> }) {
  const { view } = useSession()
  const { t } = useWords()
  const name = playerName(player)
  return (
    <button
      type="button"
      className="eg-slot-player"
      title={player.tag_uid}
      aria-label={t('floor.open_player', { name })}
      onClick={() => view.setState({ tab: 'players', playerTag: player.tag_uid })}
    >
      {player.name === null && <CreditCard size={16} aria-hidden />}
      <span>{name}</span>
    </button>
  )
}

function LastRound({ last }: { last: OpFloor['last'] }) {
  const { t } = useWords()
  const money = useMoneyFormat()
  if (!last) return <p className="eg-slot-last eg-dim">{t('floor.no_round')}</p>
  const won = last.win_cents !== null && last.win_cents > 0
  return (
    <p className="eg-slot-last" data-won={won || undefined}>
      {last.reels && <Reels reels={last.reels} />}
      <span className="eg-slot-sum">
        {money(last.stake_cents)} <span aria-hidden>→</span>
        <span className="sr-only">{t('floor.wins')}</span>{' '}
        <b>{last.win_cents === null ? t('floor.bet_open') : money(last.win_cents)}</b>
      </span>
    </p>
  )
}
