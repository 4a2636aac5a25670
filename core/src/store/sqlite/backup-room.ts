import { rmSync, statSync, statfsSync } from 'node:fs'
import { join } from 'node:path'
import { type Backup, onlyForMinutes } from '../backups.js'
import { NoRoomError } from '../store.js'

/** A disk in bytes: how much may still be written, and how much it holds; 0 in all where the file system does not say. */
export interface DiskSpace {
  free: number
  total: number
}

const MB = 1_048_576
/**
 * A backup leaves so much free, for the commits of the evening: the log grows to 16 MB before it is brought into the database,
 * which then grows by as much; and that twice.
 */
const RESERVE = 64 * MB
/** Of a disk so small that this would be much of it, no more than this part. */
const RESERVE_PART = 0.05

export function readSpace(folder: string): DiskSpace {
  const { bavail, blocks, bsize } = statfsSync(folder)
  return { free: bavail * bsize, total: blocks * bsize }
}

/**
 * Makes room for a backup of so many bytes: the oldest of those that are kept for their minute alone go, as many as need be.
 * @throws NoRoomError where that is not enough
 */
export function makeRoom(
  folder: string,
  newestFirst: readonly Backup[],
  bytes: number,
  space: (folder: string) => DiskSpace,
): void {
  const spare = onlyForMinutes(newestFirst).toReversed()
  let given = spare.reduce((sum, { file }) => sum + sizeOf(join(folder, file)), 0)
  for (;;) {
    const { free, total } = space(folder)
    const needed = bytes + Math.min(RESERVE, total * RESERVE_PART)
    if (total === 0 || free >= needed) return
    const oldest = spare.shift()
    // Where all of them together would not be enough none goes: somebody may be about to take his film off the stick.
    if (!oldest || free + given < needed) throw new NoRoomError(inWords(folder, needed))
    const path = join(folder, oldest.file)
    given -= sizeOf(path)
    rmSync(path, { force: true })
  }
}

/** 0 where it has gone meanwhile. */
const sizeOf = (path: string) => statSync(path, { throwIfNoEntry: false })?.size ?? 0

/** In steps, so that a database that grows is not news every minute. */
function inWords(folder: string, needed: number): string {
  const step = Math.ceil(needed / MB / 50) * 50
  return `there is no room for a backup in ${folder}: about ${step} MB must be free. Free some space there, or name a larger disk in BACKUP_DIR`
}
