import { ArrowDown } from 'lucide-react'
import { useEffect, useRef, type KeyboardEvent, type MouseEvent } from 'react'
import { useSession, useWords } from '../session/use-session'
import { useKeys } from '../view/use-keys'
import { DeviceRow } from './device-row'
import type { FleetTable } from './fleet-table'
import { useFleetView } from './use-fleet'
import { useWindow } from '../look/use-window'

/** The height of every row (px): devices.css holds them to it. */
export const ROW_PX = 60
/** Rows for a page key. */
const PAGE = 8
/** A press on one of these inside a row is not one on the row. */
const PRESSABLE = 'button, a, input'

/** The table itself: only the rows in sight are there. Arrows move, Enter opens. */
export function FleetGrid({ table }: { table: FleetTable }) {
  const { fleet } = useSession()
  const { t } = useWords()
  const openId = useFleetView((view) => view.openId)
  const activeId = useFleetView((view) => view.activeId)
  const box = useRef<HTMLDivElement>(null)
  const focusWanted = useRef(false)
  const rows = table.getRowModel().rows
  const { first, end } = useWindow(box, rows.length, ROW_PX)
  const at = rows.findIndex(({ id }) => id === activeId)
  const active = at === -1 ? 0 : at
  const columns = table.getHeaderGroups()[0]?.headers ?? []

  useEffect(() => {
    if (!focusWanted.current) return
    const row = box.current?.querySelector<HTMLElement>(`tr[data-device="${CSS.escape(activeId ?? '')}"]`)
    if (!row) return
    focusWanted.current = false
    row.focus({ preventScroll: true })
  })

  const open = (id: string | undefined) =>
    id !== undefined && fleet.view.setState((view) => ({ openId: view.openId === id ? null : id, activeId: id }))
  const moveTo = (index: number) => {
    const to = Math.max(0, Math.min(rows.length - 1, index))
    const id = rows[to]?.id
    if (id === undefined) return
    focusWanted.current = true
    // Details that are open follow the row that was reached.
    fleet.view.setState((view) => ({ activeId: id, openId: view.openId === null ? null : id }))
    scrollTo(box.current, to)
  }
  const keys: Record<string, () => void> = {
    arrowdown: () => moveTo(at === -1 ? 0 : active + 1),
    arrowup: () => moveTo(active - 1),
    pagedown: () => moveTo(active + PAGE),
    pageup: () => moveTo(active - PAGE),
    home: () => moveTo(0),
    end: () => moveTo(rows.length - 1),
    enter: () => open(rows[active]?.id),
  }
  const onKeyDown = (event: KeyboardEvent) => {
    const act = keys[event.key.toLowerCase()]
    if (!act || event.ctrlKey || event.metaKey || event.altKey) return
    if (event.key === 'Enter' && (event.target as Element).closest(PRESSABLE)) return
    event.preventDefault()
    act()
  }
  // Where nothing has the focus the arrows still reach the table: it is the screen.
  useKeys({
    arrowdown: () => onNothing() && moveTo(at === -1 ? 0 : active + 1),
    arrowup: () => onNothing() && moveTo(active - 1),
  })

  const onClick = (event: MouseEvent) => {
    const target = event.target as Element
    const id = target.closest<HTMLElement>('tr[data-device]')?.dataset['device']
    const button = target.closest(PRESSABLE)
    if (id !== undefined && (!button || button.hasAttribute('data-more'))) open(id)
  }
  return (
    <div className="eg-fleet-box" ref={box}>
      <table className="eg-fleet-table" role="grid" aria-label={t('fleet.table')} aria-rowcount={rows.length + 1}>
        <thead>
          <tr>
            {columns.map(({ id, column }) => {
              const sorted = column.getIsSorted()
              const name = String(column.columnDef.header)
              return (
                <th
                  key={id}
                  scope="col"
                  data-column={id}
                  aria-sort={sorted === false ? undefined : sorted === 'desc' ? 'descending' : 'ascending'}
                >
                  {column.getCanSort() ? (
                    <button
                      type="button"
                      className="eg-sort"
                      data-testid={`sort-${id}`}
                      title={t('devices.sort', { column: name })}
                      onClick={() => column.toggleSorting(sorted === 'asc')}
                    >
                      {name}
                      <ArrowDown size={14} aria-hidden />
                    </button>
                  ) : (
                    <span>{name}</span>
                  )}
                </th>
              )
            })}
          </tr>
        </thead>
        <tbody onClick={onClick} onKeyDown={onKeyDown}>
          <Room rows={first} />
          {rows.slice(first, end).map(({ id }, index) => (
            <DeviceRow key={id} id={id} index={first + index} active={first + index === active} open={id === openId} />
          ))}
          <Room rows={rows.length - end} />
        </tbody>
      </table>
    </div>
  )
}

const onNothing = () => document.activeElement === document.body

/** The height of the rows that are not drawn. */
function Room({ rows }: { rows: number }) {
  if (rows <= 0) return null
  return (
    <tr aria-hidden className="eg-fleet-room" style={{ height: rows * ROW_PX }}>
      <td />
    </tr>
  )
}

function scrollTo(box: HTMLElement | null, index: number): void {
  if (!box) return
  const head = box.querySelector('thead')?.clientHeight ?? 0
  const top = index * ROW_PX
  if (top < box.scrollTop) box.scrollTo({ top })
  else if (top + ROW_PX + head > box.scrollTop + box.clientHeight)
    box.scrollTo({ top: top + ROW_PX + head - box.clientHeight })
}
