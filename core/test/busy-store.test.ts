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
})
