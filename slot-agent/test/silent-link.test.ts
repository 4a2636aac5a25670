import { type Socket, connect, createServer } from 'node:net'
import { contracts, systemClock } from '@eg/shared'
import pino from 'pino'
import { createMqttBus } from '@eg/shared/bus/mqtt'
import { openBrokerLink } from '../dist/agent/broker-link.js'
import { afterEach, describe, expect, it } from 'vitest'
import { type CoreProcess, createCoreProcess } from '../../core/test/core-process.js'
import { freePorts, until } from '../../scripts/test/processes.js'

const ends: (() => unknown)[] = []
afterEach(async () => {
  for (const end of ends.splice(0).toReversed()) await end()
})

const PINGREQ = Buffer.from([0xc0, 0x00])
const PINGRESP = Buffer.from([0xd0, 0x00])

/** A cable between a client and the core that can go dead: connections stay, and nothing comes through but answers to pings. */
async function layCable(core: CoreProcess) {
  const [port = 0] = await freePorts(1)
  const cables: Socket[][] = []
  const server = createServer((near) => {
    const far = connect(core.ports.mqtt, '127.0.0.1')
    near.pipe(far).pipe(near)
    for (const socket of [near, far]) socket.on('error', () => socket.destroy())
    cables.push([near, far])
  })
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve))
  return {
    port,
    connections: () => cables.length,
    /** Those that exist carry nothing any more; a new one works. */
    goDead() {
      for (const [near, far] of cables) {
        far?.unpipe().pause()
        near
          ?.unpipe()
          .on('data', (bytes: Buffer) => bytes.equals(PINGREQ) && near.write(PINGRESP))
          .resume()
      }
    },
    close: () => {
      cables.flat().forEach((socket) => socket.destroy())
      server.close()
    },
  }
}

describe('a link that says nothing', () => {
  it('S55 is not one on which only the core’s clock is heard', async () => {
    const core = await createCoreProcess()
    ends.push(() => core.kill())
    await core.start()
    const cable = await layCable(core)
    ends.push(cable.close)
    const url = `mqtt://127.0.0.1:${cable.port}`
    const { bus } = openBrokerLink(url, 'change-07', systemClock, pino({ level: 'silent' }))
    ends.push(() => bus.close())
    const witness = createMqttBus({ url: `mqtt://127.0.0.1:${core.ports.mqtt}`, clientId: 'witness' })
    ends.push(() => witness.close())
    let beats = 0
    witness.subscribe(contracts.clockState, {}, () => (beats += 1))
    await until('seven seconds of the core', () => beats > 7)
    expect(cable.connections()).toBe(1)
  })

  it('S55 is made anew, and hears again', async () => {
    const core = await createCoreProcess()
    ends.push(() => core.kill())
    await core.start()
    const cable = await layCable(core)
    ends.push(cable.close)
    const url = `mqtt://127.0.0.1:${cable.port}`
    const bus = createMqttBus({ url, clientId: 'slot-01', reconnectMs: 50, silentMs: 1500 })
    ends.push(() => bus.close())
    let beats = 0
    bus.subscribe(contracts.clockState, {}, () => (beats += 1))
    await until('the clock of the core', () => beats > 2)
    expect(cable.connections()).toBe(1)
    cable.goDead()
    const before = beats
    await until('the clock over a new connection', () => beats > before)
    expect(cable.connections()).toBe(2)
  })
})
