// Starts the parts as processes of their own, in order, and stops them in reverse. Called by start.sh after the build.
import { spawn } from 'node:child_process'
import { existsSync, mkdirSync, rmSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { createInterface } from 'node:readline'
import { parseArgs } from 'node:util'

/** Longer than a part takes that gives up stopping cleanly. */
const STOP_WITHIN_MS = 10_000
/** A part that ends with this status wants to be started again (RESTART_STATUS of the slot agent). */
const RESTART_STATUS = 75

const options = readOptions()
const env = withDefaults(process.env)
/** Simulated slots have nobody who would let them in. */
const simulates = options.simulator && options.slots > 1 && env.EG_AUTH === 'open'
const children = []
let stopping = false

process.on('SIGINT', () => stop(0))
process.on('SIGTERM', () => stop(0))
process.on('SIGHUP', () => stop(0))
// Nobody reads any more: the terminal was closed, or what stood behind the pipe has ended. Also what each part does for
// itself when this process is gone (its channel ends).
process.stdout.on('error', () => stop(0))
process.stderr.on('error', () => stop(0))

try {
  await run()
} catch (error) {
  console.error(error.message)
  await stop(1)
}

async function run() {
  const rehearsal = options.rehearsal ? { EG_REHEARSAL: options.fresh ? 'fresh' : 'yes' } : {}
  const core = await start('core', 'core/dist/bundle/main.js', { DB_PATH: resolve(env.DB_PATH), ...rehearsal })
  if (options.coreOnly) return announce(core)
  const data = dataFolder()
  mkdirSync(data, { recursive: true })
  const slot = { SLOT_ID: 'slot-01', EG_DRIVERS: env.EG_DRIVERS ?? 'simulated', DB_PATH: join(data, 'slot-01.db') }
  await start('slot-01', 'slot-agent/dist/main.js', { ...slot, ...localBroker(env) })
  forwardKeys('slot-01')
  if (simulates) {
    const simulated = { SLOTS: String(options.slots), EG_SIM_FIRST: '2', DB_PATH: join(data, 'simulator.db') }
    // At its end a rehearsal says whether it balances; an endless demo would remember everything for it.
    if (options.rehearsal) simulated.EG_SIM_REPORT = env.EG_SIM_REPORT ?? 'on'
    await start('simulator', 'slot-agent/dist/simulator/main.js', { ...simulated, ...localBroker(env) })
  }
  announce(core)
}

/** What simulated slots keep: in a rehearsal apart, and gone when it begins anew. */
function dataFolder() {
  const data = dirname(resolve(env.DB_PATH))
  if (!options.rehearsal) return data
  const apart = join(data, 'rehearsal')
  if (options.fresh) rmSync(apart, { recursive: true, force: true })
  return apart
}

/** Starts a part; resolves when it says that it is ready, rejects with its last words if it ends before. */
function start(name, script, extra) {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [script], {
      env: { ...env, ...extra },
      stdio: ['pipe', 'pipe', 'pipe', 'ipc'],
      detached: true,
    })
    let up = false
    const mine = { name, child }
    children.push(mine)
    const hear = (stream, out) =>
      createInterface({ input: stream }).on('line', (line) => out.write(`${name.padEnd(9)} ${humanLine(line)}\n`))
    hear(child.stdout, process.stdout)
    hear(child.stderr, process.stderr)
    child.once('message', () => {
      up = true
      resolve(child)
    })
    child.stdin.on('error', () => undefined) // it ended while a key was typed
    child.once('exit', (code, signal) => {
      if (stopping) return
      if (up && code === RESTART_STATUS) {
        children.splice(children.indexOf(mine), 1)
        start(name, script, extra).catch((error) => {
          console.error(error.message)
          void stop(1)
        })
        return
      }
      const why = `${name} ended (${signal ?? `exit ${code}`}); its last line above says why. Everything else is stopped.`
      if (!up) return reject(new Error(why))
      console.error(why)
      void stop(1)
    })
  })
}

/** One JSON log line as a person reads it: time, level if it is worth it, message, and what else it says. */
function humanLine(line) {
  if (!line.startsWith('{')) return line
  try {
    const { level, time, msg, ...rest } = JSON.parse(line)
    const mark = level >= 50 ? 'ERROR ' : level >= 40 ? 'WARN ' : ''
    const more = Object.entries(rest).map(
      ([key, value]) => `${key}=${typeof value === 'string' ? value : JSON.stringify(value)}`,
    )
    return [String(time).slice(11, 19), `${mark}${msg}`, ...more].join(' ')
  } catch {
    return line
  }
}

/** What is typed here is what a person does at slot-01: 1-6 presses a button, `card 04A37C91` shows a card. */
function forwardKeys(name) {
  process.stdin.on('data', (chunk) => {
    const agent = children.find((part) => part.name === name)?.child
    if (agent?.stdin.writable) agent.stdin.write(chunk)
  })
  process.stdin.on('error', () => undefined) // no terminal: nobody types
}

