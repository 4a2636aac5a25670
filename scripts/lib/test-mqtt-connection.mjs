// Connects (with --tls, by TLS), subscribes, publishes and receives its own message; says each step, and for a failure why and what to try.
// `mqtt` is the library of the agents and pages, so what works here works there.
import { lookup } from 'node:dns/promises'
import { readFileSync } from 'node:fs'
import net from 'node:net'
import tls from 'node:tls'
import { parseArgs } from 'node:util'
import mqtt from 'mqtt'
import { words } from './test-mqtt-connection-words.mjs'

const TOPIC = 'test'
const STEP_TIMEOUT_MS = 5000
const WRONG_WORD = 2
// How far it has come: what a failure means hangs on that.
let reached = false
let encrypted = false
let client
let stage = 'topic'

const locale = process.env.LC_ALL || process.env.LC_MESSAGES || process.env.LANG || ''
const { host, portText, files, secure } = readOptions()
const port = Number(portText)
const say = words(locale, { host, port, topic: TOPIC })
if (!Number.isInteger(port) || port < 1 || port > 65535) fail(...say.notAPort(portText))

console.log(say.title)
const trusted = Object.fromEntries(Object.entries(files).map(([name, path]) => [name, readFile(path)]))
// A name of the local network takes its own time: not found, some seconds.
const found = await lookup(host).catch((error) => error)
await step(say.network, found instanceof Error ? Promise.reject(found) : openTcp())
// From here on the host is there: silence is the program's, not the network's.
reached = true
if (secure) await step(say.tls, openTls())
encrypted = secure
client = await step(say.connect, connect())
const heard = new Promise((resolve) => client.on('message', (_, payload) => payload.toString() === token && resolve()))
const token = `test_mqtt_connection ${process.pid} ${Date.now()}`
await step(say.subscribe, client.subscribeAsync(TOPIC, { qos: 1 }))
await step(say.publish, client.publishAsync(TOPIC, token, { qos: 1 }))
stage = 'delivery'
await step(say.receive, heard)
await client.endAsync()
console.log('✓ Connexion réussie !')

/** Waits for a step, at most five seconds, and says how it went. */
async function step(name, work) {
  const started = performance.now()
  let timer
  const late = new Promise((_, reject) => {
    timer = setTimeout(
      () => reject(Object.assign(new Error('no answer within 5 s'), { code: 'ETIMEDOUT' })),
      STEP_TIMEOUT_MS,
    )
  })
  try {
    const result = await Promise.race([work, late])
    console.log(`  ✓ ${name} (${(performance.now() - started).toFixed(1)} ms)`)
    return result
  } catch (error) {
    console.log(`  ✗ ${name}`)
    fail(...explain(error))
  } finally {
    clearTimeout(timer)
  }
}

function openTcp() {
  return new Promise((resolve, reject) => {
    const socket = net.connect({ host, port }, () => resolve(socket.destroy()))
    socket.once('error', (error) => reject(error.errors?.[0] ?? error))
  })
}

function openTls() {
  return new Promise((resolve, reject) => {
    const servername = net.isIP(host) ? undefined : host
    const socket = tls.connect({ host, port, servername, ...trusted }, () => resolve(socket.destroy()))
    socket.once('error', reject)
  })
}

function readFile(path) {
  try {
    return readFileSync(path, 'utf8')
  } catch (error) {
    return fail(...say.noFile(path, error.code))
  }
}

