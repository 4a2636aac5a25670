import { renameSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { newSecret } from './secrets.js'

const FILE = 'admin.token'
const PREFIX = 'at_'

export function adminTokenPath(dbPath: string): string {
  return join(dirname(resolve(dbPath)), FILE)
}

/**
 * Writes a new token for whoever administers the core on its own machine (`npm run device`, `npm run operator`), readable by
 * the core's own user only. Who may read it may read the database beside it too, so it gives nothing away.
 */
export function writeAdminToken(dbPath: string): string {
  const path = adminTokenPath(dbPath)
  const token = newSecret(PREFIX)
  const draft = `${path}.new`
  // A draft that somebody left keeps its mode when it is written over.
  rmSync(draft, { force: true })
  writeFileSync(draft, `${token}\n`, { mode: 0o600 })
  renameSync(draft, path)
  return token
}
