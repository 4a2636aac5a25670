import { spawnSync } from 'node:child_process'
import { closeSync, mkdtempSync, openSync, realpathSync, rmSync, writeSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { afterAll, describe, expect, it } from 'vitest'
import { checkEvening } from '../evening/check-evening.js'
import { inWords, isClean } from '../evening/verdict.js'
import { replay, seed } from '../seed.js'
import { type CoreOnDisk, startCoreOnDisk } from './core-on-disk.js'
import { type Hold, whileItLasts } from './strike.js'

const DISK_BYTES = 8 * 1024 * 1024
const HOLDS: readonly Hold[] = ['brief', 'until told']

/** Something that keeps a core from committing; what it returns takes it away again. */
type Cause = (on: CoreOnDisk) => () => void

/** Lets a core under load meet a cause, and looks at it until it acknowledges again, by itself, and all is there. */
async function meets(what: string, cause: Cause, hold: Hold, folder?: string): Promise<void> {
  const on = await startCoreOnDisk({ seed, ...(folder !== undefined && { folder }) })
  try {
    await on.acknowledges()
    const since = Date.now()
    const end = cause(on)
    await whileItLasts(on, hold)
    end()
    const recoveredMs = Math.round(await on.acknowledges())
    const verdict = checkEvening(on.core.dbPath, on.evening.account)
    expect(isClean(verdict), `${inWords(verdict)}\n${replay('io-failure')}`).toBe(true)
    expect(on.core.running()).toBe(true)
    const stalledMs = on.stalledMs(since)
    console.log(
      `${what}, ${hold}: recovered within ${recoveredMs} ms, event loop never longer still than ${stalledMs} ms`,
    )
  } finally {
    await on.end()
  }
}

describe.concurrent('nothing is acknowledged, reads go on, and the core recovers when', () => {
  it.each(HOLDS)('Z7 another process held the lock of the database: %s', async (hold) => {
    await meets('lock held', takeLock, hold)
  })

  it.each(HOLDS)('Z7 the disk was full: %s', async (hold) => {
    const folder = smallDisk()
    if (folder === null) await meets('disk full (by the shim)', fillByShim, hold)
    else await meets('disk full (tmpfs)', () => fill(folder), hold, folder)
  })
})

const mounted: string[] = []
afterAll(() => {
  for (const folder of mounted) {
    spawnSync('umount', [folder])
    rmSync(folder, { recursive: true })
  }
})

/** A disk of its own, small; null where this user may not mount one. */
function smallDisk(): string | null {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'eg-small-')))
  const { status } = spawnSync('mount', ['-t', 'tmpfs', '-o', `size=${DISK_BYTES}`, 'eg-torture', folder])
  if (status === 0) mounted.push(folder)
  else rmSync(folder, { recursive: true })
  return status === 0 ? folder : null
}

/** Takes all that is free on the disk of a folder, while a core takes its share. */
function fill(folder: string): () => void {
  const path = join(folder, 'filler')
  const filler = openSync(path, 'w')
  const chunk = Buffer.alloc(4096)
  try {
    for (;;) writeSync(filler, chunk)
  } catch (error) {
    if ((error as { code?: string }).code !== 'ENOSPC') throw error
  } finally {
    closeSync(filler)
  }
  return () => rmSync(path)
}

const takeLock: Cause = ({ core }) => {
  const other = new Database(core.dbPath)
  other.exec('BEGIN EXCLUSIVE')
  return () => other.close()
}

const fillByShim: Cause = ({ disk }) => {
  disk.arm({ fault: 'enospc', after: 0, lasting: true })
  return disk.mend
}
