import type { Bus } from '@eg/shared'
import type { Credentials, Refusal } from '@eg/shared/bus/mqtt'
import type { Enrolment } from './enrolment-store.js'

/** What a device is now. `asking`: the core has not said, and nothing runs · `dismissed`: turned
 * away, until the program is started again · `in`: it runs, with a secret or where none is needed. */
export type Standing =
  | { is: 'asking' }
  | { is: 'pending'; code: string; revoked: boolean }
  | { is: 'dismissed' }
  | { is: 'in'; deviceId: string; enrolment: Enrolment | null }

/** How a device connects. */
export interface Admission {
  deviceId: string
  credentials: () => Credentials | null
  onRefused: (refusal: Refusal) => Promise<void>
}

/** A device that is connected, or trying to. */
export interface RunningDevice {
  bus: Bus
  /** Resolves when the first attempt to connect has ended, well or not. */
  attempted: Promise<void>
  stop(): Promise<void>
}
