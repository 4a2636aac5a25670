import type { Clock, PartHealth } from '@eg/shared'
import type { Logger } from 'pino'
import type { SlotDrivers } from './ports.js'

/** How often the parts are asked how they are, for the log (milliseconds). */
const LOOK_MS = 1000

/** Says in one line a part what drives it, why, and how it is. */
export function logChosen(log: Logger, drivers: SlotDrivers, why: Record<keyof SlotDrivers, string>): void {
  for (const [part, { health }] of partsOf(drivers)) say(log, part, health(), ` [${why[part]}]`)
}

/** Says in one line whenever a part is not as it was: unplugged, back, released. Returns what ends it. */
export function logChanges(log: Logger, drivers: SlotDrivers, clock: Clock): () => void {
  const last = new Map(partsOf(drivers).map(([part, { health }]) => [part, JSON.stringify(health())]))
  return clock.every(LOOK_MS, () => {
    for (const [part, driver] of partsOf(drivers)) {
      const health = driver.health()
      if (last.get(part) === JSON.stringify(health)) continue
      last.set(part, JSON.stringify(health))
      say(log, part, health, '')
    }
  })
}

function say(log: Logger, part: string, { status, driver, detail }: PartHealth, why: string): void {
  const bad = status === 'missing' || status === 'fault'
  const text = `${part}: ${status}${driver && driver !== status ? `, ${driver}` : ''}${detail ? `: ${detail}` : ''}${why}`
  log[bad ? 'warn' : 'info']({ part, status }, text)
}

function partsOf(drivers: SlotDrivers) {
  return Object.entries(drivers) as [keyof SlotDrivers, SlotDrivers[keyof SlotDrivers]][]
}
