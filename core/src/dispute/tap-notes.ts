import type { Clock } from '@eg/shared'
import type { Pipeline } from '../commit/pipeline.js'

/** At most so many lines of the journal about cards at one reader at once, and then one in this time (ms). */
const BURST = 5
const EVERY_MS = 2000
const MAX_DEVICES = 1000

/** Notes cards that are presented at readers, so that a dispute can tell whether one was; what is too many is counted. */
export interface TapNotes {
  note(deviceId: string, tap: { tag_uid: string; timestamp?: string | number | undefined }): void
}

export function createTapNotes(pipeline: Pick<Pipeline, 'submit'>, clock: Pick<Clock, 'monotonic'>): TapNotes {
  const readers = new Map<string, { tokens: number; at: number; more: number }>()
  return {
    note(deviceId, { tag_uid: tagUid, timestamp: ts }) {
      const now = clock.monotonic()
      if (readers.size >= MAX_DEVICES) readers.clear()
      const reader = readers.get(deviceId) ?? { tokens: BURST, at: now, more: 0 }
      readers.set(deviceId, reader)
      reader.tokens = Math.min(BURST, reader.tokens + (now - reader.at) / EVERY_MS)
      reader.at = now
      if (reader.tokens < 1) {
        reader.more += 1
        return
      }
      reader.tokens -= 1
      const { more } = reader
      reader.more = 0
      pipeline.submit({ kind: 'cardTap', deviceId, tagUid, ts, more }, { key: deviceId, via: 'core' }, null)
    },
  }
}
