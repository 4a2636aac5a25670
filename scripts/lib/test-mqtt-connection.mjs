// Connects, subscribes, publishes and receives its own message; says each step, and for a failure why and what to try.
// `mqtt` is the library of the agents and pages, so what works here works there.
import net from 'node:net'
import mqtt from 'mqtt'
import { words } from './test-mqtt-connection-words.mjs'

const TOPIC = 'test'
const STEP_TIMEOUT_MS = 5000
const [host = process.env.CORE_HOST || 'localhost', portText = process.env.MQTT_PORT || '1883'] = process.argv.slice(2)

const port = Number(portText)
const say = words(process.env.LC_ALL || process.env.LANG || '', { host, port, topic: TOPIC })

if (host === '--help' || host === '-h') {
  console.log(
    'scripts/test_mqtt_connection [HOST] [PORT]\nDefaults: HOST from CORE_HOST or localhost, PORT from MQTT_PORT or 1883. Exit 0 if everything worked, else 1.',
  )
  process.exit(0)
}
if (!Number.isInteger(port) || port < 1 || port > 65535) fail(...say.notAPort(portText))

console.log(say.title)
await step(say.network, openTcp())
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

function connect() {
  return new Promise((resolve, reject) => {
    const client = mqtt.connect(`mqtt://${host.includes(':') ? `[${host}]` : host}:${port}`, {
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
    case 'NOT_MQTT':
      return say.wrongProtocol(why)
    case 4:
    case 5:
    case 134:
    case 135:
      return say.notAuthorized(why)
    default:
      return /connack|packet|protocol|parse|header/i.test(why) ? say.wrongProtocol(why) : say.unknown(why)
  }
}

function fail(what, next) {
  console.log(`✗ ${say.failed} — ${what}.\n  ${say.tryNext}: ${next}`)
  process.exit(1)
}
