import { dirname, join } from 'node:path'
import type { Clock, OpBooks, OpDevice } from '@eg/shared'
import { isLoopback } from '../addresses.js'
import type { CoreConfig } from '../config.js'
import { canVote } from '../game/device-health.js'
import type { CoreFacts } from '../ready/core-checks.js'
import type { BackupState } from './backup-watch.js'
import { freeMb, onSameDevice } from './disk-space.js'

/** How often the disks are looked at (ms). */
const DISK_EVERY_MS = 30_000

/** What the main thread knows of the core; what was compared with the operator's clock is the store's. */
export type CoreReport = Omit<CoreFacts, 'clock'>

export interface CoreReportOptions {
  config: CoreConfig
  clock: Clock
  storeFailing: () => string | null
  /** Null: no backups are taken. */
  backup: () => BackupState | null
  /** The last backup failed because there was no room for it. */
  backupNoRoom: () => boolean
  /** The last backup is not in its folder any more, which is there: another one is wanted though nothing was stored. */
  backupGone: () => void
  /** For how long something has been in no backup (ms). */
  behindMs: () => number
  books: () => OpBooks | null
  devices: () => readonly OpDevice[]
  /** Null without TLS. */
  certificateDays: () => number | null
}

/** Gathers what the ready gate must know of the core from the parts that watch it. Resolves when the disks were looked at once. */
export async function startCoreReport(options: CoreReportOptions): Promise<{ report(): CoreReport; stop(): void }> {
  const { config, clock, devices } = options
  const disk: { freeMb: number | null; backupFreeMb: number | null } = { freeMb: null, backupFreeMb: null }
  /** A backup as it was found when it was last looked for: a stick may go while nothing is stored and so none is taken. */
  let found: { file: string; sameDevice: boolean | null } | null = null
  /** A stick that hangs holds up one look, not one more of the few threads that read files every time. */
  let looking = false
  const look = async () => {
    if (looking) return
    looking = true
    await lookAtDisks().finally(() => (looking = false))
  }
  const lookAtDisks = async () => {
    const { folder } = config.backup
    const file = options.backup()?.file ?? null
    disk.freeMb = await freeMb(dirname(config.dbPath), true)
    // The first one makes its folder; one that is gone afterwards was a stick.
    disk.backupFreeMb = await freeMb(folder, file === null)
    found = file === null ? null : { file, sameDevice: await onSameDevice(join(folder, file), config.dbPath) }
    // Another one may have been taken while it was looked for.
    const isLast = options.backup()?.file === file
    if (found?.sameDevice === null && isLast && disk.backupFreeMb !== null) options.backupGone()
  }
  const slots = () => {
    const known = devices().filter(({ kind, protection }) => kind === 'slot' && protection !== 'pending')
    const here = known.filter(({ online, parts, troubles = [] }) =>
      canVote({ online, parts, silent: troubles.includes('agent_silent') }),
    )
    const expected = config.expectedVotes === 'slots' ? known.length : config.expectedVotes
    return { here: here.length, expected }
  }
  const books = () => {
    const said = options.books()
    return said && { ok: said.ok, checkedAt: said.checked_at, problems: said.problems }
  }
  const backup = () => {
    const { at = null, file = null, same_device = null, problem = null } = options.backup() ?? {}
    const seen = found !== null && found.file === file ? found.sameDevice : same_device
    const where = { isGone: file !== null && seen === null, sameDevice: seen }
    return {
      everyMs: config.backup.everyMs,
      at,
      ...where,
      problem,
      noRoom: options.backupNoRoom(),
      behindMs: options.behindMs(),
    }
  }
  const tls = () => {
    const daysLeft = options.certificateDays()
    return daysLeft === null ? null : { daysLeft }
  }
  await look()
  return {
    report: () => ({
      storeFailing: options.storeFailing(),
      disk: { ...disk, neededMb: config.readyDiskMb },
      backup: backup(),
      books: books(),
      slots: slots(),
      auth: config.auth,
      loopback: isLoopback(config.bind),
      tls: tls(),
      unprotected: devices().flatMap(({ device_id, protection }) => (protection === 'unprotected' ? [device_id] : [])),
    }),
    stop: clock.every(DISK_EVERY_MS, () => void look()),
  }
}
