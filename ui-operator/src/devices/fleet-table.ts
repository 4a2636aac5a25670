import {
  columnFilteringFeature,
  createColumnHelper,
  createFilteredRowModel,
  createSortedRowModel,
  globalFilteringFeature,
  rowSortingFeature,
  tableFeatures,
  useTable,
} from '@tanstack/react-table'
import { useMemo } from 'react'
import type { OpDevice } from '@eg/shared'
import { useSession, useWords } from '../session/use-session'
import type { TextKey, Words } from '../words/words'
import { fitsFilter, type FleetFilter } from './fleet-filter'
import { compareDevices, type FleetColumn } from './sort-devices'
import { useFleetList, useFleetView } from './use-fleet'

const features = tableFeatures({
  rowSortingFeature,
  columnFilteringFeature,
  globalFilteringFeature,
  sortedRowModel: createSortedRowModel(),
  filteredRowModel: createFilteredRowModel(),
})
const helper = createColumnHelper<typeof features, OpDevice>()

/** In the order of the line. `todo` follows from the health and `action` is none: neither sorts. */
const HEADS: readonly [id: FleetColumn | 'todo' | 'action', key: TextKey][] = [
  ['id', 'devices.id'],
  ['health', 'devices.health'],
  ['parts', 'fleet.parts'],
  ['todo', 'fleet.todo'],
  ['link', 'devices.link'],
  ['latency', 'devices.latency'],
  ['version', 'device.version'],
  ['action', 'devices.action'],
]

function columnsFor(t: Words) {
  const compare = compareDevices(t)
  return HEADS.map(([id, key]) =>
    helper.accessor((device): unknown => device.device_id, {
      id,
      header: t(key),
      enableSorting: Object.hasOwn(compare, id),
      ...(isColumn(id) ? { sortFn: (a, b) => compare[id](a.original, b.original) } : {}),
    }),
  )
}

function isColumn(id: string): id is FleetColumn {
  return id !== 'todo' && id !== 'action'
}

const idOf = (device: OpDevice) => device.device_id

/** The table of the fleet: which rows there are, in which order. What a row shows it hears by itself. */
export function useFleetTable() {
  const { fleet } = useSession()
  const { t } = useWords()
  const data = useFleetList()
  const sorting = useFleetView((view) => view.sorting)
  const filter = useFleetView((view) => view.filter)
  const columns = useMemo(() => columnsFor(t), [t])
  return useTable({
    features,
    columns,
    // The table does not change it.
    data: data as OpDevice[],
    getRowId: idOf,
    enableSortingRemoval: false,
    enableMultiSort: false,
    getColumnCanGlobalFilter: (column) => column.id === 'id',
    globalFilterFn: (row, _column, wanted: FleetFilter) => fitsFilter(row.original, wanted, t),
    state: { sorting: [sorting], globalFilter: filter },
    onSortingChange: (change) =>
      fleet.view.setState(({ sorting: now }) => {
        const [next] = typeof change === 'function' ? change([now]) : change
        return next && isColumn(next.id) ? { sorting: { id: next.id, desc: next.desc } } : {}
      }),
  })
}

export type FleetTable = ReturnType<typeof useFleetTable>
