import { readFileSync } from 'node:fs'
import { type Faults, needsLink, NO_FAULTS, readFaults } from '../faults/fault-kinds.js'
import { type Plan, readPlan } from './plan.js'
import { usualPlan } from './usual-plan.js'

// What of the simulator's settings is about an evening. What is wrong with one is added to `problems`, a sentence each.

/** The plan of the evening: that of a file, or the usual one of so many minutes; null for an evening without an end. */
export function planOf(path: string | undefined, minutes: number | undefined, problems: string[]): Plan | null {
  if (path === undefined) return minutes === undefined ? null : usualPlan(minutes)
  const what = `EG_SIM_PLAN="${path}"`
  if (minutes !== undefined) problems.push(`${what} says itself when its evening ends: leave EG_SIM_EVENING out`)
  try {
    const read = readPlan(readFileSync(path, 'utf8'))
    if (!('problem' in read)) return read
    problems.push(`${what} ${read.problem}`)
  } catch (error) {
    problems.push(`${what} cannot be read: ${error instanceof Error ? error.message : String(error)}`)
  }
  return null
}

/** What goes wrong, where that makes sense. */
export function faultsOf(text: string, plan: Plan | null, tls: boolean, problems: string[]): Faults {
  const faults = readFaults(text)
  const what = `EG_SIM_FAULTS="${text}"`
  if ('problem' in faults) {
    problems.push(`${what} ${faults.problem}`)
    return NO_FAULTS
  }
  if (needsLink(faults) && plan === null)
    problems.push(
      `${what} happens in the course of an evening: say how long it is with EG_SIM_EVENING, or give EG_SIM_PLAN`,
    )
  if (needsLink(faults) && tls)
    problems.push(
      `${what} needs a link that can be held back and cut, so it works without TLS only: set MQTT_TLS=no on the core's own machine`,
    )
  return faults
}
