import type { Clock } from '@eg/shared'
import type { Pipeline } from '../commit/pipeline.js'
import type { Directory } from '../identity/directory.js'

/** At most one line of the journal about a device's return in this time. */
const TOLD_EVERY_MS = 60_000
const MAX_RETURNS = 1000

/** Devices that were replaced and have tried to come back under the name they had. */
export interface Returns {
  /** One has shown the secret it had. */
  note(deviceId: string, secretHash: string, address: string): void
  /** Whether who asks from an address under a new key is one of them: only then is anything told of it. */
  isReplaced(deviceId: string | undefined, address: string): boolean
}

export function createReturns(options: {
  clock: Pick<Clock, 'monotonic'>
  directory: Pick<Directory, 'formersOf'>
  pipeline: Pick<Pipeline, 'submit'>
}): Returns {
  const { clock, directory, pipeline } = options
  /** Device and address → the secret that it showed. */
  const seen = new Map<string, string>()
  const told = new Map<string, number>()
  return {
    note(deviceId, secretHash, address) {
      if (seen.size >= MAX_RETURNS) seen.clear()
      seen.set(`${deviceId} ${address}`, secretHash)
      const now = clock.monotonic()
      if (now - (told.get(deviceId) ?? Number.NEGATIVE_INFINITY) < TOLD_EVERY_MS) return
      if (told.size >= MAX_RETURNS) told.clear()
      told.set(deviceId, now)
      pipeline.submit({ kind: 'fencedReturn', deviceId, secretHash, address }, { key: 'core', via: 'core' }, null)
    },
    isReplaced(deviceId, address) {
      const secretHash = deviceId === undefined ? undefined : seen.get(`${deviceId} ${address}`)
      return secretHash !== undefined && directory.formersOf(deviceId ?? '').includes(secretHash)
    },
  }
}
