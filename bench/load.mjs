// The load: clients that each keep some QoS 1 publishes in flight until all are acknowledged. Its own process, so that it
// does not share the event loop of what it measures; raw sockets and mqtt-packet, so that it is cheaper than what it
// measures. Usage: node load.mjs '{"port":…,"clients":…,"inFlight":…,"messages":…,"kind":"vote","everyMs":0}'; one JSON line
// comes out. `everyMs`: how long a client waits after an acknowledgement, as a person does.
import { connect } from 'node:net'
import mqtt from 'mqtt-packet'

const options = JSON.parse(process.argv[2])
const { port, clients, inFlight, messages, kind, offset = 0, everyMs = 0 } = options
const latencies = new Float64Array(messages)
const CONNACK = 2
const PUBACK = 4
let sent = 0
let acked = 0
let begun = 0

/** The n-th message of a client. */
function message(client, n) {
  if (kind === 'vote') {
    // More than 1,000 slots cannot be expected in a run: beyond that clients share a slot.
    const slot = `bench-${client % 999}`
    return ['eg/night/vote', JSON.stringify({ device_id: slot, step: 1, choice: n % 2 === 0 ? 'A' : 'B' })]
  }
  const wallet = kind === 'one-wallet' ? 'BENCH' : `BENCH-${client}`
  const req_id = `b${process.pid}-${client}-${n}`
  const debit = { req_id, device_id: `bench-${client}`, tag_uid: wallet, amount_cents: 1, reason: 'bench' }
  return ['eg/core/wallet/debit', JSON.stringify(debit)]
}

function open(index) {
  return new Promise((resolve, reject) => {
    const socket = connect({ port, host: '127.0.0.1', noDelay: true })
    const times = new Map()
    let id = 0
    let n = 0
    const next = () => {
      if (sent >= messages) return
      sent += 1
      id = (id % 65_535) + 1
      const [topic, payload] = message(index + offset, n++)
      times.set(id, performance.now())
      socket.write(mqtt.generate({ cmd: 'publish', topic, payload, qos: 1, messageId: id, dup: false, retain: false }))
    }
    const acknowledged = (messageId) => {
      latencies[acked++] = performance.now() - times.get(messageId)
      times.delete(messageId)
      if (acked === messages) finish()
      else if (everyMs > 0) setTimeout(next, everyMs)
      else next()
    }
    // Only CONNACK and PUBACK come, of four bytes each: reading them by hand keeps the load cheaper than what it measures.
    let rest = Buffer.alloc(0)
    socket.on('data', (bytes) => {
      const all = rest.length === 0 ? bytes : Buffer.concat([rest, bytes])
      let at = 0
      socket.cork()
      for (; at + 4 <= all.length; at += 4) {
        const type = all[at] >> 4
        if (type === CONNACK) resolve({ socket, start })
        else if (type === PUBACK) acknowledged(all.readUInt16BE(at + 2))
        else throw new Error(`the load does not expect a packet of type ${type}`)
      }
      socket.uncork()
      rest = all.subarray(at)
    })
    const start = () => {
      socket.cork()
      for (let i = 0; i < inFlight; i++) next()
      socket.uncork()
    }
    socket.on('error', reject)
    socket.on('connect', () =>
      socket.write(
        mqtt.generate({
          cmd: 'connect',
          protocolId: 'MQTT',
          protocolVersion: 4,
          clean: true,
          clientId: `bench-${index + offset}`,
          keepalive: 0,
        }),
      ),
    )
  })
}

function finish() {
  const ms = performance.now() - begun
  const sorted = latencies.slice().sort()
  const at = (share) => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))]
  const cpu = process.cpuUsage(cpuBefore)
  process.stdout.write(
    `${JSON.stringify({ ms, perSecond: (messages / ms) * 1000, p50: at(0.5), p99: at(0.99), cpuShare: (cpu.user + cpu.system) / 1000 / ms })}\n`,
    () => process.exit(0),
  )
}

const opened = []
for (let i = 0; i < clients; i += 50) {
  opened.push(...(await Promise.all(Array.from({ length: Math.min(50, clients - i) }, (_, k) => open(i + k)))))
}
const cpuBefore = process.cpuUsage()
begun = performance.now()
for (const { start } of opened) start()
