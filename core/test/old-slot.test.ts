import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type CoreProcess, createCoreProcess, get, post, until } from './core-process.js'
import { publish, subscribe } from './mosquitto.js'
import { type PahoDevice, startPahoDevice } from './paho-device.js'

// What a slot of the old system does in an evening: with paho, subscribing once in its life (WIRE).

const CARD = '04A37C91'

let core: CoreProcess
let devices: PahoDevice[]
beforeEach(async () => {
  core = await createCoreProcess({ EG_CREDIT_POLICY: 'any', EG_CARDS: 'auto' })
  await core.start()
  devices = []
})
afterEach(async () => {
  for (const device of devices) device.stop()
  await core.kill()
})

async function join(id: string, version: '5' | '311', ...topics: string[]) {
  const device = await startPahoDevice(core.ports.mqtt, id, version, topics)
  devices.push(device)
  return device
}
/** The filters of an old slot agent. */
const slotTopics = (id: string) => [
  'eg/state/mode',
  'eg/night/step',
  'eg/night/result',
  `eg/dev/${id}/res`,
  `eg/dev/${id}/input/cmd/led`,
  `eg/dev/${id}/input/cmd/test`,
]
const answer = (device: PahoDevice, id: string, what: object) =>
  until(`an answer to ${id}`, () =>
    device
      .messages(`eg/dev/${id}/res`)
      .find((told) => Object.entries(what).every(([key, value]) => told[key] === value)),
  )
const connections = (device: PahoDevice) => device.events.filter(({ event }) => event === 'connected').length
/** The retained payload of a topic, as somebody who comes now finds it. */
async function retained(topic: string): Promise<string> {
  const late = await subscribe(core.ports.mqtt, [topic])
  try {
    return (await until(topic, () => late.on(topic)[0])).payload
  } finally {
    late.stop()
  }
}
const led = (id: string, command: object) =>
  publish(core.ports.mqtt, `eg/dev/${id}/input/cmd/led`, JSON.stringify(command))
const vote = (device: PahoDevice, step: number, choice: string) =>
  device.publish('eg/night/vote', { device_id: 'slot-01', step, choice, ts: '2026-11-21T21:00:00' })

