import {
  chmodSync,
  closeSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeSync,
} from 'node:fs'
import { dirname } from 'node:path'
import { StartFailure } from '../start-failure.js'

/** What only this program's own user may read and write. */
const PRIVATE = 0o600

/**
 * Puts `value` into a file that nobody else may read, whole or not at all: a power cut leaves the old one or the new one. It is on the
 * disk when this returns. Throws what the file system says.
 */
export function writePrivateFile(path: string, value: object): void {
  mkdirSync(dirname(path), { recursive: true })
  const draft = `${path}.new`
  rmSync(draft, { force: true })
  const file = openSync(draft, 'wx', PRIVATE)
  try {
    writeSync(file, `${JSON.stringify(value, null, 2)}\n`)
    fsyncSync(file)
  } finally {
    closeSync(file)
  }
  renameSync(draft, path)
  const folder = openSync(dirname(path), 'r')
  try {
    fsyncSync(folder)
  } finally {
    closeSync(folder)
  }
}

/**
 * What such a file holds; null where there is none. One that others could read is closed to them first. Throws a
 * StartFailure for one that cannot be read or is not what was written: a secret is not guessed.
 */
export function readPrivateFile(path: string, what: string): unknown {
  try {
    const text = readFileSync(path, 'utf8')
    if ((statSync(path).mode & 0o077) !== 0) chmodSync(path, PRIVATE)
    return JSON.parse(text)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null
    const why = error instanceof Error ? error.message : String(error)
    throw new StartFailure(
      `${path} cannot be read (${why}). It holds ${what}: give it back to this user with mode 0600, or remove it and have the operator enrol this device again`,
      { cause: error },
    )
  }
}

export function removePrivateFile(path: string): void {
  rmSync(path, { force: true })
}
