import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, describe, expect, it } from 'vitest'
import { CORE, endAll, runProgram } from '../../scripts/test/processes.js'

afterEach(endAll)

describe('BIND', () => {
  it.each([
    ['is an address of another machine', '203.0.113.7', 'this machine has no such address'],
    ['is a name that nobody has', 'eg-core..local', 'no address is known under this name (E'],
    ['is of a network without a card', 'fe80::1', 'cannot listen on fe80::1 (E'],
  ])('T60 that %s is one line that says what to use', async (_, BIND, words) => {
    const DB_PATH = join(mkdtempSync(join(tmpdir(), 'eg-bind-')), 'core.db')
    const ports = { MQTT_PORT: '0', MQTT_WS_PORT: '0', API_PORT: '0', OPERATOR_UI_PORT: '0' }
    const core = runProgram(CORE, { ...ports, DB_PATH, BIND, EG_AUTH: 'open', LOG_LEVEL: 'fatal' })
    expect(await core.ended).toBe(1)
    expect(core.output().trim().split('\n')).toEqual([expect.stringContaining(`BIND=${BIND}`)])
    expect(core.output()).toContain(words)
    expect(core.output()).toContain('hostname -I')
  })
})
