import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync, readdirSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import mqtt from 'mqtt'
import { afterEach, describe, expect, it } from 'vitest'
import { houseEnv, startHouse } from './house.js'
import { until } from './processes.js'

const START = fileURLToPath(new URL('../start.sh', import.meta.url))

let started: ChildProcess[] = []
afterEach(() => {
  for (const child of started.splice(0)) child.kill('SIGKILL')
})

/** The processes of a house that are still there: everything that was started with its MQTT_PORT. */
function left(env: Record<string, string>): number[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .filter((pid) => read(`/proc/${pid}/environ`).split('\0').includes(`MQTT_PORT=${env.MQTT_PORT}`))
    .map(Number)
}
/** A process may end while it is looked at. */
function read(path: string): string {
  try {
    return readFileSync(path, 'utf8')
  } catch (error) {
    if (['ENOENT', 'ESRCH', 'EACCES'].includes((error as { code?: string }).code ?? '')) return ''
    throw error
  }
}
const allGone = (env: Record<string, string>) => until('all processes to end', () => left(env).length === 0)

describe('scripts/start.sh', () => {
  it('T14 starts a slot again whose program an operator restarts, and goes on forwarding keys to it', async () => {
    const house = await startHouse(['--slots', '1', '--no-simulator'], await houseEnv())
    const post = (path: string, body: object) =>
      fetch(`${house.api}${path}`, { method: 'POST', body: JSON.stringify(body) }).then((answer) => answer.json())
    const newest = async () => {
      const answer = await fetch(`${house.api}/api/devices/slot-01/commands`)
      return ((await answer.json()) as { items: { action: string; status: string; result: unknown }[] }).items[0]
    }
    await post('/api/op/devices/command', { target_id: 'slot-01', action: 'restart_agent' })
    await until('the restart to be done', async () => (await newest())?.status === 'done', 60_000)
    await post('/api/op/devices/command', { target_id: 'slot-01', action: 'press_test', seconds: 60 })
    await until('the test', async () => (await newest())?.status === 'accepted')
    for (const key of ['1', '2', '3', '4', '5', '6']) house.type(key)
    await until('six presses', async () => (await newest())?.status === 'done')
    expect(await house.end()).toBe(0)
  })

  it('T11 ends everything when nobody reads its output any more', async () => {
    const env = await houseEnv()
    const line = `${START} --slots 2 | grep -m1 "EG ready"`
    const pipe = spawn('bash', ['-c', line], {
      env: { PATH: process.env.PATH, ...env },
      stdio: ['ignore', 'pipe', 'ignore'],
    })
    started.push(pipe)
    // grep has ended; the next word of a part finds nobody behind the pipe.
    await once(pipe.stdout as NonNullable<typeof pipe.stdout>, 'data')
    const client = await mqtt.connectAsync(`mqtt://127.0.0.1:${env.MQTT_PORT}`, { reconnectPeriod: 0 })
    // The core has a line to say about this.
    await client.subscribeAsync('$SYS/#').catch(() => undefined)
    client.end(true)
    await allGone(env)
  })

  it('T11 ends everything when the terminal is closed, or when it is killed itself', async () => {
    for (const how of ['SIGHUP', 'SIGKILL'] as const) {
      const house = await startHouse(['--slots', '2'], await houseEnv())
      expect(left(house.env).length).toBeGreaterThanOrEqual(4)
      await house.end(how)
      await allGone(house.env)
    }
  })

  it('T12 is ready whatever LOG_LEVEL leaves out', async () => {
    const house = await startHouse(['--slots', '2'], { ...(await houseEnv()), LOG_LEVEL: 'silent' })
    expect((await fetch(`${house.api}/health`)).status).toBe(200)
    expect(await house.end('SIGINT')).toBe(0)
  })

  it('T13 on all addresses leaves the kiosk to find the core where the page came from', async () => {
    const house = await startHouse(['--no-simulator'], { ...(await houseEnv()), BIND: '0.0.0.0', EG_AUTH: 'open' })
    const page = await fetch(`http://127.0.0.1:${house.env.SLOT_UI_PORT}/config.json`)
    expect(await page.json()).toEqual({ mqtt_port: Number(house.env.MQTT_WS_PORT), device_id: 'slot-01' })
    expect(await house.end('SIGINT')).toBe(0)
  })
})
