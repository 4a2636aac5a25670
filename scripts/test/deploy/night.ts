import { type Host, run, sh } from './boot.js'

// The evening as it is played on booted hosts: each request is made by the release's own Node on a host.

const NODE = '/opt/eg/current/bin/node'
const FETCH = `
const [url, token, body] = process.argv.slice(1)
const options = { ...(body && { method: 'POST', body }), headers: token ? { authorization: 'Bearer ' + token } : {} }
fetch(url, options).then((a) => a.text(), (e) => JSON.stringify({ ok: false, down: e.cause?.code ?? e.message })).then((t) => process.stdout.write(t))`
const PRESS = `
import { createRequire } from 'node:module'
const mqtt = createRequire('/opt/eg/current/slot-agent/package.json')('mqtt')
const [host, slot, run, index] = process.argv.slice(1)
const link = await (await fetch('http://127.0.0.1:5173/link')).json()
if (link.state !== 'ready') throw new Error(JSON.stringify(link))
const { client_id: clientId, username, token: password } = link
const client = await mqtt.connectAsync('mqtt://' + host, { clientId, username, password, reconnectPeriod: 0 })
const press = { press_id: 'p-' + Date.now(), index: Number(index), run: Number(run) }
await client.publishAsync('eg/dev/' + slot + '/slot/press', JSON.stringify(press), { qos: 1 })
await client.endAsync()`

/** Who is logged in at the core of a host: the token. Nobody: it asks nobody (EG_AUTH=open), or tells a stranger little. */
export const loggedIn = new Map<Host, string>()

/** What HTTP on a host answers, asked there; `{ok: false, down}` when nobody does. */
export function ask<T = Record<string, unknown>>(host: Host, url: string, body?: object): T {
  const words = [url, loggedIn.get(host) ?? '', ...(body ? [JSON.stringify(body)] : [])]
  return JSON.parse(run(host, [NODE, '-e', FETCH, ...words]).output) as T
}

const CORE = 'http://127.0.0.1:8000'

export interface Run {
  run: number
  status: string
  voted: number
  winner: string | null
  tally: Record<string, number> | null
}

export const health = () =>
  ask<{ ok: boolean; version: string; mode: string; down?: string }>('eg-core', `${CORE}/health`)
export const lastRun = () => ask<{ items: Run[] }>('eg-core', `${CORE}/api/night/runs?limit=1`).items[0] as Run
export const mode = (to: 'day' | 'night') => command('/api/mode', { mode: to })

/** Asks a question; its run. */
export function open(step: number): number {
  return Number(
    command('/api/night/step', { step, question: `Question ${step}`, options: ['A', 'B', 'C'] }).run ?? lastRun().run,
  )
}

/** A press of a slot's own page, on the screen of that host, with the pass that its agent gives it. */
export function press(host: Host, slot: string, runNumber: number, index: number): void {
  const { status, output } = run(host, [
    NODE,
    '--input-type=module',
    '-e',
    PRESS,
    'eg-core.local',
    slot,
    String(runNumber),
    String(index),
  ])
  if (status !== 0) throw new Error(`${host}: no press: ${output}`)
}

export function slotHealth(host: Host) {
  return ask<{ ok: boolean; version: string; link: boolean; outbox: number; device_id: string }>(
    host,
    'http://127.0.0.1:5173/health',
  )
}

function command(path: string, body: object): Record<string, unknown> {
  const answer = ask('eg-core', CORE + path, body)
  if (answer.ok !== true) throw new Error(`${path} was not done: ${JSON.stringify(answer)}`)
  return answer
}

export const mainPid = (host: Host, unit: string) => Number(sh(host, `systemctl show -P MainPID ${unit}`))
