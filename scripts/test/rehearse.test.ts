import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterEach, describe, expect, it } from 'vitest'
import { houseEnv } from './house.js'
import { CORE, endAll, startProgram, until } from './processes.js'

const REHEARSE = fileURLToPath(new URL('../rehearse.sh', import.meta.url))

/** A run of scripts/rehearse.sh. */
function rehearse(args: string[], env: Record<string, string>) {
  const child = spawn('bash', [REHEARSE, ...args], { env: { PATH: process.env.PATH, HOME: process.env.HOME, ...env } })
  let output = ''
  child.stdout.on('data', (text) => (output += String(text)))
  child.stderr.on('data', (text) => (output += String(text)))
  const ended = once(child, 'close').then(([code]) => code as number | null)
  running.push(() => {
    child.kill('SIGTERM')
    return ended
  })
  return {
    output: () => output,
    ready: () =>
      Promise.race([
        until('EG ready', () => output.includes('EG ready'), 60_000),
        ended.then((code) => {
          throw new Error(`rehearse.sh ended with ${code}:\n${output}`)
        }),
      ]),
    end() {
      child.kill('SIGINT')
      return ended
    },
    ended,
  }
}
const running: (() => Promise<unknown>)[] = []
afterEach(async () => {
  await Promise.all(running.splice(0).map((end) => end()))
  await endAll()
})

const get = async (env: Record<string, string>, path: string) =>
  (await (await fetch(`http://127.0.0.1:${env.API_PORT}${path}`)).json()) as Record<string, unknown>

describe('npm run rehearse', () => {
  it('E30 starts a whole venue on a database of its own, which says whether it balances when it is stopped', async () => {
    const env = await houseEnv()
    const venue = rehearse(['--slots', '3'], env)
    await venue.ready()
    expect(venue.output()).toContain('nothing here is real money')
    expect(venue.output()).toMatch(/Rehearsal +no real money/)
    expect(await get(env, '/health')).toMatchObject({ rehearsal: true })
    await until('rounds', async () => Number((await get(env, '/api/books?check=now')).transfers) > 8, 30_000)
    expect(await venue.end()).toBe(0)
    expect(venue.output()).toContain('✓ The evening balances')
    const folder = dirname(env.DB_PATH ?? '')
    expect([existsSync(join(folder, 'core.rehearsal.db')), existsSync(env.DB_PATH ?? '')]).toEqual([true, false])

    // Begun anew nothing of it is left, and with the venue's own slots nobody plays here.
    const bare = rehearse(['--fresh', '--core-only'], env)
    await bare.ready()
    expect(bare.output()).toMatch(/Slots +the venue’s own/)
    expect(await get(env, '/api/books?check=now')).toMatchObject({ transfers: 0 })
    expect(await bare.end()).toBe(0)
  }, 120_000)

  it('E27 E30 says in a line why it cannot start, and leaves nothing behind', async () => {
    const env = await houseEnv()
    const wrong = rehearse(['--freshly'], env)
    expect(await wrong.ended).toBe(1)
    expect(wrong.output()).toMatch(/Use --fresh, --core-only, --slots N, --no-simulator or --help/)
    const help = rehearse(['--help'], env)
    expect(await help.ended).toBe(0)
    expect(help.output()).toContain('core.rehearsal.db')
    const real = await startProgram(CORE, env, 'core ready')
    const refused = rehearse([], env)
    expect(await refused.ended).toBe(1)
    expect(refused.output()).toContain(`The real core (process ${real.pid}) runs on`)
    expect(existsSync(join(dirname(env.DB_PATH ?? ''), 'core.rehearsal.db'))).toBe(false)
  }, 120_000)
})
