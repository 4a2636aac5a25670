// Connects (with --tls, by TLS), subscribes, publishes and receives its own message; says each step, and for a failure why and what to try.
// `mqtt` is the library of the agents and pages, so what works here works there.
import { readFileSync } from 'node:fs'
import net from 'node:net'
import tls from 'node:tls'
import { parseArgs } from 'node:util'
import mqtt from 'mqtt'
import { words } from './test-mqtt-connection-words.mjs'

const TOPIC = 'test'
const STEP_TIMEOUT_MS = 5000
const HELP = `scripts/test_mqtt_connection [HOST] [PORT] [--tls] [--ca FILE]
Defaults: HOST from CORE_HOST or localhost, PORT from MQTT_PORT or 1883, with TLS 8883. --ca is the core's ca.pem (EG_TLS_CA)
and means --tls (MQTT_TLS=yes). Exit 0 if everything worked, else 1.`

const options = readOptions()
const { host, portText, ca, secure } = options
const port = Number(portText)
const say = words(process.env.LC_ALL || process.env.LANG || '', { host, port, topic: TOPIC, ca })
if (!Number.isInteger(port) || port < 1 || port > 65535) fail(...say.notAPort(portText))

console.log(say.title)
const trusted = readCa()
await step(say.network, openTcp())
if (secure) await step(say.tls, openTls())
const client = await step(say.connect, connect())
const heard = new Promise((resolve) => client.on('message', (_, payload) => payload.toString() === token && resolve()))
const token = `test_mqtt_connection ${process.pid} ${Date.now()}`
await step(say.subscribe, subscribe())
await step(say.publish, client.publishAsync(TOPIC, token, { qos: 1 }))
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

function readCa() {
  if (!ca) return {}
  try {
    return { ca: readFileSync(ca, 'utf8') }
  } catch (error) {
    return fail(...say.noCa(error.code))
  }
}

function readOptions() {
  try {
    const { values, positionals } = parseArgs({
      allowPositionals: true,
      options: { tls: { type: 'boolean' }, ca: { type: 'string' }, help: { type: 'boolean', short: 'h' } },
    })
    if (values.help) {
      console.log(HELP)
      process.exit(0)
    }
    const ca = values.ca ?? process.env.EG_TLS_CA ?? ''
    const secure = values.tls ?? (values.ca !== undefined || (process.env.MQTT_TLS ?? (ca ? 'yes' : 'no')) === 'yes')
    const [
      host = process.env.CORE_HOST || 'localhost',
      portText = process.env.MQTT_PORT || (secure ? '8883' : '1883'),
    ] = positionals
    return { host, portText, ca: secure ? ca : '', secure }
  } catch (error) {
    console.error(`${error.message}\n${HELP}`)
    return process.exit(1)
  }
}

function connect() {
  return new Promise((resolve, reject) => {
    const client = mqtt.connect(`${secure ? 'mqtts' : 'mqtt'}://${host.includes(':') ? `[${host}]` : host}:${port}`, {
      ...trusted,
      clientId: `test-mqtt-${process.pid}`,
      protocolVersion: 5,
      reconnectPeriod: 0,
      connectTimeout: STEP_TIMEOUT_MS - 500,
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

async function subscribe() {
  const granted = await client.subscribeAsync(TOPIC, { qos: 1 })
  if (granted.some(({ qos }) => qos >= 128))
    throw Object.assign(new Error('the subscription was refused'), { code: 135 })
}

/** What happened, and what to try next. */
function explain(error) {
  const why = error.message
  switch (error.code) {
    case 'ECONNREFUSED':
      return say.refused
    case 'ENOTFOUND':
    case 'EAI_AGAIN':
      return say.notFound
    case 'ETIMEDOUT':
    case 'EHOSTUNREACH':
    case 'ENETUNREACH':
      return say.timedOut
    case 'ERR_TLS_CERT_ALTNAME_INVALID':
      return say.wrongName
    case 'CERT_NOT_YET_VALID':
    case 'CERT_HAS_EXPIRED':
      return say.wrongTime(why)
    case 'ERR_SSL_WRONG_VERSION_NUMBER':
    case 'ERR_SSL_PACKET_LENGTH_TOO_LONG':
      return say.noTls
    case 'ECONNRESET':
      return secure ? say.noTls : say.wrongProtocol(why)
    case 'NOT_MQTT':
      return say.wrongProtocol(why)
    case 4:
    case 5:
    case 134:
    case 135:
      return say.notAuthorized(why)
    default:
      if (/self.signed|unable to (verify|get)|issuer/i.test(why)) return say.unknownCa(why)
      return /connack|packet|protocol|parse|header/i.test(why) ? say.wrongProtocol(why) : say.unknown(why)
  }
}

function fail(what, next) {
  console.log(`✗ ${say.failed} — ${what}.\n  ${say.tryNext}: ${next}`)
  process.exit(1)
}
