import type { Connection } from 'aedes'
import mqttPacket from 'mqtt-packet'
import { PassThrough } from 'node:stream'
import { setImmediate as nextTurn } from 'node:timers/promises'
import { pino } from 'pino'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { createCounters } from '../../ops/counters.js'
import { DEFAULT_LIMITS } from './limits.js'
import { createWireGuard } from './wire-guard.js'

const hello = mqttPacket.generate({
  cmd: 'connect',
  clientId: 'c',
  protocolId: 'MQTT',
  protocolVersion: 4,
  clean: true,
  keepalive: 9,
})

let streams: PassThrough[] = []
afterEach(() => {
  vi.useRealTimers()
  vi.unstubAllGlobals()
  for (const stream of streams) stream.destroy()
  streams = []
})

/** Connections whose CONNECT has come, read through a guard as aedes reads: when it is told that there is something. */
function venue() {
  const log = pino({ level: 'silent' })
  const guard = createWireGuard({ limits: DEFAULT_LIMITS, counters: createCounters(), log, retainedUnder: () => 0 })
  return {
    async connect(remoteAddress: string, count: number) {
      const turns: number[] = []
      let turn = 0
      const all = Array.from({ length: count }, () => {
        const stream = Object.assign(new PassThrough(), { remoteAddress })
        expect(guard.attach(stream as unknown as Connection)).toBe(true)
        stream.write(hello)
        streams.push(stream)
        return stream
      })
      for (const stream of all) {
        stream.on('readable', () => {
          if (stream.read() !== null) turns.push(turn)
        })
      }
      for (; turn < 20; turn++) await nextTurn()
      const most = Math.max(...turns.map((each) => turns.filter((other) => other === each).length))
      return { taken: turns.length, most }
    },
  }
}

describe('the wire guard', () => {
  it('W73 of strangers that connect at once, so many are taken in a turn of the event loop, the others in the next ones', async () => {
    const { connect } = venue()
    expect(await connect('192.0.2.1', 40)).toEqual({ taken: 40, most: 4 })
  })

  it('W73 callers of this machine do not wait for each other', async () => {
    const { connect } = venue()
    const { taken, most } = await connect('127.0.0.1', 40)
    expect(taken).toBe(40)
    expect(most).toBeGreaterThan(20)
  })

  it('W73 a CONNECT that waits for its turn is not late: it has the time to come once more', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
    const due: (() => void)[] = []
    vi.stubGlobal('setImmediate', (begin: () => void) => due.push(begin))
    const log = pino({ level: 'silent' })
    const guard = createWireGuard({ limits: DEFAULT_LIMITS, counters: createCounters(), log, retainedUnder: () => 0 })
    const open = (bytes: Buffer) => {
      const stream = Object.assign(new PassThrough(), { remoteAddress: '192.0.2.1' })
      guard.attach(stream as unknown as Connection)
      const seen = { taken: false, ended: () => stream.destroyed }
      stream.on('readable', () => (seen.taken ||= stream.read() !== null))
      stream.write(bytes)
      streams.push(stream)
      return seen
    }
    const [, , , , held] = Array.from({ length: 5 }, () => open(hello))
    const slow = open(hello.subarray(0, 4))
    await vi.waitFor(() => expect(due.length).toBeGreaterThan(0))
    await Promise.resolve()
    vi.advanceTimersByTime(DEFAULT_LIMITS.connectMs)
    expect({ held: held?.ended(), taken: held?.taken, slow: slow.ended() }).toEqual({
      held: false,
      taken: false,
      slow: false,
    })
    for (const begin of due.splice(0)) begin()
    expect(held?.taken).toBe(true)
    vi.advanceTimersByTime(DEFAULT_LIMITS.connectMs)
    expect(slow.ended()).toBe(true)
  })
})
