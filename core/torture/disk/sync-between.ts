import type { DiskEvent, FileName } from './disk-log.js'
import type { Moments } from './moments.js'

/**
 * Looks through a whole log for acknowledgements that no sync stands before: for every command whose sender was told, its
 * words must have been written before, and between the two a sync of that file must have begun and returned. A line each.
 */
export function untimely(events: readonly DiskEvent[], { written, told }: Moments): string[] {
  const syncs = new Map<FileName, { began: number; returned: number }[]>()
  for (const [at, event] of events.entries()) {
    if (event.event !== 'sync') continue
    const list = syncs.get(event.file) ?? []
    list.push({ began: event.since, returned: at })
    syncs.set(event.file, list)
  }
  const lines: string[] = []
  for (const [id, toldAt] of told) {
    const write = written.get(id)
    if (!write || write.at > toldAt)
      lines.push(`${id} was acknowledged (${toldAt}) before it was written (${write?.at})`)
    else if (!(syncs.get(write.file) ?? []).some(({ began, returned }) => began > write.at && returned < toldAt)) {
      lines.push(`${id} was acknowledged (${toldAt}) without a sync after its write (${write.at} of ${write.file})`)
    }
  }
  return lines
}
