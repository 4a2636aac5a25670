import type { OpDevice } from '@eg/shared'
import { concernsOf, deviceHealth, type Concern } from './device-health'
import type { Words } from '../words/words'

export interface FleetFilter {
  text: string
  show: 'all' | 'attention' | 'offline'
  /** Only devices with this part at fault. */
  concern: Concern | null
  /** Only devices that run this version; `''`: those that tell none. */
  version: string | null
}

export const NO_FLEET_FILTER: FleetFilter = { text: '', show: 'all', concern: null, version: null }

export function isFiltering(filter: FleetFilter): boolean {
  return filter.text !== '' || filter.show !== 'all' || filter.concern !== null || filter.version !== null
}

/** Lower case without accents: nobody types them in the dark. */
const plain = (text: string) => text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase()

/** Whether a device is one of those asked for. The words are looked for in what its line shows. */
export function fitsFilter(device: OpDevice, filter: FleetFilter, t: Words): boolean {
  const { health, why } = deviceHealth(device, t)
  if (filter.show === 'attention' && health === 'ok') return false
  if (filter.show === 'offline' && device.online) return false
  if (filter.version !== null && (device.version ?? '') !== filter.version) return false
  const concerns = concernsOf(device)
  if (filter.concern !== null && !concerns.some(({ concern }) => concern === filter.concern)) return false
  const words = plain(filter.text).split(/\s+/).filter(Boolean)
  if (words.length === 0) return true
  const parts = concerns.map(({ concern }) => t(`concern.${concern}`)).join(' ')
  const shown = plain(
    `${device.device_id} ${device.kind} ${device.version ?? ''} ${t(`health.${health}`)} ${why} ${parts}`,
  )
  return words.every((word) => shown.includes(word))
}

export interface FleetTotals {
  devices: number
  /** Slots connected now. */
  slotsOnline: number
  slots: number
  needing: number
  /** How many devices have each part at fault, worst first. */
  concerns: [Concern, number][]
  /** How many devices run each version, most first; `''` for those that tell none. */
  versions: [string, number][]
}

export function totalsOf(devices: readonly OpDevice[], t: Words): FleetTotals {
  const concerns = new Map<Concern, number>()
  const versions = new Map<string, number>()
  let slotsOnline = 0
  let slots = 0
  let needing = 0
  for (const device of devices) {
    if (device.kind === 'slot') slots += 1
    if (device.kind === 'slot' && device.online) slotsOnline += 1
    if (deviceHealth(device, t).health !== 'ok') needing += 1
    for (const { concern } of concernsOf(device)) concerns.set(concern, (concerns.get(concern) ?? 0) + 1)
    const version = device.version ?? ''
    versions.set(version, (versions.get(version) ?? 0) + 1)
  }
  return { devices: devices.length, slotsOnline, slots, needing, concerns: most(concerns), versions: most(versions) }
}

const most = <K>(counts: ReadonlyMap<K, number>): [K, number][] => [...counts].sort(([, a], [, b]) => b - a)