describe.each(['5', '311'] as const)('a slot of the old system, MQTT %s', (version) => {
  it('D30 hello, status, wallet, vote and LED commands; and it still hears all of them after the core was restarted', async () => {
    const slot = await join('slot-01', version, ...slotTopics('slot-01'))
    await slot.publish('eg/dev/slot-01/hello', { type: 'slot', version: '0.9', ts: 1700000000 })
    await slot.publish('eg/dev/slot-01/status', 'online')
    await slot.publish('eg/dev/slot-01/input/status', 'online')
    await slot.publish('eg/dev/slot-01/input/leds', { states: Array(6).fill(false), timestamp: 1 })
    const evening = async (n: number) => {
      const req_id = `w${n}`
      await slot.publish('eg/core/wallet/get', { req_id, device_id: 'slot-01', tag_uid: CARD })
      expect(await answer(slot, 'slot-01', { req_id })).toMatchObject({ type: 'wallet_get', status: 'ok' })
      const question = { step: n, question: 'Which door?', options: ['A', 'B'] }
      await post(core, '/api/night/step', question)
      await until('the step', () => slot.messages('eg/night/step').some(({ step }) => step === n))
      await vote(slot, n, 'B')
      expect(await answer(slot, 'slot-01', { step: n })).toMatchObject({ type: 'night_vote', status: 'counted' })
      await led('slot-01', { index: n, state: true })
      await until('the LED command', () => slot.messages('eg/dev/slot-01/input/cmd/led').some((c) => c.index === n))
      await publish(core.ports.mqtt, 'eg/dev/slot-01/input/cmd/test', '{"action":"led_sequence"}')
      await until('the test', () => slot.messages('eg/dev/slot-01/input/cmd/test').length === n)
    }
    await post(core, '/api/mode', { mode: 'night' })
    await evening(1)
    await core.kill()
    await core.start()
    await until('it to be back', () => connections(slot) === 2)
    await evening(2)
    // Once each: what the broker subscribed anew and what a device subscribes by itself never come twice.
    expect(slot.messages('eg/dev/slot-01/input/cmd/led').map((c) => c.index)).toEqual([1, 2])
    expect(slot.messages('eg/dev/slot-01/res').filter((told) => told.type === 'night_vote')).toHaveLength(2)
  })

  it('D30 its will says that it is gone, also what it serves; what its lights show is kept', async () => {
    const slot = await join('slot-01', version, ...slotTopics('slot-01'))
    await slot.publish('eg/dev/slot-01/hello', { type: 'slot', version: '0.9', ts: 1 })
    await slot.publish('eg/dev/slot-01/status', 'online')
    await slot.publish('eg/dev/slot-01/input/status', 'online')
    const states = [true, false, false, false, false, false]
    await slot.publish('eg/dev/slot-01/input/leds', { states, timestamp: 1 })
    expect(await retained('eg/dev/slot-01/status')).toBe('online')
    slot.stop()
    const { items } = await until('it to be gone', async () => {
      const all = await get<{ items: { online: boolean; troubles: string[] }[] }>(core, '/api/devices')
      return !all.items[0]?.online && all
    })
    expect(items[0]?.troubles).toEqual(['offline'])
    expect(await retained('eg/dev/slot-01/status')).toBe('offline')
    expect(await retained('eg/dev/slot-01/input/status')).toBe('offline')
    await core.kill()
    await core.start()
    expect(JSON.parse(await retained('eg/dev/slot-01/input/leds'))).toMatchObject({ states })
  })

  it('D31 its page slot-01-ui finds the night, votes as the slot, asks for balances and sets lights', async () => {
    const slot = await join('slot-01', version, ...slotTopics('slot-01'))
    await slot.publish('eg/dev/slot-01/hello', { type: 'slot', version: '0.9', ts: 1 })
    await post(core, '/api/mode', { mode: 'night' })
    await post(core, '/api/night/step', { step: 1, question: 'Which door?', options: ['A', 'B'], expected: 2 })
    const page = await join(
      'slot-01-ui',
      version,
      'eg/state/mode',
      'eg/night/step',
      'eg/night/result',
      'eg/dev/slot-01/res',
      'eg/dev/slot-01/input/status',
    )
    await until('mode and step', () => page.messages('eg/night/step').length > 0)
    expect(page.messages('eg/state/mode')).toMatchObject([{ mode: 'night' }])
    await vote(page, 1, 'A')
    expect(await answer(page, 'slot-01', { step: 1 })).toMatchObject({ status: 'counted', choice: 'A' })
    // The slot pressed too: page and buttons are one slot, and one vote.
    await vote(slot, 1, 'B')
    await until('both votes answered', () => slot.messages('eg/dev/slot-01/res').length >= 2)
    const { items: runs } = await get<{ items: { voted: number }[] }>(core, '/api/night/runs')
    expect(runs[0]).toMatchObject({ voted: 1 })
    await page.publish('eg/core/wallet/get', { req_id: 'pw1', device_id: 'slot-01', tag_uid: CARD })
    await answer(page, 'slot-01', { req_id: 'pw1', status: 'ok' })
    await page.publish('eg/dev/slot-01/input/cmd/led', { index: 3, state: true })
    await until('the LED command', () => slot.messages('eg/dev/slot-01/input/cmd/led')[0])
    // A page that is closed leaves the slot online.
    page.stop()
    expect((await get<{ items: { online: boolean }[] }>(core, '/api/devices')).items[0]).toMatchObject({ online: true })
  })

  it('D31 a desk’s page change-01-ui finds the payouts that wait and claims one, once', async () => {
    await post(core, '/api/op/payouts/new', { payout_id: 'p-1', source: 'roulette', amount_cents: 700 })
    const desk = await join('change-01', version, 'eg/dev/change-01/res')
    await desk.publish('eg/dev/change-01/hello', { type: 'change', version: '0.9', ts: 1 })
    const page = await join('change-01-ui', version, 'eg/dev/change-01/payouts', 'eg/dev/change-01/res')
    const lists = () => page.messages('eg/dev/change-01/payouts')
    await until('the payout', () => JSON.stringify(lists().at(-1) ?? {}).includes('p-1'))
    const claim = { device_id: 'change-01', payout_id: 'p-1', tag_uid: CARD }
    await page.publish('eg/core/payouts/claim', { req_id: 'k1', ...claim })
    await answer(page, 'change-01', { req_id: 'k1', status: 'ok' })
    await page.publish('eg/core/payouts/claim', { req_id: 'k2', ...claim })
    await answer(page, 'change-01', { req_id: 'k2', status: 'already_claimed' })
    await until('the empty list', () => JSON.stringify(lists().at(-1)) === '{"items":[]}')
  })
})
