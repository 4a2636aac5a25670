import { once } from 'node:events'
import { mkdirSync, mkdtempSync, readdirSync, writeFileSync } from 'node:fs'
import { type AddressInfo, createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, describe, expect, it } from 'vitest'
import { CORE, endAll, runProgram, startProgram } from '../../scripts/test/processes.js'

const ANY_PORT = { MQTT_PORT: '0', MQTT_WS_PORT: '0', API_PORT: '0', OPERATOR_UI_PORT: '0' }
const freshPath = () => join(mkdtempSync(join(tmpdir(), 'eg-one-')), 'core.db')
const startCore = (DB_PATH: string) => startProgram(CORE, { ...ANY_PORT, DB_PATH }, 'core ready')
const lastWords = async (env: Record<string, string>) => {
  const failed = runProgram(CORE, { ...ANY_PORT, ...env })
  expect(await failed.ended).toBe(1)
  return failed.output().trim()
}
afterEach(endAll)

describe('a database', () => {
  it('P13 is used by one core alone: a second one ends with a line that says who holds it', async () => {
    const DB_PATH = freshPath()
    const first = await startCore(DB_PATH)
    const words = await lastWords({ DB_PATH })
    expect(words).toMatch(/^DB_PATH \S+: another core \(process \d+\) uses this database\. Stop that one, .*$/)
    expect(words).toContain(`process ${first.pid})`)
    const other = await startCore(freshPath())
    await other.end()
    // kill -9 gives it back, and so does a clean stop.
    await first.end('SIGKILL')
    const second = await startCore(DB_PATH)
    await second.end()
    await startCore(DB_PATH)
  })

  it('P9 in a folder that cannot be used is one line too', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'eg-one-'))
    writeFileSync(join(folder, 'file'), 'x')
    mkdirSync(join(folder, 'core.db'))
    for (const DB_PATH of [join(folder, 'file', 'core.db'), join(folder, 'core.db')]) {
      expect((await lastWords({ DB_PATH })).split('\n')).toEqual([expect.stringContaining(`DB_PATH ${DB_PATH}: `)])
    }
    expect(readdirSync(join(folder, 'core.db'))).toEqual([])
  })

  it.each(['MQTT_PORT', 'MQTT_WS_PORT', 'API_PORT', 'OPERATOR_UI_PORT'])('T5 %s in use is one line', async (name) => {
    const taken = createServer().listen(0, '127.0.0.1')
    await once(taken, 'listening')
    const { port } = taken.address() as AddressInfo
    const words = await lastWords({ DB_PATH: freshPath(), [name]: String(port), LOG_LEVEL: 'fatal' })
    expect(words.split('\n')).toEqual([expect.stringContaining(`${name}=${port}: the port is in use`)])
    taken.close()
  })

  it('P14 has no start of a core in its journal that never opened its ports', async () => {
    const DB_PATH = freshPath()
    const taken = createServer().listen(0, '127.0.0.1')
    await once(taken, 'listening')
    const { port } = taken.address() as AddressInfo
    expect(await lastWords({ DB_PATH, OPERATOR_UI_PORT: String(port) })).toContain(`OPERATOR_UI_PORT=${port}`)
    taken.close()
    const core = await startCore(DB_PATH)
    const api = /"api":"([^"]+)"/.exec(core.output())?.[1]
    const { items } = (await (await fetch(`${api}/api/timeline`)).json()) as { items: { kind: string }[] }
    expect(items.map((line) => line.kind)).toEqual(['coreStart'])
  })
})
