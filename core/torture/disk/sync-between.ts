import type { DiskEvent, FileName } from './disk-log.js'
import type { Moments } from './moments.js'

/** An acknowledgement that came too early. */
export interface Untimely {
  /** Place in the log. */
  at: number
  line: string
}

/**
 * Looks through a whole log for acknowledgements that no sync stands before: for every command whose sender was told, its
 * words must have been written before, and between the two a sync of that file must have begun and returned. Each with its
 * place in the log, and in a line.
 */
export function untimely(events: readonly DiskEvent[], { written, told }: Moments): Untimely[] {
  const syncs = new Map<FileName, { began: number; returned: number }[]>()
  for (const [at, event] of events.entries()) {
    if (event.event !== 'sync') continue
    const list = syncs.get(event.file) ?? []
    list.push({ began: event.since, returned: at })
    syncs.set(event.file, list)
  }
  const found: Untimely[] = []
  for (const [id, toldAt] of told) {
    const write = written.get(id)
    const tell = (what: string) => found.push({ at: toldAt, line: `${id} was acknowledged (${toldAt}) ${what}` })
    if (!write || write.at > toldAt) tell(`before it was written (${write?.at})`)
    else if (!(syncs.get(write.file) ?? []).some(({ began, returned }) => began > write.at && returned < toldAt)) {
      tell(`without a sync after its write (${write.at} of ${write.file})`)
    }
  }
  return found
}
