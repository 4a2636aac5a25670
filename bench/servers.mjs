// What is measured, each started fresh, in a folder of its own, on a port of its own.
import { spawn, spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

const here = (path) => fileURLToPath(new URL(path, import.meta.url))
const CORE = here('../core/dist/main.js')
const NODE = process.execPath
let nextPort = 24_000 + Math.floor(Math.random() * 4000)

/** Starts a program and waits for a word of its output. */
function start(command, args, env, word) {
  const child = spawn(command, args, { env: { PATH: process.env.PATH, ...env }, stdio: ['ignore', 'pipe', 'pipe'] })
  let output = ''
  const ready = new Promise((resolve, reject) => {
    const hear = (text) => {
      output = (output + String(text)).slice(-100_000)
      if (output.includes(word)) resolve()
    }
    child.stdout.on('data', hear)
    child.stderr.on('data', hear)
    child.once('exit', (code) => reject(new Error(`${command} ${args[0]} ended with ${code}: ${output.slice(-500)}`)))
  })
  const stop = () =>
    new Promise((resolve) => {
      if (child.exitCode !== null) return resolve()
      child.removeAllListeners('exit')
      child.once('exit', () => resolve())
      child.kill('SIGKILL')
    })
  return { child, ready, stop, output: () => output }
}

const post = async (port, path, body) => {
  const response = await fetch(`http://127.0.0.1:${port}${path}`, { method: 'POST', body: JSON.stringify(body) })
  if (!response.ok) throw new Error(`${path}: ${await response.text()}`)
}

/** The core as it ships, with a question open or wallets filled. */
export async function startEg({ wallets = 0 } = {}) {
  const folder = mkdtempSync(join(tmpdir(), 'eg-bench-'))
  const [mqtt, ws, api, operator] = [nextPort++, nextPort++, nextPort++, nextPort++]
  const env = {
    MQTT_PORT: String(mqtt),
    MQTT_WS_PORT: String(ws),
    API_PORT: String(api),
    OPERATOR_UI_PORT: String(operator),
    DB_PATH: join(folder, 'core.db'),
    EG_CARDS: 'auto',
  }
  const began = performance.now()
  const core = start(NODE, [CORE], env, 'core ready')
  await core.ready
  const readyMs = performance.now() - began
  if (wallets === 0) {
    await post(api, '/api/mode', { mode: 'night' })
    await post(api, '/api/op/night/open', { step: 1, question: 'Q', options: ['A', 'B'], expected: 1000 })
  }
  const card = (tag_uid) => post(api, '/api/op/cards/issue', { tag_uid })
  const fill = (tag_uid) =>
    post(api, '/api/op/cards/adjust', {
      tag_uid,
      amount_cents: 10_000_000,
      direction: 'credit',
      reason: 'bench',
      by: 'bench',
    })
  for (let i = 0; i < wallets; i++) {
    const tag = wallets === 1 ? 'BENCH' : `BENCH-${i}`
    await card(tag)
    await fill(tag)
  }
  return {
    port: mqtt,
    readyMs,
    pid: core.child.pid,
    async end() {
      await core.stop()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

/** aedes without storage. */
export async function startAedes() {
  const port = nextPort++
  const aedes = start(NODE, [here('./peers/aedes.mjs'), String(port)], {}, 'ready')
  await aedes.ready
  return { port, pid: aedes.child.pid, end: aedes.stop }
}

const mosquittoIsThere = () => spawnSync('mosquitto', ['-h']).error === undefined

/** The peer is Debian's package: installed by root when it is missing, otherwise named. */
export function needMosquitto() {
  if (mosquittoIsThere()) return
  if (process.getuid?.() === 0) {
    spawnSync('apt-get', ['update', '-qq'])
    spawnSync('apt-get', ['install', '-y', '-qq', 'mosquitto'], {
      env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
    })
  }
  if (mosquittoIsThere()) return
  console.error("The bench compares with Debian's mosquitto. Run: sudo apt-get install -y mosquitto")
  process.exit(1)
}

/** mosquitto, and beside it a subscriber that stores (`message` or `group`). */
export async function startMosquitto(mode) {
  const folder = mkdtempSync(join(tmpdir(), 'eg-bench-'))
  const port = nextPort++
  const settings = join(folder, 'mosquitto.conf')
  writeFileSync(
    settings,
    `listener ${port} 127.0.0.1\nallow_anonymous true\nset_tcp_nodelay true\nmax_inflight_messages 0\nmax_queued_messages 0\n`,
  )
  const broker = start('mosquitto', ['-c', settings], {}, 'running')
  await broker.ready
  const store = start(NODE, [here('./peers/subscriber.mjs'), String(port), join(folder, 'store.db'), mode], {}, 'ready')
  await store.ready
  return {
    port,
    /** How many messages are on disk. */
    stored: () => Number(store.output().trimEnd().split('\n').at(-1)) || 0,
    async end() {
      await Promise.all([store.stop(), broker.stop()])
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

/** Rows into SQLite with nothing around it: the physical limit. */
export function raw(mode, count, pauseMs = 0) {
  const folder = mkdtempSync(join(tmpdir(), 'eg-bench-'))
  return run([here('./peers/raw.mjs'), join(folder, 'raw.db'), mode, String(count), String(pauseMs)]).finally(() =>
    rmSync(folder, { recursive: true, force: true }),
  )
}

/** The load generator; its figures. */
export const load = (options) => run([here('./load.mjs'), JSON.stringify(options)])

function run(args) {
  return new Promise((resolve, reject) => {
    const child = spawn(NODE, args, { stdio: ['ignore', 'pipe', 'inherit'] })
    let output = ''
    child.stdout.on('data', (text) => (output += String(text)))
    child.once('close', (code) =>
      code === 0 ? resolve(JSON.parse(output)) : reject(new Error(`${args[0]} ended with ${code}`)),
    )
  })
}

/** Resident memory of a process, in MB. */
export async function residentMb(pid) {
  const { readFile } = await import('node:fs/promises')
  const pages = Number((await readFile(`/proc/${pid}/statm`, 'utf8')).split(' ')[1])
  return (pages * 4096) / 1e6
}
