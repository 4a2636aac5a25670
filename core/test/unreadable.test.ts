import { closeSync, openSync, statSync, writeSync } from 'node:fs'
import { afterEach, describe, expect, it } from 'vitest'
import { type CoreProcess, createCoreProcess, until } from './core-process.js'

const PAGE = 4096

let core: CoreProcess
afterEach(() => core.kill())

/** What a dying SD card gives back: every page but the first is garbage. */
function spoil(path: string): void {
  const file = openSync(path, 'r+')
  const garbage = Buffer.alloc(PAGE, 0xff)
  for (let at = PAGE; at < statSync(path).size; at += PAGE) writeSync(file, garbage, 0, PAGE, at)
  closeSync(file)
}

describe('a database that cannot be read', () => {
  it('H6 is answered 503 and in words, and the core goes on', async () => {
    core = await createCoreProcess({ EG_BACKUP_SECONDS: '0' })
    await core.start()
    // Once the log is in the file, reads come from the file.
    await until('the log to be in the file', () => statSync(core.dbPath).size > 20 * PAGE)
    await core.stop()
    core.lines.length = 0
    await core.start()
    await until('the reader', () => core.lines.some((line) => line.includes('the books balance')))
    spoil(core.dbPath)
    const answer = await until('a read that fails', async () => {
      const response = await fetch(`${core.api}/api/shifts`)
      return response.ok ? null : { status: response.status, body: (await response.json()) as object }
    })
    expect(answer).toMatchObject({ status: 503, body: { ok: false, status: 'unavailable', reason: 'storage' } })
    expect((answer.body as { detail: string }).detail).toMatch(/malformed.*look at the core's disk/)
    expect((await fetch(`${core.api}/metrics`)).status).toBe(200)
  })
})
