import { resolve } from 'node:path'
import { readConfig } from './config.js'
import { checkBackup } from './store/sqlite/check-file.js'
import { lockDatabase } from './store/sqlite/lock-database.js'
import { putInPlace } from './store/sqlite/put-in-place.js'

// npm run restore -- FILE: puts a backup in the place of the core's database (DB_PATH). The core must be stopped.

const [file] = process.argv.slice(2)
try {
  restore(file)
} catch (error) {
  console.error(error instanceof Error ? error.message : String(error))
  process.exit(1)
}

function restore(given: string | undefined): void {
  if (given === undefined) {
    throw new Error(
      'Usage: npm run restore -- FILE. FILE is a backup, such as data/backups/core-2026-11-21T21-05-00Z-42.db.',
    )
  }
  const { dbPath, rehearsal } = readConfig(process.env)
  if (rehearsal) {
    throw new Error(
      'EG_REHEARSAL is set: into a rehearsal nothing is restored. Begin it anew with "npm run rehearse -- --fresh", or leave EG_REHEARSAL out to restore the real database; nothing was changed.',
    )
  }
  const backup = resolve(given)
  const state = checkBackup(backup)
  if (state.kind !== 'good') {
    const why = 'why' in state ? state.why : 'there is no such file'
    throw new Error(`${backup} cannot be taken: ${why}. Choose another backup; nothing was changed.`)
  }
  const lock = lockDatabase(dbPath)
  try {
    const aside = putInPlace(backup, dbPath, Date.now())
    const kept = aside === null ? '' : ` The former database is kept as ${aside}.`
    console.log(`✓ ${backup} is now ${dbPath}.${kept} Start the core.`)
  } finally {
    lock.release()
  }
}
