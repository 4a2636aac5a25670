import { execFile } from 'node:child_process'
import { createServer } from 'node:net'
import { once } from 'node:events'
import { promisify } from 'node:util'
import { fileURLToPath } from 'node:url'
import { mkdtempSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, describe, expect, it } from 'vitest'
import { freePorts, until } from './processes.js'
import { type House, houseEnv, startHouse } from './house.js'

const run = promisify(execFile)
const script = (name: string) => fileURLToPath(new URL(`../${name}`, import.meta.url))
let house: House | undefined
afterEach(async () => {
  await house?.end('SIGTERM')
  house = undefined
})

const call = async (path: string, body?: object) => {
  const response = await fetch(`${house?.api}${path}`, body ? { method: 'POST', body: JSON.stringify(body) } : {})
  return (await response.json()) as Record<string, unknown> & { items?: Record<string, unknown>[] }
}

describe('scripts/start.sh', () => {
  it('T4 starts everything, plays a night of 20 steps with nine slots, every vote counted once, and stops cleanly', async () => {
    // Nine simulated slots would leave nobody to wait for; slot-01 is played by typing, as a person at the terminal does.
    house = await startHouse([], await houseEnv())
    expect(house.output()).toContain(`http://127.0.0.1:${house.env.OPERATOR_UI_PORT}`)
    expect(house.output()).toContain(`http://127.0.0.1:${house.env.SLOT_UI_PORT}`)
    await call('/api/mode', { mode: 'night' })
    for (let step = 1; step <= 20; step++) {
      expect(
        await call('/api/night/step', { step, question: `Question ${step}?`, options: ['A', 'B', 'C'] }),
      ).toMatchObject({ ok: true })
      await until(
        `the eight simulated votes of step ${step}`,
        async () => ((await call('/api/night/runs?limit=1')).items?.[0]?.voted as number) >= 8,
      )
      house.type('2')
      await until(
        `the result of step ${step}`,
        async () => (await call('/api/night/runs?limit=1')).items?.[0]?.status === 'revealed',
      )
    }
    const { items: runs = [] } = await call('/api/night/runs')
    expect(runs.map((r) => r.step)).toEqual(Array.from({ length: 20 }, (_, i) => 20 - i))
    for (const night of runs) {
      const tally = night.tally as Record<string, number>
      expect(night.voted).toBe(9)
      expect(Object.values(tally).reduce((a, b) => a + b)).toBe(9)
      expect(tally.B).toBeGreaterThanOrEqual(1)
    }
    const { items: lines = [] } = await call('/api/timeline?limit=1000')
    expect(lines.filter((line) => line.kind === 'runRevealed')).toHaveLength(20)
    expect(await house.end('SIGINT')).toBe(0)
    for (const port of [house.env.API_PORT, house.env.SLOT_UI_PORT]) {
      await expect(fetch(`http://127.0.0.1:${port}/health`)).rejects.toThrow()
    }
  }, 120_000)

  it('A40 where devices are enrolled it says the code of the first start, and that slot-01 must be let in', async () => {
    house = await startHouse([], { ...(await houseEnv()), EG_AUTH: 'enrolled' })
    expect(house.output()).toMatch(/EG first start: open http:\/\/127\.0\.0\.1:\d+ and enter code \d{4}-\d{4}/)
    expect(house.output()).toMatch(/Enrolment +slot-01 shows a code/)
    expect(house.output()).not.toContain('play by themselves')
    const health = await (await fetch(`http://127.0.0.1:${house.env.API_PORT}/health`)).json()
    expect(health).toMatchObject({ ok: true, auth: 'enrolled' })
  }, 120_000)

  it('T5 a port in use is one line that names it and says what to do; nothing stays behind', async () => {
    const env = await houseEnv()
    const taken = createServer().listen(Number(env.OPERATOR_UI_PORT), '127.0.0.1')
    await once(taken, 'listening')
    const failed = await startHouse([], env, false)
    expect(await failed.ended).toBe(1)
    expect(failed.output()).toMatch(new RegExp(`OPERATOR_UI_PORT=${env.OPERATOR_UI_PORT}: the port is in use`))
    taken.close()
    await expect(fetch(`http://127.0.0.1:${env.API_PORT}/health`)).rejects.toThrow()
  })

  it('T6 wrong words and settings are one line each', async () => {
    const env = await houseEnv()
    const lastLine = async (args: string[], more: Record<string, string>) => {
      const failed = await startHouse(args, { ...env, ...more }, false)
      expect(await failed.ended).toBe(1)
      return failed.output()
    }
    expect(await lastLine(['--slots', 'many'], {})).toMatch(/--slots many: must be a whole number/)
    expect(await lastLine(['--loud'], {})).toMatch(/--loud/)
    expect(await lastLine([], { EG_AUTH: 'maybe' })).toMatch(/EG_AUTH=maybe: must be "open" or "enrolled"/)
    expect(await lastLine([], { NIGHT_EXPECTED_VOTES: 'nine' })).toMatch(/NIGHT_EXPECTED_VOTES=nine/)
    expect(await lastLine([], { SLOT_UI_PORT: '99999' })).toMatch(/SLOT_UI_PORT/)
  })

  it('T7 an old Node or a missing toolchain is one line that says what to install', async () => {
    const bin = mkdtempSync(join(tmpdir(), 'eg-bin-'))
    writeFileSync(join(bin, 'node'), '#!/bin/sh\nif [ "$1" = "--version" ]; then echo v18.19.0; else exit 1; fi\n', {
      mode: 0o755,
    })
    const old = await run('bash', [script('start.sh')], { env: { PATH: `${bin}:/usr/bin:/bin` } }).catch(
      (error: { stderr: string }) => error,
    )
    expect(old.stderr).toBe('Node v18.19.0 is too old. EG needs Node 20.19 or later; install it, then start again.\n')
    const bare = mkdtempSync(join(tmpdir(), 'eg-bare-'))
    for (const tool of ['bash', 'dirname', 'cat']) symlinkSync(`/bin/${tool}`, join(bare, tool))
    const none = await run('/bin/bash', [script('start.sh')], { env: { PATH: bare } }).catch(
      (error: { stderr: string }) => error,
    )
    expect(none.stderr).toMatch(/^Node\.js is missing\./)
    const sourced = `source ${script('lib/prepare.sh')}; require_toolchain`
    const toolchain = await run('/bin/bash', ['-c', sourced], { env: { PATH: bare } }).catch(
      (error: { stderr: string }) => error,
    )
    expect(toolchain.stderr).toMatch(/C\+\+ toolchain .* missing: g\+\+ make python3\. On Debian: sudo apt-get install/)
  })
})

