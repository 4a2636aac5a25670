import type { Clock } from '@eg/shared'
import { NoRoomError } from '../store/store.js'

/** What the last backup came to. */
export interface BackupState {
  /** When the last good one was taken (ms since 1970 on the core's clock); null: none since the start. */
  at: number | null
  file: string | null
  /** It lies on the same device as the database; null while there is none. */
  same_device: boolean | null
  /** Why the last attempt failed; null while they succeed. */
  problem: string | null
}

export interface BackupWatch {
  state(): BackupState
  /** The last attempt failed because there was no room for it. */
  noRoom(): boolean
  /** Something that is worth a backup was stored; or the last backup is gone, so that all of it is in none. */
  stored(): void
  /** For how long something has been in no backup (ms that passed, whatever was done to the clock); 0: the last one has everything. */
  behindMs(): number
  /** Takes one now, if something changed since the last. */
  now(): Promise<void>
  stop(): Promise<void>
}

/** Takes a backup every so often when something changed, in a thread of its own, and says how it went. */
export function createBackupWatch(options: {
  clock: Clock
  everyMs: number
  take: (at: number) => Promise<{ file: string; at: number; same_device: boolean }>
  onState: (state: BackupState) => void
}): BackupWatch {
  const { clock } = options
  let state: BackupState = { at: null, file: null, same_device: null, problem: null }
  let noRoom = false
  /** How often something was stored, how much of it the last backup has, and since when something is missing there. */
  let stored = 0
  let taken = 0
  let missingSince: number | null = null
  let running: Promise<void> | null = null

  const set = (next: BackupState) => {
    state = next
    options.onState(state)
  }
  const take = async () => {
    const version = stored
    if (version === taken) return
    const begun = clock.monotonic()
    try {
      const { file, at, same_device } = await options.take(clock.now())
      taken = version
      noRoom = false
      // What came while it was taken may not be in it.
      missingSince = stored === version ? null : begun
      set({ at, file, same_device, problem: null })
    } catch (error) {
      noRoom = error instanceof NoRoomError
      set({ ...state, problem: error instanceof Error ? error.message : String(error) })
    }
  }
  const now = (): Promise<void> => {
    running ??= take().finally(() => (running = null))
    return running
  }

  const cancel = clock.every(options.everyMs, () => void now())
  return {
    state: () => state,
    noRoom: () => noRoom,
    stored() {
      stored += 1
      missingSince ??= clock.monotonic()
    },
    behindMs: () => (missingSince === null ? 0 : clock.monotonic() - missingSince),
    now,
    async stop() {
      cancel()
      await running
    },
  }
}
