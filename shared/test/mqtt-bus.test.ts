import { Readable } from 'node:stream'
import { contracts } from '@eg/shared'
import { afterEach, describe, expect, it } from 'vitest'
import { pause, until } from './bus-contract.suite'
import { type RealVenue, mqttVenue } from './venues'

// What only a real link can do wrong: acknowledgements that never come, refusals, a broker that hangs.

const slot1 = { device_id: 'slot-01' }
const card = (tag_uid: string) => [contracts.inputRfid, slot1, { tag_uid }] as const
interface Persistence {
  createRetainedStreamCombi(filters: string[]): Readable
}
let venue: RealVenue
afterEach(() => venue.end())

describe('MQTT bus', () => {
  it('C34 what was not acknowledged when the link went down resolves false and is not sent again', async () => {
    const arrived: string[] = []
    let hold = true
    venue = await mqttVenue('mqtt', {
      authorizePublish: (_, packet, next) => {
        arrived.push(packet.payload.toString())
        if (!hold) next()
      },
    })
    const bus = await venue.open()
    const sent = [bus.publish(...card('AA')), bus.publish(...card('BB'))]
    await until(() => arrived.length > 0)
    await venue.kill(bus)
    expect(await Promise.all(sent)).toEqual([false, false])
    hold = false
    await until(() => bus.connected())
    arrived.length = 0
    expect(await bus.publish(...card('CC'))).toBe(true)
    expect(arrived).toEqual(['{"tag_uid":"CC"}'])
  })

  it('C34 what the broker refuses resolves false, and the connection stands', async () => {
    venue = await mqttVenue('mqtt', { authorizePublish: (_, __, next) => next(new Error('not yours')) })
    const bus = await venue.open()
    expect(await bus.publish(...card('AA'))).toBe(false)
    expect(bus.connected()).toBe(true)
  })

  it('S97 the last state is asked for last and with all others; told as it changes, it says nothing of them', async () => {
    venue = await mqttVenue('mqtt')
    const { sample } = contracts.sessionState
    const other = await venue.open()
    await other.publish(contracts.sessionState, {}, sample)
    await other.publish(contracts.nightStep, {}, contracts.nightStep.sample)
    const bus = await venue.open({ lastState: contracts.sessionState })
    const heard: unknown[] = []
    const sessions: unknown[] = []
    bus.subscribe(contracts.sessionState, {}, ({ payload }) => sessions.push(payload?.session))
    bus.subscribe(contracts.nightStep, {}, ({ payload }) => heard.push(payload?.run ?? null))
    await until(() => heard.length === 1 && sessions.length === 1)

    const asked: string[][] = []
    venue.broker().on('subscribe', (subscriptions) => asked.push(subscriptions.map(({ topic }) => topic)))
    const { persistence } = venue.broker() as unknown as { persistence: Persistence }
    const handOver = persistence.createRetainedStreamCombi.bind(persistence)
    let goOn = () => {}
    async function* late(filters: string[]) {
      await new Promise<void>((resolve) => (goOn = resolve))
      yield* handOver(filters)
    }
    persistence.createRetainedStreamCombi = (filters) => Readable.from(late(filters))
    await venue.away(bus, async () => undefined)
    await until(() => asked.length > 0)
    await other.publish(contracts.sessionState, {}, { ...sample, session: 77 })
    await until(() => sessions.includes(77))
    await pause(20)
    expect(heard).toEqual([1])
    goOn()
    await until(() => heard.length > 1)
    await pause(20)
    expect(heard).toEqual([1, 1])
    expect(asked).toEqual([['eg/night/step', 'eg/state/session']])
  })

  it('C30 a subscription that the broker refuses is reported, and the others stand', async () => {
    venue = await mqttVenue('mqtt', {
      authorizeSubscribe: (_, subscription, next) =>
        next(null, subscription.topic === 'eg/op/core' ? null : subscription),
    })
    const errors: string[] = []
    const bus = venue.bus({ onError: (error) => errors.push(error.message) })
    const heard: unknown[] = []
    bus.subscribe(contracts.opCore, {}, () => heard.push('refused'))
    bus.subscribe(contracts.inputRfid, slot1, ({ payload }) => heard.push(payload?.tag_uid))
    await until(() => errors.length > 0)
    await bus.publish(...card('AA'))
    await until(() => heard.length > 0)
    expect(heard).toEqual(['AA'])
    expect(errors).toHaveLength(1)
  })

  it('C34 says why no connection can be made, and ends at once when it never had one', async () => {
    venue = await mqttVenue('mqtt')
    const errors: string[] = []
    const bus = venue.bus({ url: 'mqtt://127.0.0.1:1', onError: (error) => errors.push(error.message) })
    expect(await bus.publish(...card('AA'))).toBe(false)
    await until(() => errors.length > 0)
    expect(errors[0]).toContain('ECONNREFUSED')
    await bus.close()
    const known = errors.length
    await pause(100)
    expect(errors).toHaveLength(known)
  })

  it('C34 a goodbye waits for what is unacknowledged, but not for a broker that never answers', async () => {
    const acknowledge: (() => void)[] = []
    venue = await mqttVenue('mqtt', { authorizePublish: (_, __, next) => void acknowledge.push(() => next()) })
    const patient = await venue.open()
    const last = patient.publish(...card('AA'))
    await until(() => acknowledge.length === 1)
    const closed = patient.close()
    await pause(50)
    acknowledge[0]?.()
    expect(await last).toBe(true)
    await closed

    const hopeless = await venue.open()
    const lost = hopeless.publish(...card('BB'))
    await hopeless.close()
    expect(await lost).toBe(false)
    expect(hopeless.connected()).toBe(false)
  })
})
