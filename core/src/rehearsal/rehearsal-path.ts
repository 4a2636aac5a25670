import { basename, dirname, extname, join } from 'node:path'

const MARK = '.rehearsal'

/** Where a rehearsal's database lies: beside the real one (`core.db` → `core.rehearsal.db`). */
export function rehearsalPath(realPath: string): string {
  const ending = extname(realPath)
  return join(dirname(realPath), `${basename(realPath, ending)}${MARK}${ending}`)
}

/** Whether a file is named like the database of a rehearsal. */
export function isRehearsalPath(path: string): boolean {
  return basename(path, extname(path)).endsWith(MARK)
}

/** Where copies of a rehearsal's database go: among the real ones they would be taken for them, and push them out. */
export function rehearsalBackups(realPath: string): string {
  return join(dirname(realPath), 'rehearsal-backups')
}
