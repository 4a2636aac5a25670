// The core without its wire guard, to measure what that costs. The core has no switch for it: this is a copy of what was built,
// with one line changed.
import { cpSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { temporaryFolder } from './processes.mjs'

const ROOT = fileURLToPath(new URL('../../', import.meta.url))
const MAIN = 'dist/bundle/main.js'
const TAKES = 'attach(connection, request) {'
const MIGRATIONS = 'src/store/sqlite/migrations'

/** The main script of such a copy. */
export function unguardedCore() {
  const root = temporaryFolder()
  const copy = join(root, 'core')
  mkdirSync(join(copy, 'src/store/sqlite'), { recursive: true })
  for (const part of ['package.json', 'dist', 'paytables', MIGRATIONS]) {
    cpSync(join(ROOT, 'core', part), join(copy, part), { recursive: true })
  }
  symlinkSync(join(ROOT, 'node_modules'), join(root, 'node_modules'))
  const text = readFileSync(join(copy, MAIN), 'utf8')
  if (text.split(TAKES).length !== 2) throw new Error(`${MAIN} has changed: it no longer has "${TAKES}" once`)
  writeFileSync(join(copy, MAIN), text.replace(TAKES, `${TAKES} return true;`))
  return join(copy, MAIN)
}
