import { type Fault, type Finding, found } from './check.js'

/** The operator's clock may differ by this much (ms). */
export const CLOCK_LIMIT_MS = 2000
/** Certificates that end sooner are renewed before doors open (days). */
export const CERTIFICATE_DAYS = 14
/** The books are added up every few seconds: an older word is none (ms). */
export const BOOKS_LIMIT_MS = 60_000
/** So many intervals a backup may lag behind what was stored since. */
const BACKUP_INTERVALS = 3

/** What is known of the core; null or undefined where nothing is. */
export interface CoreFacts {
  /** Why nothing can be stored; null while everything can. */
  storeFailing: string | null
  /** Free space in MB (null: it could not be read), and how much there must be. */
  disk: { freeMb: number | null; backupFreeMb: number | null; neededMb: number }
  backup: {
    /** How often one is taken (ms); null: never. */
    everyMs: number | null
    at: number | null
    sameDevice: boolean | null
    /** It is not where it was put any more. */
    isGone: boolean
    problem: string | null
    /** The last one failed because there was no room for it. */
    noRoom?: boolean
    /** For how long something was stored that it does not have (ms); 0: it has everything. */
    behindMs: number
  }
  /** What the operator's machine said last: its clock less ours (ms). */
  clock: { offsetMs: number; at: number } | null
  books: { ok: boolean; checkedAt: number; problems: readonly string[] } | null
  slots: { here: number; expected: number }
  auth: 'open' | 'enrolled'
  /** It listens on this machine only, so no stranger can come. */
  loopback: boolean
  tls: { daysLeft: number } | null
  /** Devices let in by name and address alone. */
  unprotected: readonly string[]
}

/** Everything about the core itself (U20–U26). `from`: since when a reading counts as today's. */
export function coreChecks(facts: CoreFacts, from: number, at: number): Finding[] {
  const { neededMb, freeMb, backupFreeMb } = facts.disk
  return [
    found('core', 'store', storeFault(facts)),
    found('core', 'disk', diskFault('database', freeMb, neededMb)),
    found('core', 'backup_disk', facts.backup.everyMs === null ? null : diskFault('backups', backupFreeMb, neededMb)),
    found('core', 'backup', backupFault(facts.backup)),
    found('core', 'clock', clockFault(facts.clock, from), facts.clock?.at ?? null),
    found('core', 'books', booksFault(facts.books, at)),
    found('core', 'slots', slotsFault(facts.slots)),
    found('core', 'auth', authFault(facts)),
    found('core', 'tls', tlsFault(facts)),
    found('core', 'unprotected', unprotectedFault(facts.unprotected)),
  ]
}

function storeFault({ storeFailing }: CoreFacts): Fault | null {
  if (storeFailing === null) return null
  const detail = `The core cannot store anything (${storeFailing}). Nothing counts until it can: look at its disk.`
  return { problem: 'store_failing', remedy: 'look_at_disk', detail }
}

function diskFault(place: 'database' | 'backups', freeMb: number | null, neededMb: number): Fault | null {
  if (freeMb === null) {
    const detail = `The free space where the ${place} lie could not be read, so nobody knows whether there is any. Look whether that disk is there.`
    return { problem: 'disk_unknown', remedy: 'look_at_disk', detail }
  }
  if (freeMb >= neededMb) return null
  // In steps, so that a disk that fills is not news every second.
  const step = Math.floor(freeMb / 50) * 50
  const detail = `The disk of the ${place} has ${step} MB left; ${neededMb} are needed for an evening. Free some space, or put a larger disk in.`
  return { problem: 'disk_low', remedy: 'free_space', detail, params: { free_mb: step, needed_mb: neededMb } }
}

