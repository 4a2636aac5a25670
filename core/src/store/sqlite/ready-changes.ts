import type { Door } from '../../ready/doors.js'
import type { Waiver } from '../../ready/waivers.js'
import type { ClockReading, ReadyChanges, TestRow } from '../ready-rows.js'
import type { GateStatements, RawWaiver } from './gate-statements.js'

/** What of the ready gate's tables a batch made stale. */
export interface ReadyTouched {
  waivers: boolean
  door: boolean
  clock: boolean
  tests: Set<string>
  allTests: boolean
}

export function nothingTouched(): ReadyTouched {
  return { waivers: false, door: false, clock: false, tests: new Set(), allTests: false }
}

/** What changed, read from the tables; null: everything (the core starts); undefined: nothing did. */
export function readyChanges(gate: GateStatements, touched: ReadyTouched | null, at: number): ReadyChanges | undefined {
  const changes: ReadyChanges = {}
  if (!touched || touched.waivers) changes.waivers = waiversInForce(gate, at)
  if (!touched || touched.door) changes.door = lastDoor(gate)
  if (!touched || touched.clock) changes.clock = (gate.clockReading.get() as ClockReading | undefined) ?? null
  if (!touched || touched.allTests) changes.tests = { all: true, rows: gate.tests.all() as TestRow[] }
  else if (touched.tests.size > 0) {
    changes.tests = { all: false, rows: [...touched.tests].flatMap((id) => gate.testsOf.all(id) as TestRow[]) }
  }
  return Object.keys(changes).length > 0 ? changes : undefined
}

/** Waivers that were not taken back and are not over, newest first. */
export function waiversInForce(gate: GateStatements, at: number): Waiver[] {
  return (gate.waiversInForce.all(at) as RawWaiver[]).map(
    ({ waiver, check, problem, params, reason, by, at, until }) => {
      return { waiver, check, problem, params: JSON.parse(params) as Waiver['params'], reason, by, at, until }
    },
  )
}

export function lastDoor(gate: GateStatements): Door | null {
  return (gate.lastDoor.get() as Door | undefined) ?? null
}
