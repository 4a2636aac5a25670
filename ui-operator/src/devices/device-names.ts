import type { DeviceRole, OpDevice } from '@eg/shared'

const byNumber = new Intl.Collator('en', { numeric: true })
/** Names offered at a time. */
const OFFERS = 12

/** What a usual name says it is (`slot-04`, `table-01`, `change-01`); null for others. */
export function roleByName(name: string): DeviceRole | null {
  if (name.startsWith('slot-')) return 'slot'
  if (name.startsWith('table-')) return 'table'
  return name.startsWith('change-') ? 'change' : null
}

/**
 * The names a new device may be given, the likeliest first: those that are known and not let in, then the
 * first free numbers of slots.
 */
export function offeredNames(devices: ReadonlyMap<string, OpDevice>): string[] {
  const absent = [...devices.values()]
    .filter(({ online, protection }) => !online && protection === 'pending')
    .map(({ device_id }) => device_id)
    .sort(byNumber.compare)
  const free = Array.from({ length: 99 }, (_, index) => `slot-${String(index + 1).padStart(2, '0')}`).filter(
    (name) => !devices.has(name),
  )
  return [...absent, ...free].slice(0, OFFERS)
}
