import { useLayoutEffect, useRef, useState, type CSSProperties, type RefObject } from 'react'
import { useWindow } from '../look/use-window'
import { useWords } from '../session/use-session'
import { VERY_MANY_SLOTS, type FloorSlot } from './floor-slots'
import { SlotTile } from './slot-tile'

/** The least width of a small tile, its height, and what is between two (px). floor.css says the same. */
const TILE_PX = 180
const TILE_HIGH_PX = 84
const GAP_PX = 8
const ROW_PX = TILE_HIGH_PX + GAP_PX

interface SlotGridProps {
  slots: readonly FloorSlot[]
  /** How many there are, shown or not: tiles keep their size while somebody searches. */
  all: number
}

/** A tile for each slot that is shown. */
export function SlotGrid({ slots, all }: SlotGridProps) {
  const { t } = useWords()
  if (slots.length > 0 && all >= VERY_MANY_SLOTS) return <ManySlots slots={slots} />
  return (
    <ul className="eg-slots" aria-label={t('tile.label')}>
      {slots.length === 0 && <li className="eg-empty-line">{t('tables.floor_none')}</li>}
      {slots.map((slot) => (
        <SlotTile key={slot.deviceId} slot={slot} />
      ))}
    </ul>
  )
}

/** Small tiles, and only those in sight are drawn: on a floor of 200 hundreds of changes come in a second. */
function ManySlots({ slots }: { slots: readonly FloorSlot[] }) {
  const { t } = useWords()
  const box = useRef<HTMLUListElement>(null)
  const columns = useColumns(box)
  const rows = Math.ceil(slots.length / columns)
  const { first, end } = useWindow(box, rows, ROW_PX, 1)
  return (
    <ul
      ref={box}
      className="eg-slots"
      data-dense
      style={{ '--columns': columns } as CSSProperties}
      aria-label={t('tile.label')}
    >
      <Room rows={first} />
      {slots.slice(first * columns, end * columns).map((slot, index) => (
        <SlotTile key={slot.deviceId} slot={slot} place={first * columns + index + 1} of={slots.length} />
      ))}
      <Room rows={rows - end} />
    </ul>
  )
}

/** The height of the rows that are not drawn. */
function Room({ rows }: { rows: number }) {
  return rows > 0 && <li aria-hidden className="eg-slots-room" style={{ height: rows * ROW_PX - GAP_PX }} />
}

/** How many small tiles go beside each other. */
function useColumns(box: RefObject<HTMLElement | null>): number {
  const [columns, setColumns] = useState(4)
  useLayoutEffect(() => {
    const element = box.current
    if (!element) return undefined
    const measure = () => {
      if (element.clientWidth > 0)
        setColumns(Math.max(1, Math.floor((element.clientWidth + GAP_PX) / (TILE_PX + GAP_PX))))
    }
    const resized = new ResizeObserver(measure)
    resized.observe(element)
    measure()
    return () => resized.disconnect()
  }, [box])
  return columns
}
