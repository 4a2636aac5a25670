// Clients that all come back at once. Each connects, subscribes, and has one vote acknowledged. When the server dies they
// wait until its port answers, and then all connect in the same moment; one that fails tries again after `retryMs`. Says when
// the port answered and when each had its next vote acknowledged.
import { connect } from 'node:net'
import { PUBACK, openClient, openMany, publish } from './frames.mjs'
import { now, options, ready, say, times } from './speak.mjs'

const { port, clients, topics, topic, retryMs = 20 } = options
/** More than 1,000 slots cannot be expected in a run: beyond that clients share a slot. */
const SLOTS = 999
const sleep = (ms) => new Promise((resolve) => setTimeout(resolve, ms))
let gone = () => undefined
const serverGone = new Promise((resolve) => (gone = resolve))
let failures = 0
let turn = 'A'

/** Connected, subscribed, one vote acknowledged. */
function come(index) {
  return new Promise((resolve, reject) => {
    const onPacket = (type) => type === PUBACK && resolve(client)
    let client
    const onClose = () => {
      gone()
      reject(new Error('closed'))
    }
    openClient({ port, clientId: `bench-${index}`, topics, qos: 1, onPacket, onClose }).then((opened) => {
      client = opened
      client.send(publish(topic, JSON.stringify({ device_id: `bench-${index % SLOTS}`, step: 1, choice: turn }), 1))
    }, reject)
  })
}

async function comeBack(index) {
  for (;;) {
    try {
      await come(index)
      return now()
    } catch {
      failures += 1 // told in the result; tried again until it is back
      await sleep(retryMs)
    }
  }
}

const answers = () =>
  new Promise((resolve) => {
    const socket = connect({ port, host: '127.0.0.1' })
    const settle = (answered) => {
      socket.destroy()
      resolve(answered)
    }
    socket.once('connect', () => settle(true))
    socket.once('error', () => settle(false))
  })

await openMany(clients, come)
await ready()
say('waiting')
await serverGone
turn = 'B'
while (await answers()) await sleep(2) // what was killed may still be going
while (!(await answers())) await sleep(2)
const openAt = now()
const backAt = await Promise.all(Array.from({ length: clients }, (_, index) => comeBack(index)))
const took = times(backAt.map((at) => at - openAt))
say('done', { openAt, lastAt: Math.max(...backAt), failures, ...took })