function announce() {
  const host = env.BIND === '0.0.0.0' || env.BIND === '::' ? 'localhost' : env.BIND
  const web = tlsFolder(env) === null ? 'http' : 'https'
  const plain = web === 'https' && env.EG_PLAIN !== 'yes' ? '127.0.0.1' : host
  const mqtts = `mqtts://${host}:${env.MQTT_TLS_PORT ?? 8883}   wss://${host}:${env.MQTT_WSS_PORT ?? 8884}/mqtt`
  const lines = [
    ['Operator', `${web}://${host}:${env.OPERATOR_UI_PORT}`],
    ...(options.coreOnly ? [] : [['Kiosk slot-01', `http://${host}:${env.SLOT_UI_PORT}`]]),
    ['API', `${web}://${host}:${env.API_PORT}/health`],
    ['MQTT', `mqtt://${plain}:${env.MQTT_PORT}   ws://${plain}:${env.MQTT_WS_PORT}/mqtt`],
    ...(web === 'https' ? [['MQTT by TLS', mqtts]] : []),
    ...(options.rehearsal
      ? [['Rehearsal', 'no real money; devices that connect say so. The real database is not touched']]
      : []),
    [
      'Slots',
      options.coreOnly
        ? 'the venue’s own'
        : simulates
          ? `slot-01 waits for you; slot-02 to slot-${String(options.slots).padStart(2, '0')} play by themselves`
          : 'slot-01 waits for you',
    ],
    ...(env.EG_AUTH === 'open' || options.coreOnly
      ? []
      : [
          [
            'Enrolment',
            'slot-01 shows a code: let it in at the operator’s page, under Devices. Simulated slots need EG_AUTH=open',
          ],
        ]),
    ['Data', resolve(env.DB_PATH)],
  ]
  console.log()
  for (const [name, value] of lines) console.log(`  ${name.padEnd(14)} ${value}`)
  const keys = options.coreOnly ? '' : '; 1-6 and Enter here presses a button of slot-01'
  console.log(`\nEG ready — Ctrl-C stops everything${keys}.`)
}

async function stop(code) {
  if (stopping) return
  stopping = true
  for (const { child } of children.toReversed()) {
    if (child.exitCode !== null || child.signalCode !== null) continue
    const gone = new Promise((resolve) => child.once('exit', resolve))
    child.kill('SIGTERM')
    const late = setTimeout(() => child.kill('SIGKILL'), STOP_WITHIN_MS)
    await gone
    clearTimeout(late)
  }
  process.exit(code)
}

function readOptions() {
  let values
  try {
    ;({ values } = parseArgs({
      options: {
        slots: { type: 'string', default: '9' },
        'no-simulator': { type: 'boolean', default: false },
        rehearsal: { type: 'boolean', default: false },
        fresh: { type: 'boolean', default: false },
        'core-only': { type: 'boolean', default: false },
      },
    }))
  } catch (error) {
    const more = process.argv.includes('--rehearsal') ? '--fresh, --core-only, ' : ''
    console.error(`${error.message.split('.')[0]}. Use ${more}--slots N, --no-simulator or --help.`)
    process.exit(1)
  }
  if (!values.rehearsal && (values.fresh || values['core-only'])) {
    console.error('--fresh and --core-only are for a rehearsal: npm run rehearse -- --fresh. Nothing was started.')
    process.exit(1)
  }
  const slots = Number(values.slots)
  if (!Number.isInteger(slots) || slots < 1 || slots > 200) {
    console.error(`--slots ${values.slots}: must be a whole number from 1 to 200.`)
    process.exit(1)
  }
  const { rehearsal, fresh, 'core-only': coreOnly } = values
  return { slots, simulator: !values['no-simulator'], rehearsal, fresh, coreOnly }
}

/** The defaults of WIRE, said once here so that the addresses printed are the addresses used. */
function withDefaults(given) {
  const defaults = {
    BIND: '127.0.0.1',
    MQTT_PORT: '1883',
    MQTT_WS_PORT: '9001',
    API_PORT: '8000',
    OPERATOR_UI_PORT: '3000',
    SLOT_UI_PORT: '5173',
    DB_PATH: './data/core.db',
  }
  const set = Object.entries(given).filter(([, value]) => value !== undefined && value !== '')
  const all = { ...defaults, ...Object.fromEntries(set) }
  const isLoopback = /^(localhost|::1|127(\.\d{1,3}){3})$/.test(all.BIND)
  return { EG_AUTH: isLoopback ? 'open' : 'enrolled', ...all }
}

/** The core's folder of certificates; null where it speaks no TLS (core/src/tls/tls-config.ts). */
function tlsFolder({ EG_TLS_DIR, DB_PATH }) {
  const found = join(dirname(resolve(DB_PATH)), 'tls')
  const dir = EG_TLS_DIR ?? (existsSync(found) ? found : 'off')
  return dir === 'off' ? null : dir
}

/** Where the parts on this machine find the core that was just started: with TLS it serves them without on loopback. */
function localBroker(settings) {
  const { BIND, EG_PLAIN } = settings
  if (tlsFolder(settings) !== null && EG_PLAIN !== 'yes')
    return { CORE_HOST: '127.0.0.1', MQTT_HOST: '127.0.0.1', MQTT_TLS: 'no' }
  const host = BIND === '0.0.0.0' ? '127.0.0.1' : BIND === '::' ? '::1' : BIND
  return { CORE_HOST: host, MQTT_HOST: host }
}
