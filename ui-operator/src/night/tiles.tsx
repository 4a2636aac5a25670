import { Check, Circle, Ellipsis, Minus, Settings2, Unplug, UserRoundX, type LucideIcon } from 'lucide-react'
import { useMemo, useState } from 'react'
import type { OperatorRun } from '@eg/shared'
import { useMay } from '../login/may'
import { DeskButton } from '../look/desk-button'
import { useLive, useWords } from '../session/use-session'
import { ExcuseButton } from './excuse-button'
import { neediest, SlotDialog, useSlotKey } from './replace-slot'
import { tilesOf, type Tile, type TileState } from './tile-state'

const ICONS: Record<TileState | 'missed', LucideIcon> = {
  waiting: Ellipsis,
  voted: Check,
  offline: Unplug,
  ready: Circle,
  missed: Minus,
  excused: UserRoundX,
}

/** One tile a slot: colour, icon and word say the same thing three times. A tile that is pressed says what can be done about its slot. */
export function Tiles({ run }: { run: OperatorRun | null }) {
  const { t } = useWords()
  const devices = useLive((s) => s.devices)
  const tiles = useMemo(() => tilesOf(devices, run), [devices, run])
  const [open, setOpen] = useState<string | null>(null)
  const can = useSlotKey(tiles, setOpen)
  if (tiles.length === 0) return <p className="eg-empty-line">{t('tile.empty')}</p>
  return (
    <>
      <ul className="eg-tiles" data-after={run?.status === 'revealed' || undefined} aria-label={t('tile.label')}>
        {tiles.map((tile) => (
          <SlotTile key={tile.deviceId} tile={tile} run={run} {...(can ? { onOpen: setOpen } : {})} />
        ))}
        {can && (
          <li className="eg-tiles-more">
            <DeskButton
              tone="quiet"
              Icon={Settings2}
              keyCap="A"
              testId="slots-open"
              onPress={() => setOpen(neediest(tiles))}
            >
              {t('slot.ask')}
            </DeskButton>
          </li>
        )}
      </ul>
      {open !== null && <SlotDialog slotId={open} tiles={tiles} run={run} onClose={() => setOpen(null)} />}
    </>
  )
}

interface SlotTileProps {
  tile: Tile
  run: OperatorRun | null
  onOpen?: (slotId: string) => void
}

function SlotTile({ tile: { deviceId, label, state, offline, excusedBy }, run, onOpen }: SlotTileProps) {
  const { t } = useWords()
  const mayExcuse = useMay()('opNightExcuse')
  const word = state === 'waiting' && run?.status === 'closed' ? 'missed' : state
  const Icon = ICONS[word]
  return (
    <li
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
      {onOpen && (
        <button
          type="button"
          className="eg-tile-open"
          data-testid={`slot-${deviceId}`}
          aria-label={t('slot.open', { device: deviceId })}
          onClick={() => onOpen(deviceId)}
        />
      )}
      {mayExcuse && run?.status === 'open' && state !== 'voted' && excusedBy !== 'absent' && (
        <ExcuseButton run={run.run} deviceId={deviceId} excused={excusedBy === 'operator'} />
      )}
    </li>
  )
}
