import type { OpReady, OpReadyDevice, ReadyCheck } from '@eg/shared'

/** Everything that is looked at of one subject. `checks` is empty while only the figures of a device are known. */
export interface CheckGroup {
  subject: string
  isDevice: boolean
  red: number
  waived: number
  green: number
  /** Red first, then what is waived, then green; each as the core lists it. */
  checks: readonly ReadyCheck[]
}

const ORDER = { red: 0, waived: 1, green: 2 } as const

/** Core and show as they come, then the devices: those with most that is red first, by name among equals. */
export function groupChecks(ready: OpReady, devices: ReadonlyMap<string, OpReadyDevice>): CheckGroup[] {
  const subjects = new Map<string, ReadyCheck[]>()
  for (const check of ready.checks) subjects.set(check.subject, [...(subjects.get(check.subject) ?? []), check])
  const house = [...subjects].map(([subject, checks]) => groupOf(subject, false, checks))
  const slots = ready.devices.map(({ device_id: id, red, waived, green }) => {
    const checks = devices.get(id)?.checks
    return checks ? groupOfDevice(id, checks) : { subject: id, isDevice: true, red, waived, green, checks: [] }
  })
  slots.sort((a, b) => b.red - a.red || b.waived - a.waived || compareNames(a.subject, b.subject))
  return [...house, ...slots]
}

const names = new Intl.Collator('en', { numeric: true })
const compareNames = (a: string, b: string) => names.compare(a, b)

/** The same checks are the same group: of two hundred slots only those that changed are drawn anew. */
const known = new WeakMap<readonly ReadyCheck[], CheckGroup>()

function groupOfDevice(id: string, checks: readonly ReadyCheck[]): CheckGroup {
  const group = known.get(checks) ?? groupOf(id, true, checks)
  known.set(checks, group)
  return group
}

function groupOf(subject: string, isDevice: boolean, checks: readonly ReadyCheck[]): CheckGroup {
  const count = (state: ReadyCheck['state']) => checks.filter((check) => check.state === state).length
  return {
    subject,
    isDevice,
    red: count('red'),
    waived: count('waived'),
    green: count('green'),
    checks: checks.toSorted((a, b) => ORDER[a.state] - ORDER[b.state]),
  }
}

/** Whether there is something to do or to know about it. */
export function isNews({ red, waived }: CheckGroup): boolean {
  return red + waived > 0
}

/** The red checks of some groups. */
export function redsOf(groups: readonly CheckGroup[]): ReadyCheck[] {
  return groups.flatMap(({ checks }) => checks.filter(({ state }) => state === 'red'))
}
