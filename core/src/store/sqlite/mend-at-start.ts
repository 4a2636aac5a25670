import { StoreRefusedError } from '../store.js'
import { newestGood } from './backup-files.js'
import { checkFile } from './check-file.js'
import { putInPlace } from './put-in-place.js'

export interface RestorePolicy {
  /** Where the backups lie. */
  folder: string
  /** `ask`: refuse and say what to do; `auto`: take the newest good backup; `none`: begin anew where there is no database. */
  policy: 'ask' | 'auto' | 'none'
}

/**
 * Looks at the database before it is opened. One that is damaged is never replaced in silence: it is kept aside and the
 * newest good backup is taken where the venue said so (`auto`), or the start is refused with what to do. The sentence that
 * is returned says what was done; null: nothing was needed.
 * @throws StoreRefusedError in one line
 */
export function mendAtStart(path: string, restore: RestorePolicy, at: number): string | null {
  const state = checkFile(path)
  if (state.kind === 'good') return null
  if (state.kind === 'foreign' || state.kind === 'unusable') {
    throw new StoreRefusedError(
      `DB_PATH ${path}: ${state.why}. Name another file or mend its rights; nothing was changed.`,
    )
  }
  const backup = newestGood(restore.folder)
  const missing = state.kind === 'missing'
  if (missing && (!backup || restore.policy === 'none')) return null
  const what = missing ? 'there is no database' : `it is damaged (${state.why})`
  if (!backup) {
    throw new StoreRefusedError(
      `DB_PATH ${path}: ${what}, and ${restore.folder} (BACKUP_DIR) holds no good backup. Name another BACKUP_DIR, or move the file away to begin anew; nothing was changed.`,
    )
  }
  const when = new Date(backup.at).toISOString()
  if (restore.policy !== 'auto') {
    const anew = missing ? ', or with EG_RESTORE=none to begin anew' : ''
    throw new StoreRefusedError(
      `DB_PATH ${path}: ${what}. The newest good backup is of ${when}: take it with "npm run restore -- ${backup.path}" or start with EG_RESTORE=auto${anew}. Nothing was changed.`,
    )
  }
  const aside = putInPlace(backup.path, path, at)
  const kept = aside === null ? '' : ` The old file is kept as ${aside}.`
  return `DB_PATH ${path}: ${what}. The backup of ${when} (${backup.path}) was taken in its place.${kept}`
}
