import { copyFileSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { until } from '../processes.js'
import { ROOT } from './artefact.js'
import { type EngineHost, type Host, address, folderOf, must, onHost } from './docker-hosts.js'

// The evening between containers: each request is made on a host by this machine's Node.
const FETCH = `
const [url, body] = process.argv.slice(1)
const options = body ? { method: 'POST', body } : {}
fetch(url, options).then((a) => a.text(), (e) => JSON.stringify({ ok: false, down: e.cause?.code ?? e.message })).then((t) => process.stdout.write(t))`
const PRESS = `
import mqtt from 'mqtt'
const [host, slot, run, index] = process.argv.slice(1)
const client = await mqtt.connectAsync('mqtt://' + host, { clientId: slot + '-ui', reconnectPeriod: 0 })
const press = { press_id: 'p-' + Date.now(), index: Number(index), run: Number(run) }
await client.publishAsync('eg/dev/' + slot + '/slot/press', JSON.stringify(press), { qos: 1 })
await client.endAsync()`

export const role = (host: EngineHost) => (host === 'core' ? 'core' : 'slot')

/** Puts the compose file and its settings into a folder of the host's, as a person does, and changes some of these. */
export function putCompose(host: EngineHost, settings: Record<string, string>): string {
  const folder = folderOf(host, 'compose')
  const part = role(host)
  copyFileSync(join(ROOT, `docker-compose.${part}.yml`), join(folder, `docker-compose.${part}.yml`))
  let env = readFileSync(join(ROOT, `.env.${part}`), 'utf8')
  for (const [name, value] of Object.entries(settings)) {
    env = env.replace(new RegExp(`^#?${name}=.*$`, 'm'), () => `${name}=${value}`)
  }
  writeFileSync(join(folder, `.env.${part}`), env)
  // A terminal's place, at which a test types what a finger would press.
  writeFileSync(join(folder, 'typed.yml'), `services: { ${part}: { stdin_open: true } }\n`)
  return folder
}

export function compose(host: EngineHost, ...words: string[]) {
  const folder = folderOf(host, 'compose')
  const files = [`docker-compose.${role(host)}.yml`, ...(host === 'core' ? [] : ['typed.yml'])]
  return onHost(host, ['docker', 'compose', ...files.flatMap((file) => ['-f', join(folder, file)]), ...words])
}

/** A line of shell in a host's container, as its user. */
export const inside = (host: EngineHost, line: string) =>
  must(compose(host, 'exec', '-T', role(host), 'bash', '-c', line))

/** Types a line at a slot: 1 to 6 presses a button. */
export function type(host: EngineHost, line: string): void {
  const name = must(compose(host, 'ps', '-q', role(host)))
  // `docker attach` goes on until it is killed.
  const words = ['timeout', '-s', 'KILL', '2', 'docker', 'attach', '--sig-proxy=false', name]
  onHost(host, ['bash', '-c', '{ printf "%s\\n" "$0"; sleep 1; } | "$@"; true', line, ...words])
}

/** What HTTP answers to somebody on a host; `{ok: false, down}` when nobody does. */
export function ask<T = Record<string, unknown>>(host: Host, url: string, body?: object): T {
  const words = [process.execPath, '-e', FETCH, url, ...(body ? [JSON.stringify(body)] : [])]
  return JSON.parse(onHost(host, words).output) as T
}

const core = (path: string) => `http://${address('core')}:8000${path}`

export interface Run {
  run: number
  status: string
  voted: number
  winner: string | null
  tally: Record<string, number> | null
}

export const health = () => ask<{ ok: boolean; version: string; mode: string }>('ctl', core('/health'))
export const lastRun = () => ask<{ items: Run[] }>('ctl', core('/api/night/runs?limit=1')).items[0] as Run
export const slotHealth = (host: EngineHost) =>
  ask<{ ok: boolean; link: boolean; outbox: number; device_id: string; version: string }>(
    host,
    'http://127.0.0.1:5173/health',
  )
export const linked = (host: EngineHost) => slotHealth(host).link === true

export function command(path: string, body: object): Record<string, unknown> {
  const answer = ask('ctl', core(path), body)
  if (answer.ok !== true) throw new Error(`${path} was not done: ${JSON.stringify(answer)}`)
  return answer
}

export const read = <T>(path: string) => ask<T>('ctl', core(path))

/** Asks a question; its run. */
export function open(step: number): number {
  const answer = command('/api/night/step', { step, question: `Question ${step}`, options: ['A', 'B', 'C'] })
  return Number(answer.run ?? lastRun().run)
}

/** A press of a slot's page. */
export function press(slot: EngineHost, runNumber: number, index: number): void {
  const words = [process.execPath, '--input-type=module', '-e', PRESS, address('core'), slot]
  must(onHost('ctl', [...words, String(runNumber), String(index)]))
}

/** `compose up --wait`; where that fails, with what the container said. */
export function up(host: EngineHost): void {
  const { status, output } = compose(host, 'up', '-d', '--wait', '--no-build')
  if (status === 0) return
  const name = must(compose(host, 'ps', '-aq', role(host)))
  const state = onHost(host, ['docker', 'inspect', '-f', '{{json .State}}', name]).output
  throw new Error(`${output}\n${state}\n${compose(host, 'logs').output}`)
}

/** The first compose up of core and slots, each on its host. */
export async function upVenue(slots: EngineHost[], votes: number): Promise<number> {
  const began = performance.now()
  putCompose('core', { EG_AUTH: 'open', NIGHT_EXPECTED_VOTES: String(votes), EG_BACKUP_SECONDS: '5' })
  up('core')
  for (const slot of slots) {
    putCompose(slot, { SLOT_ID: slot, CORE_HOST: address('core') })
    up(slot)
  }
  await until('the links', () => slots.every(linked), 60_000)
  return (performance.now() - began) / 1000
}
