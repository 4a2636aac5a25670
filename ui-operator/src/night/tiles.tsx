import { Check, Circle, Ellipsis, Minus, Unplug, UserRoundX, type LucideIcon } from 'lucide-react'
import { useMemo } from 'react'
import type { OperatorRun } from '@eg/shared'
import { useMay } from '../login/may'
import { ExcuseButton } from './excuse-button'
import { useLive, useWords } from '../session/use-session'
import { tilesOf, type TileState } from './tile-state'

const ICONS: Record<TileState | 'missed', LucideIcon> = {
  waiting: Ellipsis,
  voted: Check,
  offline: Unplug,
  ready: Circle,
  missed: Minus,
  excused: UserRoundX,
}

/** One tile a slot: colour, icon and word say the same thing three times. */
export function Tiles({ run }: { run: OperatorRun | null }) {
  const { t } = useWords()
  const mayExcuse = useMay()('opNightExcuse')
  const devices = useLive((s) => s.devices)
  const tiles = useMemo(() => tilesOf(devices, run), [devices, run])
  if (tiles.length === 0) return <p className="eg-empty-line">{t('tile.empty')}</p>
  return (
    <ul className="eg-tiles" data-after={run?.status === 'revealed' || undefined} aria-label={t('tile.label')}>
      {tiles.map(({ deviceId, label, state, offline, excusedBy }) => {
        const word = state === 'waiting' && run?.status === 'closed' ? 'missed' : state
        const Icon = ICONS[word]
        return (
          <li
            key={deviceId}
            className="eg-tile"
            data-testid={`tile-${deviceId}`}
            data-state={state}
            data-word={word}
            title={excusedBy ? `${deviceId} · ${t(`tile.excused_${excusedBy}`)}` : deviceId}
          >
            <span className="eg-tile-name" data-long={label.length > 4 || undefined}>
              {label}
            </span>
            <span className="eg-tile-state">
              <Icon size={16} strokeWidth={2.5} aria-hidden />
              {t(`tile.${word}`)}
              {(state === 'voted' || state === 'excused') && offline && (
                <Unplug size={14} role="img" aria-label={t('tile.offline')} />
              )}
            </span>
            {mayExcuse && run?.status === 'open' && state !== 'voted' && excusedBy !== 'absent' && (
              <ExcuseButton run={run.run} deviceId={deviceId} excused={excusedBy === 'operator'} />
            )}
          </li>
        )
      })}
    </ul>
  )
}
