import { type AddressInfo, connect, createServer, type Socket } from 'node:net'
import { once } from 'node:events'
import { type Bus, contracts, createManualClock, systemClock } from '@eg/shared'
import { afterEach, describe, expect, it } from 'vitest'
import { until } from '../../../../scripts/test/processes.js'
import { sendTwice } from './duplicates.js'
import { NO_FAULTS, needsLink, readFaults } from './fault-kinds.js'
import { planFaults } from './fault-plan.js'
import { openFaultyLink } from './faulty-link.js'

const SLOTS = ['slot-02', 'slot-03', 'slot-04', 'slot-05']
const LENGTH_MS = 100_000

describe('what goes wrong', () => {
  it('E42 is read from a list, and a wrong one says what would be right', () => {
    expect(readFaults('loss=2,delay=200,duplicates=10')).toEqual({ ...NO_FAULTS, loss: 2, delay: 200, duplicates: 10 })
    expect(readFaults('none')).toEqual(NO_FAULTS)
    expect([needsLink({ ...NO_FAULTS, duplicates: 9 }), needsLink({ ...NO_FAULTS, dead: 1 })]).toEqual([false, true])
    for (const wrong of ['', 'loss', 'loss=x', 'fire=1', 'loss=2;delay=3', '__proto__=1']) {
      expect(readFaults(wrong)).toEqual({ problem: expect.stringContaining('use parts such as loss=2') })
    }
    expect(readFaults('duplicates=101')).toEqual({ problem: expect.stringContaining('at most 100') })
  })

  it('E42 happens at the same moments of the same slots for the same seed', () => {
    const faults = { ...NO_FAULTS, loss: 2, dead: 1, powercut: 1 }
    const plan = (seed: number) => planFaults(faults, SLOTS, LENGTH_MS, seed)
    expect(plan(1)).toEqual(plan(1))
    expect(plan(1)).not.toEqual(plan(2))
    const planned = plan(1)
    expect(planned.map(({ at }) => at)).toEqual(planned.map(({ at }) => at).toSorted((a, b) => a - b))
    const slotsOf = (what: string) => planned.filter((fault) => fault.what === what).map(({ slot }) => slot)
    expect(slotsOf('loss').toSorted()).toEqual(SLOTS.flatMap((slot) => [slot, slot]))
    expect([slotsOf('dead').length, slotsOf('powercut').length]).toEqual([1, 1])
    expect(slotsOf('dead')).not.toEqual(slotsOf('powercut'))
    for (const { at } of planned) expect(at > 0 && at < LENGTH_MS).toBe(true)
  })
})

describe('a cable that can be cut', () => {
  const open: { close(): unknown }[] = []
  afterEach(async () => {
    for (const one of open.splice(0)) await one.close()
  })

  /** A broker's end of the cable, which keeps what it hears, and somebody at the other end. */
  async function cable(delayMs: number) {
    let heard = ''
    const far: Socket[] = []
    const server = createServer((socket) => {
      far.push(socket.on('data', (bytes) => (heard += String(bytes))).on('error', () => undefined))
    }).listen(0, '127.0.0.1')
    await once(server, 'listening')
    const { port } = server.address() as AddressInfo
    const link = await openFaultyLink({ host: '127.0.0.1', port, delayMs, random: Math.random, clock: systemClock })
    open.push(link, server)
    const dial = () => connect(Number(new URL(link.url).port), '127.0.0.1').on('error', () => undefined)
    return { link, dial, heard: () => heard, far }
  }

  it('E43 holds bytes back, and none overtakes another', async () => {
    const { dial, heard } = await cable(20)
    const near = dial()
    const sent = Array.from({ length: 60 }, (_, index) => `${index};`)
    for (const piece of sent) {
      near.write(piece)
      await new Promise((resolve) => setTimeout(resolve, 1))
    }
    near.end()
    await until('all of it', () => heard().length === sent.join('').length)
    expect(heard()).toBe(sent.join(''))
  })

  it('E43 cut, it drops the connection with what is under way and lets none through until it is mended', async () => {
    const { link, dial, heard, far } = await cable(60_000)
    const near = dial()
    await until('the connection', () => far.length === 1)
    near.write('lost')
    await new Promise((resolve) => setTimeout(resolve, 20))
    const ends = [once(near, 'close'), once(far[0]!, 'close')]
    link.cut()
    await Promise.all(ends)
    await once(dial(), 'close')
    expect([far.length, heard()]).toEqual([1, ''])
    link.mend()
    dial()
    await until('another connection', () => far.length === 2)
  })
})

describe('commands that come twice', () => {
  it('E44 are sent again as they were, in so many of a hundred cases, and nothing else is', async () => {
    const clock = createManualClock()
    const sent: [string, unknown][] = []
    const bus = {
      publish: async ({ name }: { name: string }, _: object, payload: unknown) => !!sent.push([name, payload]),
    }
    const send = async (percent: number) => {
      sent.length = 0
      const twice = sendTwice(bus as unknown as Bus, percent, Math.random, clock)
      await twice.publish(contracts.roundPlay, {}, contracts.roundPlay.sample)
      await twice.publish(contracts.deviceStatus, { device_id: 'slot-02' }, 'online')
      clock.advance(2000)
      return sent.map(([name]) => name)
    }
    expect(await send(100)).toEqual(['roundPlay', 'deviceStatus', 'roundPlay'])
    expect(sent[2]?.[1]).toEqual(contracts.roundPlay.sample)
    expect(await send(0)).toEqual(['roundPlay', 'deviceStatus'])
  })
})
