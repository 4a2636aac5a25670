import { statSync } from 'node:fs'
import { join } from 'node:path'
import type Database from 'better-sqlite3'
import type { CoreConfig } from '../config.js'
import { takeBackup } from '../store/sqlite/backup-files.js'
import { checkFile } from '../store/sqlite/check-file.js'
import { lockDatabase } from '../store/sqlite/lock-database.js'
import { openDatabase, openReadOnly } from '../store/sqlite/open-database.js'
import { createBooksCheck } from '../store/sqlite/reads/books-check.js'
import { findPlayers } from './find-players.js'
import { deleteCopies, findCopies } from './kept-copies.js'
import { pseudonymise } from './pseudonymise.js'
import type { PurgeArguments } from './purge-arguments.js'
import { copiesLine, dayOf, doneLine, tableOf } from './purge-report.js'

/**
 * Shows what would be purged, also while the core runs; with `yes` does it, on a core that is stopped.
 * @throws StoreRefusedError while a core uses the database; Error in one line for what else is in the way. Then nothing was changed
 */
export function purge(config: CoreConfig, given: PurgeArguments, now: number, say: (text: string) => void): void {
  const { dbPath } = config
  const state = checkFile(dbPath)
  if (state.kind !== 'good') {
    const why = 'why' in state ? state.why : 'there is no such file'
    throw new Error(`DB_PATH ${dbPath}: ${why}. Nothing was changed.`)
  }
  if (!given.yes) return show(config, given, now, say)
  const lock = lockDatabase(dbPath)
  try {
    carryOut(config, given, now, say)
  } finally {
    lock.release()
  }
}

function show({ dbPath, backup, money }: CoreConfig, given: PurgeArguments, now: number, say: Say): void {
  const { cutoff, card } = given
  const db = openReadOnly(dbPath)
  try {
    const who = card === null ? `Who was last active before ${dayOf(cutoff)}` : `Whose card is …${card.slice(-4)}`
    say(`${who} (nothing is changed; --yes does it, with the core stopped):`)
    say(tableOf(findPlayers(db, { cutoff, card, now }), inCurrency(money.currency)))
    const lines = db.prepare('SELECT count(*) FROM journal WHERE at < ?').pluck().get(cutoff) as number
    say(`${lines} lines of the journal are older.`)
    say(`${findCopies(dbPath, backup.folder).length} backups and kept databases hold it too.`)
  } finally {
    db.close()
  }
}

type Say = (text: string) => void

function carryOut({ dbPath, backup, money }: CoreConfig, given: PurgeArguments, now: number, say: Say): void {
  const span = { cutoff: given.cutoff, card: given.card, now }
  const db = openDatabase(dbPath)
  try {
    const wrong = checkBooks(db)
    if (wrong.length > 0) {
      throw new Error(
        `The books do not balance: ${wrong.join(' ')} Nothing was changed; find out why before anything is purged.`,
      )
    }
    const before = takeBackup(dbPath, backup.folder, now)
    say(`A backup was taken first: ${join(backup.folder, before.file)}`)
    const found = findPlayers(db, span)
    say(tableOf(found, inCurrency(money.currency)))
    const purged = pseudonymise(
      db,
      found.filter(({ stays }) => stays === null),
      span,
    )
    leaveNothing(db)
    const problems = checkBooks(db)
    if (problems.length > 0) {
      const file = join(backup.folder, before.file)
      throw new Error(`The books do not balance any more: ${problems.join(' ')} Go back: npm run restore -- ${file}`)
    }
    say(doneLine(purged))
  } finally {
    db.close()
  }
  const copies = findCopies(dbPath, backup.folder)
  if (!given.backups) return say(copiesLine(copies))
  const fresh = takeBackup(dbPath, backup.folder, now)
  deleteCopies(copies)
  say(
    `${copies.length} backups and kept databases were deleted. The one that is left: ${join(backup.folder, fresh.file)}`,
  )
}

/** Nothing stays in free pages or in the log: the file is written anew, and the log is emptied. */
function leaveNothing(db: Database.Database): void {
  db.pragma('wal_checkpoint(TRUNCATE)')
  db.exec('VACUUM')
  db.pragma('wal_checkpoint(TRUNCATE)')
  const log = statSync(`${db.name}-wal`, { throwIfNoEntry: false })
  if (log && log.size > 0)
    throw new Error(`${db.name}-wal could not be emptied: something else reads it. Stop that and purge again.`)
}

function checkBooks(db: Database.Database): string[] {
  const check = createBooksCheck(db)
  let found = check(true)
  while (found === null) found = check(false)
  return found.problems
}

function inCurrency(currency: string): (cents: number) => string {
  const format = new Intl.NumberFormat('en', { style: 'currency', currency })
  return (cents) => format.format(cents / 100)
}
