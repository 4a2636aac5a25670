/** Whether SQLite itself failed (disk full, I/O, locked), rather than a rule or a constraint. */
export function isStorageError(error: unknown): boolean {
  const code = (error as { code?: unknown }).code
  return (
    typeof code === 'string' &&
    /^SQLITE_(FULL|IOERR|BUSY|LOCKED|CANTOPEN|CORRUPT|NOTADB|READONLY|NOMEM|PROTOCOL)/.test(code)
  )
}
