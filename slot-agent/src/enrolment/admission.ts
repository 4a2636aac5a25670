import type { BecomeOrder, Bus } from '@eg/shared'
import type { Credentials, Refusal } from '@eg/shared/bus/mqtt'
import type { Enrolment } from './enrolment-store.js'

/** What a device is now. `asking`: the core has not said, and nothing runs · `dismissed`: turned
 * away, until the program is started again · `in`: it runs, with a secret or where none is needed. */
export type Standing =
  | { is: 'asking' }
  /** `replaced`: it was put out because another one has taken its place. */
  | { is: 'pending'; code: string; revoked: boolean; replaced?: boolean }
  | { is: 'dismissed' }
  | { is: 'in'; deviceId: string; enrolment: Enrolment | null }

/** How a device connects. */
export interface Admission {
  deviceId: string
  credentials: () => Credentials | null
  onRefused: (refusal: Refusal) => Promise<void>
  /** Which installation this is, for the core; null where none can be told. */
  installKey: string | null
  /** Takes the identity of another one. */
  become: (order: BecomeOrder) => Becoming
}

/** `taken`: it is on the disk, and this device is that one from now on · `storage`, `unreadable`: it could not be. */
export type Becoming = 'taken' | 'storage' | 'unreadable'

/** A device that is connected, or trying to. */
export interface RunningDevice {
  bus: Bus
  /** Resolves when the first attempt to connect has ended, well or not. */
  attempted: Promise<void>
  stop(): Promise<void>
}
