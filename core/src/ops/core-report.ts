import type { OpBooks, OpDevice } from '@eg/shared'
import { isLoopback } from '../addresses.js'
import type { CoreConfig } from '../config.js'
import { canVote } from '../game/device-health.js'
import type { CoreFacts } from '../ready/core-checks.js'
import type { BackupState } from './backup-watch.js'
import type { DiskWatch } from './disk-watch.js'

/** What the main thread knows of the core; what was compared with the operator's clock is the store's. */
export type CoreReport = Omit<CoreFacts, 'clock'>

export interface CoreReportOptions {
  config: CoreConfig
  disks: DiskWatch
  storeFailing: () => string | null
  /** Null: no backups are taken. */
  backup: () => BackupState | null
  /** The last backup failed because there was no room for it. */
  backupNoRoom: () => boolean
  /** For how long something has been in no backup (ms). */
  behindMs: () => number
  books: () => OpBooks | null
  devices: () => readonly OpDevice[]
  /** Null without TLS. */
  certificateDays: () => number | null
}

/** Gathers what the ready gate must know of the core from the parts that watch it. */
export function createCoreReport(options: CoreReportOptions): () => CoreReport {
  const { config, disks, devices } = options
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
    const found = disks.found()
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
  return () => ({
    storeFailing: options.storeFailing(),
    disk: { ...disks.room(), neededMb: config.readyDiskMb },
    backup: backup(),
    books: books(),
    slots: slots(),
    auth: config.auth,
    loopback: isLoopback(config.bind),
    tls: tls(),
    unprotected: devices().flatMap(({ device_id, protection }) => (protection === 'unprotected' ? [device_id] : [])),
  })
}
