import { copyFileSync } from 'node:fs'
import Database from 'better-sqlite3'
import mqttPacket from 'mqtt-packet'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type CoreProcess, createCoreProcess, get, post, until } from './core-process.js'
import { type RawClient, connectRaw } from './raw-client.js'

let core: CoreProcess
beforeEach(async () => {
  core = await createCoreProcess({ NIGHT_EXPECTED_VOTES: '100' })
  await core.start()
  await post(core, '/api/mode', { mode: 'night' })
  await post(core, '/api/op/night/open', { step: 1, question: 'Q', options: ['A', 'B'] })
})
afterEach(() => core.kill())

const CLIENTS = 20
const VOTES = 1500
const queue = async () => (await get<{ queue: number }>(core, '/health')).queue
/** The ids that were acknowledged to a client, in the order in which they came. */
const acknowledged = (client: RawClient) => client.heard.flatMap((p) => (p.cmd === 'puback' ? [p.messageId] : []))

/** As many votes as a client can write, all at once. */
function flood(client: RawClient, device: number): void {
  const payload = (n: number) => JSON.stringify({ device_id: `slot-${device}`, step: 1, choice: n % 2 ? 'A' : 'B' })
  const packets = Array.from({ length: VOTES }, (_, n) =>
    mqttPacket.generate({
      cmd: 'publish',
      topic: 'eg/night/vote',
      payload: payload(n),
      qos: 1,
      messageId: n + 1,
      dup: false,
      retain: false,
    }),
  )
  client.socket.write(Buffer.concat(packets))
}

describe('a store that is slower than its senders', () => {
  it('P15 takes no more than a few thousand commands into memory, goes on answering, and later acknowledges all in order', async () => {
    const clients = await Promise.all(Array.from({ length: CLIENTS }, (_, i) => connectRaw(core.ports.mqtt, `f${i}`)))
    const other = new Database(core.dbPath)
    other.exec('BEGIN IMMEDIATE')
    clients.forEach(flood)
    await until('a long queue', async () => (await queue()) >= 4000)
    for (let i = 0; i < 10; i++) expect(await queue()).toBeLessThan(6000)
    other.exec('ROLLBACK')
    other.close()
    await until('every acknowledgement', () => clients.every((client) => acknowledged(client).length === VOTES))
    const inOrder = Array.from({ length: VOTES }, (_, n) => n + 1)
    for (const client of clients) expect(acknowledged(client)).toEqual(inOrder)
    expect(await queue()).toBe(0)
  })
})

describe('a store that could not take a command', () => {
  it('P19 takes nothing more of its sender: not what waited, nor what comes before the connection is closed', async () => {
    const client = await connectRaw(core.ports.mqtt, 'slot-01')
    await client.publish('eg/night/vote', JSON.stringify({ device_id: 'slot-01', step: 1, choice: 'C' }))
    const topic = 'eg/dev/slot-01/res'
    client.send({ cmd: 'subscribe', messageId: 1, subscriptions: [{ topic, qos: 1 }] })
    await until('SUBACK', () => client.heard.some(({ cmd }) => cmd === 'suback'))
    const send = (messageId: number, choice: string) => {
      const payload = JSON.stringify({ device_id: 'slot-01', step: 1, choice, req_id: `r${messageId}` })
      client.send({ cmd: 'publish', topic: 'eg/night/vote', payload, qos: 1, messageId, retain: false, dup: false })
    }
    const told = () => client.heard.flatMap((p) => (p.cmd === 'publish' ? [JSON.parse(String(p.payload))] : []))
    const before = told().length
    const other = new Database(core.dbPath)
    other.exec('BEGIN IMMEDIATE')
    send(11, 'A')
    await until('a red health', async () => (await fetch(`${core.api}/health`)).status === 503)
    send(12, 'B')
    await until('the queue', async () => (await queue()) > 0)
    // The store is well again, and the next vote is under way, before the connection is closed.
    client.socket.on('data', () => {
      if (!other.open || told().length === before) return
      other.exec('ROLLBACK')
      other.close()
      send(13, 'B')
    })
    await until('its end', () => client.socket.closed)
    expect(other.open).toBe(false)
    const witness = await connectRaw(core.ports.mqtt, 'slot-02')
    await witness.publish('eg/night/vote', JSON.stringify({ device_id: 'slot-02', step: 1, choice: 'B' }))
    const db = new Database(core.dbPath, { readonly: true })
    const ids = db.prepare(`SELECT req_id FROM requests WHERE req_id IN ('r11', 'r12', 'r13')`).pluck().all()
    db.close()
    expect(ids).toEqual([])
    const answers = told().slice(before)
    expect(answers.map(({ req_id, status }) => [req_id, status])).toEqual([
      ['r11', 'unavailable'],
      ['r12', 'unavailable'],
    ])
    expect(acknowledged(client)).toHaveLength(1)
  })
})

describe('an idle store', () => {
  it('P16 brings its log into the database by itself', async () => {
    const client = await connectRaw(core.ports.mqtt, 'slot-07')
    await client.publish('eg/night/vote', JSON.stringify({ device_id: 'slot-07', step: 1, choice: 'B' }))
    const copy = `${core.dbPath}.copy`
    await until('the vote in the file itself, without its log', () => {
      copyFileSync(core.dbPath, copy)
      const db = new Database(copy, { readonly: true })
      const found = db.prepare(`SELECT count(*) FROM sqlite_master WHERE name = 'votes'`).pluck().get()
      const votes = found === 1 ? db.prepare(`SELECT choice FROM votes WHERE device_id = 'slot-07'`).pluck().all() : []
      db.close()
      return votes.length === 1
    })
  })

  it('P19 its will on an open topic is published, whatever QoS it has: it comes once', async () => {
    const witness = await connectRaw(core.ports.mqtt, 'slot-02')
    witness.send({ cmd: 'subscribe', messageId: 1, subscriptions: [{ topic: 'eg/test/#', qos: 1 }] })
    const will = { topic: 'eg/test/w', payload: Buffer.from('offline'), qos: 1, retain: false } as const
    const client = await connectRaw(core.ports.mqtt, 'slot-01', 4, { will })
    const other = new Database(core.dbPath)
    other.exec('BEGIN IMMEDIATE')
    const payload = JSON.stringify({ device_id: 'slot-01', step: 1, choice: 'A' })
    client.send({ cmd: 'publish', topic: 'eg/night/vote', payload, qos: 1, messageId: 11, retain: false, dup: false })
    await until('its end', () => client.socket.closed)
    await until('its will', () => witness.heard.some((p) => p.cmd === 'publish' && p.topic === 'eg/test/w'))
    other.exec('ROLLBACK')
    other.close()
  })
})
