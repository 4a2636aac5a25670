import { once } from 'node:events'
import { connect } from 'node:net'
import mqtt from 'mqtt'
import mqttPacket from 'mqtt-packet'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type CoreProcess, createCoreProcess, until } from './core-process.js'
import { type EnrolledCore, createEnrolledCore } from './enrolled-core.js'
import { connectRaw } from './raw-client.js'

// Names and addresses are cheap to make up, and a log is written to a card.

const MANY = 120
/** A hundred, and the one that says that there were more; another minute may have begun in between. */
const linesOf = (core: CoreProcess, text: string) => core.lines.filter((line) => line.includes(text)).length
let enrolled: EnrolledCore
let open: CoreProcess
beforeAll(async () => {
  enrolled = await createEnrolledCore()
  // A client is let go sooner, so that many are in less time.
  open = await createCoreProcess({ EG_LIMIT_UNSENT_BYTES: '65536' })
  await Promise.all([enrolled.start(), open.start()])
})
afterAll(async () => {
  await enrolled.end()
  await Promise.all([enrolled.stop(), open.stop()])
})

describe('what strangers have written into the log is a hundred lines a minute', () => {
  it('A14 of refused connections, from however many addresses', async () => {
    for (let i = 1; i <= MANY; i++) {
      const socket = connect({ port: enrolled.ports.mqtt, host: '127.0.0.1', localAddress: `127.0.9.${i}` })
      const packet = { cmd: 'connect', clientId: `c-${i}`, protocolId: 'MQTT', protocolVersion: 4, username: 'slot-01' }
      socket.write(mqttPacket.generate(packet as mqttPacket.Packet))
      await once(socket, 'data')
      socket.destroy()
    }
    await until('the end of it', () => linesOf(enrolled, 'connections of more than 100 addresses') > 0)
    expect(linesOf(enrolled, 'connection refused')).toBeLessThan(MANY)
  })

  it('A17 of client ids that are taken over again and again, of however many names', async () => {
    for (let name = 0; name < MANY; name++)
      for (let i = 0; i < 7; i++) await enrolled.connect({ clientId: `twin-${name}`, username: '', password: '' })
    await until('the end of it', () => linesOf(enrolled, 'more than 100 client ids') > 0)
    expect(linesOf(enrolled, 'this client id is taken over')).toBeLessThan(MANY)
  })

  it('B4 of subscribers that stop reading, of however many names', async () => {
    const flood = await mqtt.connectAsync(`mqtt://127.0.0.1:${open.ports.mqtt}`, { protocolVersion: 5 })
    const payload = Buffer.alloc(64 * 1024)
    for (let batch = 0; batch < MANY; batch += 20) {
      for (let i = 0; i < 20; i++) {
        const { socket, heard, send } = await connectRaw(open.ports.mqtt, `frozen-${batch + i}`)
        const subscriptions = [{ topic: 'eg/test/flood', qos: 0 }]
        send({ cmd: 'subscribe', messageId: 1, subscriptions } as mqttPacket.Packet)
        await until('SUBACK', () => heard.some(({ cmd }) => cmd === 'suback'))
        socket.pause()
      }
      const counted = async () => {
        const health = await (await fetch(`${open.api}/health`)).json()
        return (health as { counters: { frozen_clients: number } }).counters.frozen_clients
      }
      while ((await counted()) < batch + 20) await flood.publishAsync('eg/test/flood', payload, { qos: 1 })
    }
    await flood.endAsync()
    await until('the end of it', () => linesOf(open, 'more than 100 clients that do not read') > 0)
    expect(linesOf(open, 'it does not read what it subscribed to')).toBeLessThan(MANY)
  }, 60_000)
})
