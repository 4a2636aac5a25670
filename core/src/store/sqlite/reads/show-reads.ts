import type Database from 'better-sqlite3'
import type { ScriptText } from '../../store.js'

export function createShowReads(db: Database.Database) {
  const last = db.prepare(
    'SELECT script, name, hash, text, loaded_at, loaded_by FROM show_scripts ORDER BY script DESC LIMIT 1',
  )
  return {
    /** The script that is loaded, as it was written. */
    showScript: (): ScriptText | null => (last.get() as ScriptText | undefined) ?? null,
  }
}
