import { contracts } from '@eg/shared'
import type { Credentials, Refusal } from '@eg/shared/bus/mqtt'
import type { AedesOptions } from 'aedes'
import { afterEach, describe, expect, it } from 'vitest'
import { pause, until } from './bus-contract.suite'
import { type RealVenue, mqttVenue } from './venues'

let venue: RealVenue
const ends: (() => Promise<void>)[] = []
afterEach(async () => {
  for (const end of ends.splice(0)) await end()
  await venue.end()
})

/** A broker that lets in who knows its word, and tells what it was offered. */
async function brokerThatAsks(scheme: 'mqtt' | 'ws') {
  const offered: (string | null)[] = []
  const door = { word: 'first', code: 4 }
  const authenticate: AedesOptions['authenticate'] = (_, name, password, next) => {
    offered.push(name ? `${name}:${password}` : null)
    if (password?.toString() === door.word) return next(null, true)
    next(Object.assign(new Error('not you'), { returnCode: door.code as 4 }), null)
  }
  venue = await mqttVenue(scheme, { authenticate })
  return { offered, door }
}

describe.each(['mqtt', 'ws'] as const)('a broker that asks who somebody is, over %s', (scheme) => {
  it('A89 is told name and password as they are at each attempt', async () => {
    const { offered, door } = await brokerThatAsks(scheme)
    let password = 'first'
    const bus = venue.bus({ credentials: () => ({ username: 'slot-04', password }) })
    ends.push(() => bus.close())
    await until(() => bus.connected())
    password = door.word = 'second'
    await venue.stop()
    await until(() => !bus.connected())
    await venue.start()
    await until(() => bus.connected())
    expect([offered[0], offered.at(-1)]).toEqual(['slot-04:first', 'slot-04:second'])
  })

  it('A89 refuses: nothing more is tried until there is something else to try, then everything is heard', async () => {
    const { offered, door } = await brokerThatAsks(scheme)
    const refusals: Refusal[] = []
    let goOn: () => void = () => undefined
    let given: Credentials | null = { username: 'slot-04', password: 'wrong' }
    const heard: unknown[] = []
    const bus = venue.bus({
      credentials: () => given,
      onRefused: (refusal) => {
        refusals.push(refusal)
        return new Promise<void>((resolve) => (goOn = resolve))
      },
    })
    ends.push(() => bus.close())
    bus.subscribe(contracts.modeState, {}, ({ payload }) => heard.push(payload?.mode))
    await until(() => refusals.length > 0)
    await pause(1500)
    expect([offered, refusals]).toEqual([['slot-04:wrong'], ['credentials']])
    given = { username: 'slot-04', password: door.word }
    goOn()
    await until(() => bus.connected())
    const said = { cmd: 'publish', dup: false, qos: 1, retain: false, topic: contracts.modeState.topic } as const
    const payload = Buffer.from('{"mode":"night"}')
    await until(() => {
      venue.broker().publish({ ...said, payload }, () => undefined)
      return heard.length > 0
    })
    expect(heard[0]).toBe('night')
  })

  it('A89 tells a client id that is somebody else’s from wrong credentials; none are a guest’s', async () => {
    const { offered, door } = await brokerThatAsks(scheme)
    door.code = 5
    const refusals: Refusal[] = []
    const bus = venue.bus({
      credentials: () => null,
      onRefused: (refusal) => {
        refusals.push(refusal)
        return new Promise(() => undefined)
      },
    })
    await until(() => refusals.length > 0)
    expect([offered, refusals]).toEqual([[null], ['identity']])
    // Ends at once, though another attempt is being waited for.
    await bus.close()
  })
})
