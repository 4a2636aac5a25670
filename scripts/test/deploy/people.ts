import { type Host, type Ran, run } from './boot.js'
import { ask, loggedIn } from './night.js'

// Who is let in on booted hosts, as a deployer and a game master do it: by what install.sh prints.

const NAME = 'Grace'
const PASSWORD = 'night falls at nine'
const CORE = 'http://127.0.0.1:8000'

/** Makes the first game master of a core with the code that its installation printed, and stays logged in. */
export function becomeGameMaster(host: Host, said: string): void {
  const code = /Open http:\/\/\S+:3000 and enter code (\d{4}-\d{4}):/.exec(said)?.[1]
  if (code === undefined) throw new Error(`no code in: ${said}`)
  stayLoggedIn(host, ask(host, `${CORE}/api/setup`, { code, name: NAME, password: PASSWORD }))
}

export function logIn(host: Host): void {
  stayLoggedIn(host, ask(host, `${CORE}/api/login`, { name: NAME, password: PASSWORD }))
}

function stayLoggedIn(host: Host, answer: { token?: string }): void {
  if (answer.token === undefined) throw new Error(JSON.stringify(answer))
  loggedIn.set(host, answer.token)
}

/** The code of a slot that waits, as its installation printed it: `314256`. */
export function codeOf(said: string): string {
  const code = /waits to be let in\..*: (\d{3}) (\d{3})$/m.exec(said)
  if (!code) throw new Error(`no code in: ${said}`)
  return `${code[1]}${code[2]}`
}

/** Lets a device in at the core's own machine. */
export function letIn(code: string, ...words: string[]): void {
  const { status, output } = admin('device', 'enrol', code, ...words)
  if (status !== 0) throw new Error(output)
}

export const admin = (...words: string[]): Ran => run('eg-core', ['/opt/eg/current/scripts/admin.sh', ...words])

/** Lets a device in as the operator's page does. */
export function letInByPage(code: string, deviceId: string): void {
  const { items } = ask<{ items: { key: string; code: string }[] }>('eg-core', `${CORE}/api/pending`)
  const key = items.find((item) => item.code === code)?.key
  const done = ask('eg-core', `${CORE}/api/op/devices/enrol`, { key, device_id: deviceId, role: 'slot' })
  if (done.ok !== true) throw new Error(JSON.stringify(done))
}

/** What a slot's own page is told: `ready`, `pending` with a code, `revoked` … */
export const linkOf = (host: Host) => ask<{ state: string; code?: string }>(host, 'http://127.0.0.1:5173/link')

/** Votes for slot-02 and asks for the night, without being anybody. */
export const STRANGER = `
import { createRequire } from 'node:module'
const mqtt = createRequire('/opt/eg/current/slot-agent/package.json')('mqtt')
const client = await mqtt.connectAsync('mqtt://eg-core.local', { clientId: 'stranger', reconnectPeriod: 0, protocolVersion: 5 })
const vote = JSON.stringify({ device_id: 'slot-02', step: 1, choice: 'A' })
const told = await client.publishAsync('eg/night/vote', vote, { qos: 1 }).then(() => 'taken', () => 'refused')
const { status } = await fetch('http://eg-core.local:8000/api/mode', { method: 'POST', body: '{"mode":"night"}' })
console.log(told, status)
await client.endAsync(true)`