function backupFault(facts: CoreFacts['backup']): Fault | null {
  const { everyMs, at, sameDevice, isGone, problem, noRoom = false, behindMs } = facts
  if (everyMs === null) {
    const detail =
      'No backups are taken (EG_BACKUP_SECONDS=0): a broken disk takes the evening with it. Switch them on.'
    return { problem: 'backup_off', remedy: 'switch_backups_on', detail }
  }
  if (noRoom) {
    const detail =
      'There is no room for another backup. What happened since the last one is in one place only. Free some space on the disk of the backups, or put a larger disk in.'
    return { problem: 'backup_no_room', remedy: 'free_space', detail }
  }
  if (problem !== null) {
    const detail = `The last backup failed (${problem}). What happened since the one before is in one place only. Look at the folder of the backups.`
    return { problem: 'backup_failed', remedy: 'look_at_backups', detail }
  }
  if (at === null) {
    const detail = 'No backup was taken since the core started. Wait for the first one; it comes within a minute or so.'
    return { problem: 'backup_none', remedy: 'wait_for_backup', detail }
  }
  if (isGone) {
    const detail =
      'The last backup is not where it was put any more: the stick was pulled out, or somebody emptied the folder. Put the stick back in and look at the folder of the backups.'
    return { problem: 'backup_gone', remedy: 'look_at_backups', detail }
  }
  if (behindMs > BACKUP_INTERVALS * everyMs) {
    const detail =
      'The last backup is older than it should be, and things happened since. Look at the folder of the backups.'
    return { problem: 'backup_old', remedy: 'look_at_backups', detail }
  }
  if (sameDevice === false) return null
  const detail =
    'Backups lie on the same device as the database: if it breaks, both are gone. Put in a USB stick and name it in BACKUP_DIR, or waive this.'
  return { problem: 'backup_same_device', remedy: 'backup_elsewhere', detail }
}

function clockFault(clock: CoreFacts['clock'], from: number): Fault | null {
  if (!clock || clock.at < from) {
    const detail =
      'The core’s clock was not compared with the operator’s today, or not since its machine was switched on. Open this page on the operator’s laptop: it compares them.'
    return { problem: 'clock_unknown', remedy: 'compare_clocks', detail }
  }
  if (Math.abs(clock.offsetMs) <= CLOCK_LIMIT_MS) return null
  const seconds = Math.round(clock.offsetMs / 1000)
  const detail = `The operator’s clock is ${seconds} s off the core’s; 2 s are allowed, or times in reports are wrong. Set the one that is wrong, then compare again.`
  return { problem: 'clock_off', remedy: 'set_clock', detail, params: { offset_ms: clock.offsetMs } }
}

function booksFault(books: CoreFacts['books'], at: number): Fault | null {
  if (!books || at - books.checkedAt > BOOKS_LIMIT_MS) {
    const detail =
      'The books were not added up lately, so nobody knows whether they balance. Wait a moment; if it stays, look at the core’s log.'
    return { problem: 'books_unchecked', remedy: 'wait_for_books', detail }
  }
  if (books.ok) return null
  const first = books.problems[0] ?? ''
  const detail = `The books do not balance: ${first} Play for no money and keep the database as it is.`
  return { problem: 'books_wrong', remedy: 'keep_database', detail, params: { problems: books.problems.length } }
}

function slotsFault({ here, expected }: CoreFacts['slots']): Fault | null {
  if (here >= expected && expected > 0) return null
  const detail =
    expected > 0
      ? `${here} of ${expected} slots are here. Switch on or mend those that are missing; the list of slots says which.`
      : 'No slot is known here. Switch slots on and let them in.'
  return { problem: 'slots_missing', remedy: 'switch_slots_on', detail, params: { here, expected } }
}

function authFault({ auth, loopback }: CoreFacts): Fault | null {
  if (auth === 'enrolled' || loopback) return null
  const detail =
    'Nobody on this network has to show who he is (EG_AUTH=open): anybody may vote, command and move money. Set EG_AUTH=enrolled.'
  return { problem: 'auth_open', remedy: 'enrol', detail }
}

function tlsFault({ tls, loopback }: CoreFacts): Fault | null {
  if (tls && tls.daysLeft >= CERTIFICATE_DAYS) return null
  if (tls) {
    const detail = `The certificate ends in ${tls.daysLeft} days; devices refuse it then. "npm run certs" makes a new one, without a restart.`
    return { problem: 'certificate_ends', remedy: 'make_certificates', detail, params: { days_left: tls.daysLeft } }
  }
  if (loopback) return null
  const detail =
    'There are no certificates: passwords and cards cross the network in the clear. "npm run certs" makes them.'
  return { problem: 'tls_off', remedy: 'make_certificates', detail }
}

function unprotectedFault(devices: readonly string[]): Fault | null {
  if (devices.length === 0) return null
  const list = devices.join(', ')
  const detail = `Known by name and address alone: ${list}. Anybody with that address is taken for them. Enrol them, or waive this if they cannot be.`
  return { problem: 'unprotected', remedy: 'enrol', detail, params: { devices: [...devices] } }
}
