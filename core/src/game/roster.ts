/** The kinds of device EG knows by their usual names; anything else is `other`. */
export type DeviceKind = 'slot' | 'table' | 'change' | 'other'

const KINDS: ReadonlySet<string> = new Set(['slot', 'table', 'change'])

/** What a device is: what it says of itself, else what its name says (`table-02`), else what it is used as. */
export function kindOf(deviceId: string, said: string | undefined, usedAs: DeviceKind): DeviceKind {
  if (said !== undefined && KINDS.has(said)) return said as DeviceKind
  const prefix = deviceId.split('-', 1)[0] ?? ''
  if (KINDS.has(prefix)) return prefix as DeviceKind
  return usedAs
}
