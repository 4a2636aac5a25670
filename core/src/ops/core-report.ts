import { dirname } from 'node:path'
import type { Clock, OpBooks, OpDevice } from '@eg/shared'
import { isLoopback } from '../addresses.js'
import type { CoreConfig } from '../config.js'
import { canVote } from '../game/device-health.js'
import type { CoreFacts } from '../ready/core-checks.js'
import type { BackupState } from './backup-watch.js'
import { freeMb } from './disk-space.js'

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
  /** Something was stored since the last backup. */
  behind: () => boolean
  books: () => OpBooks | null
  devices: () => readonly OpDevice[]
  /** Null without TLS. */
  certificateDays: () => number | null
}

/** Gathers what the ready gate must know of the core from the parts that watch it. Resolves when the disks were looked at once. */
export async function startCoreReport(options: CoreReportOptions): Promise<{ report(): CoreReport; stop(): void }> {
  const { config, clock, devices } = options
  const disk: { freeMb: number | null; backupFreeMb: number | null } = { freeMb: null, backupFreeMb: null }
  const look = async () => {
    disk.freeMb = await freeMb(dirname(config.dbPath))
    disk.backupFreeMb = await freeMb(config.backup.folder)
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
    const found = options.books()
    return found && { ok: found.ok, checkedAt: found.checked_at, problems: found.problems }
  }
  const backup = () => {
    const { at = null, same_device: sameDevice = null, problem = null } = options.backup() ?? {}
    const noRoom = options.backupNoRoom()
    return { everyMs: config.backup.everyMs, at, sameDevice, problem, noRoom, behind: options.behind() }
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