function readOptions() {
  const { help } = words(locale, {})
  try {
    const { values, positionals } = parseArgs({
      allowPositionals: true,
      options: {
        tls: { type: 'boolean' },
        ca: { type: 'string' },
        cert: { type: 'string' },
        key: { type: 'string' },
        help: { type: 'boolean', short: 'h' },
      },
    })
    if (values.help) {
      console.log(help)
      process.exit(0)
    }
    const [place = process.env.CORE_HOST || 'localhost', given, ...rest] = positionals
    if (rest.length > 0) throw new Error(rest.join(' '))
    // Also as other tools take it: mqtt://eg-core.local:1883
    const [, scheme, host = place, behind] = /^(?:(mqtts?):\/\/)?([^:/]+)(?::(\d+))?\/?$/.exec(place) ?? []
    const ca = values.ca ?? process.env.EG_TLS_CA ?? ''
    const asked = scheme === undefined ? (values.tls ?? (values.ca ? true : undefined)) : scheme === 'mqtts'
    const secure = asked ?? (process.env.MQTT_TLS ?? (ca ? 'yes' : 'no')) === 'yes'
    const portText = given ?? behind ?? (process.env.MQTT_PORT || (secure ? '8883' : '1883'))
    const all = {
      ca,
      cert: values.cert ?? process.env.EG_TLS_CERT ?? '',
      key: values.key ?? process.env.EG_TLS_KEY ?? '',
    }
    const files = secure ? Object.fromEntries(Object.entries(all).filter(([, path]) => path !== '')) : {}
    return { host, portText, files, secure }
  } catch (error) {
    console.error(`${error.message}\n${help}`)
    return process.exit(WRONG_WORD)
  }
}

function connect() {
  return new Promise((resolve, reject) => {
    const client = mqtt.connect(`${secure ? 'mqtts' : 'mqtt'}://${host.includes(':') ? `[${host}]` : host}:${port}`, {
      ...trusted,
      clientId: `test-mqtt-${process.pid}`,
      protocolVersion: 5,
      reconnectPeriod: 0,
      // A broker that says nothing is this program's to tell, by its step.
      connectTimeout: 4 * STEP_TIMEOUT_MS,
      username: process.env.MQTT_USERNAME || undefined,
      password: process.env.MQTT_PASSWORD || undefined,
    })
    client.once('connect', () => resolve(client))
    client.once('error', reject)
    client.once('close', () =>
      reject(
        Object.assign(new Error('the other side closed the connection without an MQTT answer'), { code: 'NOT_MQTT' }),
      ),
    )
  })
}

/** What happened, and what to try next. */
function explain(error) {
  const why = error.message
  if (client && stage === 'delivery') return say.notDelivered
  if (client && (error.packet?.cmd === 'suback' || [128, 131, 135, 143].includes(error.code)))
    return say.topicRefused(why)
  switch (error.code) {
    case 'ECONNREFUSED':
      return say.refused
    case 'ENOTFOUND':
    case 'EAI_AGAIN':
      return say.notFound
    case 'EHOSTUNREACH':
    case 'ENETUNREACH':
    case 'EHOSTDOWN':
      return say.unreachable(error.code)
    case 'ETIMEDOUT':
      return reached ? say.silent : say.timedOut
    case 'ERR_TLS_CERT_ALTNAME_INVALID':
      return say.wrongName
    case 'CERT_NOT_YET_VALID':
    case 'CERT_HAS_EXPIRED':
      return say.wrongTime(why)
    case 'ERR_SSL_WRONG_VERSION_NUMBER':
    case 'ERR_SSL_PACKET_LENGTH_TOO_LONG':
      return say.noTls
    case 'ECONNRESET':
    case 'NOT_MQTT':
      return secure && !encrypted ? say.noTls : say.closed(why)
    // CONNACK: MQTT 3.1.1, 3.2.2.3; MQTT 5, 3.2.2.2.
    case 4:
    case 5:
    case 134:
    case 135:
      return say.notAuthorized(why)
    case 3:
    case 136:
    case 137:
    case 151:
    case 159:
      return say.busy(why)
    default:
      if (/certificate.required|peer did not return/i.test(`${error.code} ${why}`)) return say.wantsCertificate
      if (/self.signed|unable to (verify|get)|issuer/i.test(why)) return say.unknownCa(why)
      return /connack|packet|protocol|parse|header/i.test(why) ? say.wrongProtocol(why) : say.unknown(why)
  }
}

function fail(what, next) {
  console.log(`✗ ${say.failed} — ${what}.\n  ${say.tryNext} ${next}`)
  process.exit(1)
}
