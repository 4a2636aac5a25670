import { useEffect, useRef, type RefObject } from 'react'
import { MonitorSmartphone } from 'lucide-react'
import { useSession, useWords } from '../session/use-session'
import { SwapDialog } from '../swap/swap-dialog'
import { DeviceDetails } from './device-details'
import { SwapsUnderWay } from './device-swaps'
import { useFleetActions } from './fleet-actions'
import { FleetBulk } from './fleet-bulk'
import { isFiltering, NO_FLEET_FILTER } from './fleet-filter'
import { FleetGrid } from './fleet-grid'
import { FleetFilterBar, FleetHead } from './fleet-head'
import { useFleetTable } from './fleet-table'
import { PendingDevices } from './pending-devices'
import { useFleetList, useFleetView } from './use-fleet'

/** How often latencies and times of now go into the order of the rows (ms). */
const ORDER_EVERY_MS = 2000

/** Every known device, problems first: what is sick before doors open. */
export function DevicesScreen() {
  const { fleet, clock } = useSession()
  const { t } = useWords()
  const devices = useFleetList()
  const openId = useFleetView((view) => view.openId)
  const swapping = useFleetView((view) => view.swapping)
  const byTime = useFleetView(({ sorting }) => sorting.id === 'latency' || sorting.id === 'link')
  const searchBox = useRef<HTMLInputElement>(null)
  useFleetActions(searchBox)
  useEffect(() => (byTime ? clock.every(ORDER_EVERY_MS, fleet.refresh) : undefined), [byTime, clock, fleet])
  const known = openId !== null && devices.some(({ device_id: id }) => id === openId)
  return (
    <main className="eg-page eg-fleet" data-split={known || undefined}>
      <FleetHead />
      <PendingDevices />
      <SwapsUnderWay />
      {devices.length === 0 ? (
        <div className="eg-empty" data-testid="empty-devices">
          <MonitorSmartphone size={56} strokeWidth={1.25} aria-hidden />
          <h2>{t('devices.empty')}</h2>
          <p>{t('devices.empty_hint')}</p>
        </div>
      ) : (
        <div className="eg-fleet-split">
          <Fleet searchBox={searchBox} />
          {known && (
            <DeviceDetails key={openId} deviceId={openId} onClose={() => fleet.view.setState({ openId: null })} />
          )}
        </div>
      )}
      {swapping !== null && <SwapDialog slotId={swapping} onClose={() => fleet.view.setState({ swapping: null })} />}
    </main>
  )
}

function Fleet({ searchBox }: { searchBox: RefObject<HTMLInputElement | null> }) {
  const { fleet } = useSession()
  const { t } = useWords()
  const table = useFleetTable()
  const all = useFleetList().length
  const filter = useFleetView((view) => view.filter)
  const shown = table.getRowModel().rows
  return (
    <div className="eg-fleet-main">
      <div className="eg-fleet-tools">
        <FleetFilterBar searchBox={searchBox} />
        <FleetBulk devices={shown.map(({ original }) => original)} />
      </div>
      {isFiltering(filter) && (
        <p className="eg-fleet-shown" role="status" data-testid="devices-shown">
          {shown.length === 0 ? t('fleet.none_fit') : t('fleet.shown', { count: shown.length, all })}
          <button
            type="button"
            className="eg-link-button"
            data-testid="devices-clear"
            onClick={() => fleet.view.setState({ filter: NO_FLEET_FILTER })}
          >
            {t('fleet.clear')}
          </button>
        </p>
      )}
      <FleetGrid table={table} />
    </div>
  )
}
