import type { Door } from '../ready/doors.js'
import type { Waiver } from '../ready/waivers.js'

/** When a button or light of a slot was last seen to work (ms since 1970 on the core's clock). */
export interface TestRow {
  deviceId: string
  part: 'button' | 'light'
  /** 0 to 5. */
  number: number
  at: number
}

/** The operator's clock less the core's, when they were compared. */
export interface ClockReading {
  offsetMs: number
  at: number
}

/** What the store keeps for the ready gate, as far as it changed; absent: as it was. */
export interface ReadyChanges {
  waivers?: Waiver[]
  /** The last opening of doors; null before the first. */
  door?: Door | null
  clock?: ClockReading | null
  /** Tests of the devices that have new ones; `all`: of every device. */
  tests?: { all: boolean; rows: TestRow[] }
}
