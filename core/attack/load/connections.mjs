// Attacks by connecting: too many, too slow, too large, too often, under others' names.
import { address, connectPacket, encode, openClient, openSocket, sleep } from './client.mjs'

const GROUP = 10
const PATIENCE_MS = 30_000

/** So many at once that say nothing, a byte now and then, or that they will say 256 MB. */
export async function connects({ port, count, addresses, seconds }) {
  const kinds = ['silent', 'slow', 'huge']
  const hello = encode(connectPacket('slow'))
  const clients = Array.from({ length: count }, (_, i) => {
    const client = openSocket({ port, from: address(GROUP, i % addresses) })
    const kind = kinds[i % 3]
    if (kind === 'huge')
      client.socket.write(Buffer.concat([Buffer.from([0x10, 0xff, 0xff, 0xff, 0x7f]), Buffer.alloc(1000)]))
    if (kind === 'slow') client.drip = 0
    return client
  })
  const end = performance.now() + seconds * 1000
  while (performance.now() < end && clients.some(({ isClosed }) => !isClosed)) {
    for (const client of clients) {
      if (client.drip === undefined || client.isClosed) continue
      client.socket.write(hello.subarray(client.drip, ++client.drip))
      if (client.drip >= hello.length - 1) client.drip = undefined
    }
    await sleep(200)
  }
  // A core on a machine that is busy closes them later.
  const late = end + PATIENCE_MS
  while (performance.now() < late && clients.some(({ isClosed }) => !isClosed)) await sleep(50)
  return { tried: count, stillOpen: clients.filter(({ isClosed }) => !isClosed).length }
}

/** Connects and is gone, again and again; with `will` each leaves one on a topic of its own. */
export async function churn({ port, addresses, seconds, will = false }) {
  const end = performance.now() + seconds * 1000
  let tried = 0
  let letIn = 0
  const worker = async (n) => {
    while (performance.now() < end) {
      const id = `churn-${n}-${tried++}`
      const last = { topic: `eg/test/will/${id}`, payload: 'x'.repeat(500), qos: 1, retain: true }
      const from = address(GROUP + 1, n % addresses)
      const client = await openClient({ port, from, clientId: id, more: will ? { will: last } : {} })
      if (client) letIn += 1
      client?.socket.destroy()
    }
  }
  await Promise.all(Array.from({ length: 12 }, (_, n) => worker(n)))
  return { tried, letIn }
}

/** Two devices with the id of a third, each throwing the others out. */
export async function theft({ port, seconds, victim }) {
  const end = performance.now() + seconds * 1000
  let taken = 0
  while (performance.now() < end) {
    const from = address(GROUP + 2, taken % 2)
    const client = await openClient({ port, from, clientId: victim })
    if (client) taken += 1
    await sleep(20)
  }
  return { taken }
}

/** Ids and filters that are names of what every object of the language has. */
export async function names({ port }) {
  const list = [
    '__proto__',
    'constructor',
    'prototype',
    'toString',
    'hasOwnProperty',
    'valueOf',
    '__defineGetter__',
    'then',
  ]
  let heard = 0
  for (const [i, name] of list.entries()) {
    for (const version of [4, 5]) {
      const client = await openClient({ port, from: address(GROUP + 3, i), version, clientId: name })
      if (!client) continue
      const filters = [name, `${name}/#`, `eg/test/${name}`]
      client.send({ cmd: 'subscribe', messageId: 1, subscriptions: filters.map((topic) => ({ topic, qos: 1 })) })
      await client.until(({ cmd }) => cmd === 'suback')
      const properties = version === 5 ? { properties: { userProperties: { [name]: name, constructor: 'x' } } } : {}
      for (const topic of [`eg/test/${name}`, name, `eg/dev/${name}/status`]) {
        client.send({
          cmd: 'publish',
          topic,
          payload: 'x',
          qos: 1,
          messageId: 2,
          retain: true,
          dup: false,
          ...properties,
        })
      }
      client.send({ cmd: 'unsubscribe', messageId: 3, unsubscriptions: filters.slice(0, 2) })
      if (
        await client.until(
          ({ cmd, topic }) => cmd === 'publish' && topic === `eg/test/${name}`,
          name === '__proto__' ? 100 : 5000,
        )
      )
        heard += 1
      client.socket.destroy()
    }
  }
  return { tried: list.length * 2, heard }
}
