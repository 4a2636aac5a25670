import { dirname, join } from 'node:path'
import type { Clock } from '@eg/shared'
import type { CoreConfig } from '../config.js'
import type { BackupState } from './backup-watch.js'
import { freeMb, onSameDevice } from './disk-space.js'

/** How often the disks are looked at (ms). */
const EVERY_MS = 30_000

export interface DiskWatchOptions {
  config: Pick<CoreConfig, 'dbPath' | 'backup'>
  clock: Clock
  /** Null: no backups are taken. */
  backup: () => BackupState | null
  /** The last backup is not in its folder any more, which is there: another one is wanted though nothing was stored. */
  backupGone: () => void
}

export interface DiskWatch {
  /** What was free when it was last looked at; null for a disk that is not there. */
  room(): { freeMb: number | null; backupFreeMb: number | null }
  /** A backup as it was when it was last looked for, `sameDevice: null` when it was not there; null before there is one. */
  found(): { file: string; sameDevice: boolean | null } | null
  stop(): void
}

/** Looks at the database's and the backups' disk again and again. Resolves when that was done once. */
export async function startDiskWatch({ config, clock, backup, backupGone }: DiskWatchOptions): Promise<DiskWatch> {
  const { folder } = config.backup
  let room: ReturnType<DiskWatch['room']> = { freeMb: null, backupFreeMb: null }
  /** A stick may go while nothing is stored and so none is taken. */
  let found: ReturnType<DiskWatch['found']> = null
  /** A stick that hangs holds up one look, not one more of the few threads that read files every time. */
  let looking = false
  const look = async () => {
    if (looking) return
    looking = true
    await lookAtDisks().finally(() => (looking = false))
  }
  const lookAtDisks = async () => {
    const file = backup()?.file ?? null
    room = { ...room, freeMb: await freeMb(dirname(config.dbPath), true) }
    // The first backup makes its folder; one that is gone afterwards was a stick.
    room = { ...room, backupFreeMb: await freeMb(folder, file === null) }
    found = file === null ? null : { file, sameDevice: await onSameDevice(join(folder, file), config.dbPath) }
    // Another one may have been taken while it was looked for.
    const isLast = backup()?.file === file
    if (found?.sameDevice === null && isLast && room.backupFreeMb !== null) backupGone()
  }
  await look()
  return { room: () => room, found: () => found, stop: clock.every(EVERY_MS, () => void look()) }
}
