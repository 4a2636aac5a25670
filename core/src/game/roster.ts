/** The kinds of device EG knows by their usual names; anything else is `other`. */
export type DeviceKind = 'slot' | 'table' | 'change' | 'spare' | 'other'

const KINDS: ReadonlySet<string> = new Set(['slot', 'table', 'change'])

/**
 * What a device is: what its name says if it is a usual one (`table-02`), else what it says of itself, else what it is used
 * as. The name comes first because anybody can say hello for anybody in `open` mode: a wrong word must not take a slot's vote.
 */
export function kindOf(deviceId: string, said: string | undefined, usedAs: DeviceKind): DeviceKind {
  const prefix = deviceId.split('-', 1)[0] ?? ''
  if (KINDS.has(prefix)) return prefix as DeviceKind
  // It runs a slot's program and stands by: it neither votes nor is waited for until it has a slot's name.
  if (prefix === 'spare') return 'spare'
  if (said !== undefined && KINDS.has(said)) return said as DeviceKind
  return usedAs
}
