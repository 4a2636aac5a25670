import { isRehearsalPath, rehearsalBackups, rehearsalPath } from './rehearsal-path.js'

/** A core that rehearses. */
export interface RehearsalConfig {
  /** The real database (DB_PATH): read when a rehearsal is begun, never opened otherwise. */
  realPath: string
  /** Begin anew: what was rehearsed before is thrown away. */
  fresh: boolean
}

/** EG_REHEARSAL: `fresh` begins anew, `yes` goes on where the last rehearsal stopped. */
export type RehearsalWish = 'no' | 'yes' | 'fresh'

/** What a rehearsal changes of where the core keeps things. `problem`: one sentence, for whoever set DB_PATH. */
export function placesOf(
  wish: RehearsalWish,
  dbPath: string,
  backupFolder: string,
): { dbPath: string; backupFolder: string; rehearsal: RehearsalConfig | null } | { problem: string } {
  if (isRehearsalPath(dbPath)) {
    return {
      problem:
        wish === 'no'
          ? 'is named as a rehearsal’s database, whose money is not real. Name the real one, or rehearse with "npm run rehearse"'
          : 'is the rehearsal’s own database. Name the real one: the rehearsal’s lies beside it by itself',
    }
  }
  if (wish === 'no') return { dbPath, backupFolder, rehearsal: null }
  return {
    dbPath: rehearsalPath(dbPath),
    // Never BACKUP_DIR: the copies would stand among the real ones, and make them outdated.
    backupFolder: rehearsalBackups(dbPath),
    rehearsal: { realPath: dbPath, fresh: wish === 'fresh' },
  }
}
