import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type CoreProcess, createCoreProcess, get, post, until } from './core-process.js'
import { publish, subscribe } from './mosquitto.js'
import { type PahoDevice, startPahoDevice } from './paho-device.js'

// Every word that a slot of the old system says or hears (WIRE), before and after the core was restarted: it subscribed once in its
// life, and after a reconnect it says nothing of its own accord.

const CARD = '04A37C91'
const ID = 'slot-01'

let core: CoreProcess
let slot: PahoDevice
beforeEach(async () => {
  core = await createCoreProcess({ EG_CREDIT_POLICY: 'any', EG_CARDS: 'auto', NIGHT_EXPECTED_VOTES: '1' })
  await core.start()
})
afterEach(async () => {
  slot.stop()
  await core.kill()
})

/** What it does when it is switched on, and never again. */
async function switchOn(version: '5' | '311') {
  const own = ['res', 'input/cmd/led', 'input/cmd/test'].map((word) => `eg/dev/${ID}/${word}`)
  slot = await startPahoDevice(core.ports.mqtt, ID, version, ['eg/state/mode', 'eg/night/step', ...own])
  await slot.publish(`eg/dev/${ID}/hello`, { type: 'slot', version: '0.9', ts: 1700000000 })
  await slot.publish(`eg/dev/${ID}/status`, 'online')
  const parts = { led_count: 6, button_count: 6, capabilities: ['gpio', 'keyboard', 'rfid'], timestamp: 1 }
  await slot.publish(`eg/dev/${ID}/input/status`, { status: 'online', device_id: ID, ...parts })
  await slot.publish(`eg/dev/${ID}/input/leds`, { states: Array(6).fill(false), timestamp: 1 })
}
async function wallet(what: 'get' | 'debit' | 'credit', req_id: string, more: object = {}) {
  const answers = () => slot.messages(`eg/dev/${ID}/res`).filter((told) => told.req_id === req_id)
  const before = answers().length
  await slot.publish(`eg/core/wallet/${what}`, { req_id, device_id: ID, tag_uid: CARD, ...more })
  return until(`an answer to ${req_id}`, () => answers()[before])
}
const device = async () => {
  const { items } = await get<{ items: { device_id: string; online: boolean; version: string }[] }>(
    core,
    '/api/devices',
  )
  return items.find((each) => each.device_id === ID)
}
/** Waits for a message that this hour has brought. */
const hears = (topic: string, holds: (message: Record<string, unknown>) => boolean) =>
  until(topic, () => slot.messages(topic).slice(before.get(topic)).some(holds))
let before: Map<string, number>
const say = (word: string, payload: object) => publish(core.ports.mqtt, `eg/dev/${ID}/${word}`, JSON.stringify(payload))

/** An hour of its evening: each word once. `n` tells one hour from the other. */
async function hour(n: number) {
  before = new Map(slot.events.flatMap(({ topic = '' }) => [[topic, slot.messages(topic).length]]))
  await until('it to be online', async () => (await device())?.online)
  expect(await device()).toMatchObject({ version: '0.9' })
  // Its night: mode, step and vote. (Results are for pages, which subscribe again by themselves.)
  await post(core, '/api/mode', { mode: 'night' })
  await hears('eg/state/mode', ({ mode }) => mode === 'night')
  await post(core, '/api/night/step', { step: n, question: 'Which door?', options: ['A', 'B'] })
  await hears('eg/night/step', ({ step }) => step === n)
  await slot.publish('eg/night/vote', { device_id: ID, step: n, choice: 'B', ts: n === 1 ? 1700000000.5 : 'soon' })
  await hears(`eg/dev/${ID}/res`, (told) => told.type === 'night_vote' && told.step === n && told.status === 'counted')
  // Its day: mode, and money: asked, won, bet; what it asks again by its id is not done again.
  await post(core, '/api/mode', { mode: 'day' })
  await hears('eg/state/mode', ({ mode }) => mode === 'day')
  const balance = Number((await wallet('get', `g${n}`)).balance_cents)
  const credit = { amount_cents: 1000, reason: 'slot_win' }
  expect(await wallet('credit', `c${n}`, credit)).toMatchObject({ status: 'ok', new_balance_cents: balance + 1000 })
  const bet = await wallet('debit', `d${n}`, { amount_cents: 200, reason: 'slot_bet' })
  expect(bet).toMatchObject({ type: 'wallet_debit', status: 'ok', new_balance_cents: balance + 800 })
  expect(await wallet('debit', `d${n}`, { amount_cents: 200, reason: 'slot_bet' })).toEqual(bet)
  expect(await wallet('debit', 'd1', { amount_cents: 200, reason: 'slot_bet' })).toMatchObject({ status: 'ok' })
  expect(await wallet('get', `h${n}`)).toMatchObject({ balance_cents: balance + 800 })
  expect(await wallet('debit', `x${n}`, { amount_cents: 999_999, reason: 'slot_bet' })).toMatchObject({
    status: 'insufficient',
    new_balance_cents: balance + 800,
  })
  // Its lights and its reader, told what to do in every way that WIRE has.
  await say('input/cmd/led', { index: n, state: true })
  await hears(`eg/dev/${ID}/input/cmd/led`, ({ index, state }) => index === n && state === true)
  const states = Array.from({ length: 6 }, (_, i) => i === n)
  await say('input/cmd/led', { states })
  await hears(`eg/dev/${ID}/input/cmd/led`, (command) => String(command.states) === String(states))
  await say('input/cmd/test', { action: 'led_sequence' })
  await say('input/cmd/test', { action: 'simulate_rfid', tag_uid: `CARD-${n}` })
  await hears(`eg/dev/${ID}/input/cmd/test`, ({ tag_uid }) => tag_uid === `CARD-${n}`)
  // What it does is told to whoever listens.
  const listener = await subscribe(core.ports.mqtt, [`eg/dev/${ID}/input/leds`, `eg/dev/${ID}/input/rfid`])
  await slot.publish(`eg/dev/${ID}/input/leds`, { states, timestamp: n })
  await slot.publish(`eg/dev/${ID}/input/rfid`, { tag_uid: CARD, timestamp: n })
  await until('its card', () => listener.on(`eg/dev/${ID}/input/rfid`)[0])
  const told = listener.on(`eg/dev/${ID}/input/leds`).at(-1)?.payload ?? '{}'
  expect(JSON.parse(told)).toMatchObject({ states })
  listener.stop()
}
/** The status that is retained, as somebody who comes now finds it. */
async function status(): Promise<string> {
  const late = await subscribe(core.ports.mqtt, [`eg/dev/${ID}/status`])
  try {
    return (await until('the status', () => late.on(`eg/dev/${ID}/status`)[0])).payload
  } finally {
    late.stop()
  }
}

describe.each(['5', '311'] as const)('a slot of the old system, MQTT %s, over a restart of the core', (version) => {
  it('D34 says and hears every word of its own, and its will still speaks for it', async () => {
    await switchOn(version)
    await hour(1)
    await core.kill()
    await core.start()
    await until('it to be back', () => slot.events.filter(({ event }) => event === 'connected').length === 2)
    await hour(2)
    expect(await status()).toBe('online')
    // Killed, it says nothing: the core and its will do.
    slot.stop()
    await until('it to be gone', async () => (await device())?.online === false)
    expect(await status()).toBe('offline')
    // Nothing came twice.
    const of = (topic: string) => slot.messages(topic)
    expect(of(`eg/dev/${ID}/input/cmd/test`)).toHaveLength(4)
    expect(of(`eg/dev/${ID}/res`).filter((answer) => answer.type === 'night_vote')).toHaveLength(2)
  })
})