describe('scripts/test_mqtt_connection', () => {
  const test = async (args: string[], env: Record<string, string> = {}) => {
    const work = run('bash', [script('test_mqtt_connection'), ...args], { env: { PATH: process.env.PATH, ...env } })
    return work.then(
      ({ stdout }) => ({ code: 0, stdout }),
      (error: { code: number; stdout: string }) => error,
    )
  }

  it('T8 prints each step and "✓ Connexion réussie !" where the core is, by argument or CORE_HOST', async () => {
    house = await startHouse(['--no-simulator'], await houseEnv())
    const port = house.env.MQTT_PORT ?? ''
    const direct = await test(['127.0.0.1', port])
    expect(direct).toMatchObject({
      code: 0,
      stdout: expect.stringMatching(
        /network[^]*connection[^]*subscribing[^]*publishing[^]*receiving[^]*✓ Connexion réussie !\n$/,
      ),
    })
    const byEnv = await test([], { CORE_HOST: '127.0.0.1', MQTT_PORT: port, LANG: 'fr_FR.UTF-8' })
    expect(byEnv).toMatchObject({ code: 0, stdout: expect.stringContaining('abonnement') })
    const wrong = await test(['127.0.0.1', house.env.API_PORT ?? ''])
    expect(wrong).toMatchObject({ code: 1, stdout: expect.stringMatching(/wrong protocol[^]*Try next/) })
  }, 120_000)

  it('T9 says why not, and what to try next', async () => {
    const [free] = await freePorts(1)
    expect(await test(['127.0.0.1', String(free)])).toMatchObject({
      code: 1,
      stdout: expect.stringMatching(/connection refused[^]*Try next/),
    })
    expect(await test(['no-such-host.invalid'])).toMatchObject({
      code: 1,
      stdout: expect.stringMatching(/host not found[^]*Try next/),
    })
    const silent = createServer().listen(0, '127.0.0.1')
    await once(silent, 'listening')
    const { port } = silent.address() as { port: number }
    expect(await test(['127.0.0.1', String(port)])).toMatchObject({
      code: 1,
      stdout: expect.stringMatching(/timed out|wrong protocol/),
    })
    silent.close()
    expect(await test(['localhost', 'x'])).toMatchObject({ code: 1, stdout: expect.stringContaining('not a port') })
  })
})

describe('scripts/start.sh with certificates', () => {
  it('V24 speaks TLS after "npm run certs", prints so, and its own parts play without it on this machine', async () => {
    const env = await houseEnv()
    const [mqtts, wss] = (await freePorts(2)).map(String) as [string, string]
    const certs = fileURLToPath(new URL('../../core/dist/certs.js', import.meta.url))
    await run(process.execPath, [certs], { env: { PATH: process.env.PATH, DB_PATH: env.DB_PATH } })
    house = await startHouse(['--slots', '2'], { ...env, MQTT_TLS_PORT: mqtts, MQTT_WSS_PORT: wss })
    expect(house.output()).toContain(`https://127.0.0.1:${env.OPERATOR_UI_PORT}`)
    expect(house.output()).toContain(`mqtts://127.0.0.1:${mqtts}   wss://127.0.0.1:${wss}/mqtt`)
    await until('both slots', async () => {
      const { items = [] } = await call('/api/devices')
      return (
        items.filter(({ device_id, online }) => String(device_id).startsWith('slot-') && online === true).length === 2
      )
    })
    const ca = join(env.DB_PATH ?? '', '..', 'tls', 'ca.pem')
    const tested = await run('bash', [script('test_mqtt_connection'), '127.0.0.1', mqtts, '--ca', ca])
    expect(tested.stdout).toContain('✓ Connexion réussie !')
  }, 120_000)
})
