import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import {
  type Bus,
  contracts,
  createManualClock,
  type ManualClock,
  type Payload,
  PRESS_ANSWER_MS,
  type SlotState,
} from '@eg/shared'
import { createMemoryLink, type MemoryLink } from '@eg/shared/bus/memory'
import { pino } from 'pino'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createSimulatedDrivers, type SimulatedHandle } from './drivers/simulated-drivers.js'
import { openStoreFile, type StoreFile } from './outbox/store-file.js'
import { type Agent, startAgent } from './start-agent.js'

const own = { device_id: 'slot-01' }
const log = pino({ level: 'silent' })

let folder: string
let file: StoreFile
let clock: ManualClock
let link: MemoryLink
let core: Bus
let agent: Agent
let handle: SimulatedHandle
let rounds: Payload<typeof contracts.roundPlay>[]
let balances: Payload<typeof contracts.walletGet>[]

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'eg-agent-'))
  file = openStoreFile(join(folder, 'slot.db'))
  clock = createManualClock()
  link = createMemoryLink()
  core = link.open()
  rounds = []
  core.subscribe(contracts.roundPlay, {}, ({ payload }) => payload && rounds.push(payload))
  balances = []
  core.subscribe(contracts.walletGet, {}, ({ payload }) => payload && balances.push(payload))
  begin()
})
afterEach(async () => {
  await agent.stop()
  file.close()
  rmSync(folder, { recursive: true })
})

function begin() {
  const simulated = createSimulatedDrivers(clock)
  handle = simulated.handle
  const { drivers } = simulated
  agent = startAgent({ deviceId: 'slot-01', bus: link.open(), drivers, store: file.slot('slot-01'), log, clock })
}
const settle = () => new Promise((resolve) => setImmediate(resolve))
async function tickCore() {
  await core.publish(contracts.clockState, {}, { now_ms: clock.now() })
}
async function openDay() {
  await tickCore()
  await core.publish(contracts.modeState, {}, { mode: 'day' })
  await core.publish(contracts.gameState, {}, contracts.gameState.sample)
}
async function answer(type: string, reqId: string | undefined, more: Record<string, unknown>) {
  await core.publish(contracts.deviceAnswer, own, { type, status: 'ok', req_id: reqId, ...more })
}
/** A card is there with `cents` on it. */
async function cardReady(cents = 1000) {
  handle.card('04A37C91')
  await settle()
  await answer('wallet_get', balances.at(-1)?.req_id, { balance_cents: cents, tag_uid: '04A37C91' })
}
/** The core answers the round that was played last: nothing was won. */
async function lost() {
  const drawn = { reels: ['a', 'b', 'c'], win_cents: 0, new_balance_cents: 900 }
  await answer('round_play', rounds.at(-1)?.req_id, drawn)
  await settle()
}
/** What the slot last published that it shows. */
function published() {
  const seen: SlotState[] = []
  link.open().subscribe(contracts.slotState, own, ({ payload }) => payload && seen.push(payload))
  return seen.at(-1)
}

describe('an agent by day', () => {
  it('S30 S34 S35 takes a card all the way: balance, stake, result, and back to attract by itself', async () => {
    await openDay()
    await cardReady()
    expect(balances).toMatchObject([{ device_id: 'slot-01', tag_uid: '04A37C91' }])
    expect(handle.lights()).toEqual([true, true, true, false, false, true])
    handle.press(1)
    await settle()
    expect(rounds).toMatchObject([{ device_id: 'slot-01', tag_uid: '04A37C91', stake_cents: 200 }])
    expect(agent.waiting()).toBe(1)
    const drawn = { reels: ['bell', 'bell', 'bell'], outcome: 'Bells', win_cents: 600, new_balance_cents: 1400 }
    await answer('round_play', rounds[0]?.req_id, drawn)
    expect(agent.waiting()).toBe(0)
    expect(published()).toMatchObject({ phase: 'won', card: { balance_cents: 1400 } })
    const seen: string[] = []
    agent.onState(({ phase }) => seen.push(phase))
    for (let second = 0; second < 40; second++) {
      clock.advance(1000)
      await tickCore()
    }
    expect(seen.filter((phase, index) => phase !== seen[index - 1])).toEqual(['ready', 'out', 'attract'])
  })

  it('S26 a pretended card is told and read like a real one', async () => {
    await openDay()
    const told: unknown[] = []
    core.subscribe(contracts.inputRfid, own, ({ payload }) => told.push(payload?.tag_uid))
    await core.publish(contracts.testCommand, own, { action: 'simulate_rfid', tag_uid: '04B11D02' })
    await settle()
    expect(told).toEqual(['04B11D02'])
    expect(balances).toMatchObject([{ tag_uid: '04B11D02' }])
    expect(agent.view().phase).toBe('reading')
  })

  it('S41 takes a stake pressed on the page, once, in the visit that it names', async () => {
    await openDay()
    await cardReady()
    const visit = agent.view().card?.visit ?? 0
    const press = { press_id: 'k-1', index: 0, run: null, visit }
    await core.publish(contracts.slotPress, own, { ...press, press_id: 'k-0', visit: visit - 1 })
    await core.publish(contracts.slotPress, own, press)
    await core.publish(contracts.slotPress, own, press)
    await settle()
    expect(rounds).toMatchObject([{ stake_cents: 100 }])
  })

  it('S94 a press of the page that comes after a round is no stake if it was made before that was over', async () => {
    await openDay()
    await cardReady()
    const visit = agent.view().card?.visit ?? 0
    const press = { index: 0, run: null, visit, key: false }
    handle.press(1)
    await settle()
    clock.advance(1000)
    await tickCore()
    await lost()
    for (const ago of [1500, 500])
      await core.publish(contracts.slotPress, own, { ...press, press_id: `k-${ago}`, at: clock.now() - ago })
    await settle()
    expect(rounds).toHaveLength(1)
    expect(agent.view().phase).toBe('lost')
    await core.publish(contracts.slotPress, own, { ...press, press_id: 'k-0', at: clock.now() })
    await settle()
    expect(rounds).toHaveLength(2)
  })

  it('S94 by day a press that the page has called not counted is none any more', async () => {
    await openDay()
    await cardReady()
    const press = { index: 0, run: null, visit: agent.view().card?.visit ?? 0 }
    const at = clock.now() - PRESS_ANSWER_MS
    await core.publish(contracts.slotPress, own, { ...press, press_id: 'k-0', at: at - 60_000 })
    await core.publish(contracts.slotPress, own, { ...press, press_id: 'k-1', at: at - 1 })
    await settle()
    expect(rounds).toEqual([])
    await core.publish(contracts.slotPress, own, { ...press, press_id: 'k-2', at })
    await settle()
    expect(rounds).toHaveLength(1)
  })

  it('S95 a key that the slot reads itself is one stake, however late the page tells of it', async () => {
    await openDay()
    await cardReady()
    const visit = agent.view().card?.visit ?? 0
    handle.key(0)
    await settle()
    await lost()
    clock.advance(600)
    const press = { index: 0, run: null, visit, key: true }
    await core.publish(contracts.slotPress, own, { ...press, press_id: 'k-1', at: clock.now() - 600 })
    await core.publish(contracts.slotPress, own, { ...press, press_id: 'k-2' })
    await settle()
    expect(rounds).toHaveLength(1)
  })

  it('S95 a finger is no key, however soon after one', async () => {
    await openDay()
    await cardReady()
    const visit = agent.view().card?.visit ?? 0
    handle.key(0)
    await settle()
    await lost()
    clock.advance(400)
    const press = { press_id: 'k-1', index: 0, run: null, visit, at: clock.now(), key: false }
    await core.publish(contracts.slotPress, own, press)
    await settle()
    expect(rounds).toHaveLength(2)
  })

  it('G12 what an earlier page tells soon after a key is the same key', async () => {
    await openDay()
    await cardReady()
    const visit = agent.view().card?.visit ?? 0
    handle.key(0)
    await settle()
    await lost()
    clock.advance(400)
    await core.publish(contracts.slotPress, own, { press_id: 'k-1', index: 0, run: null, visit })
    await settle()
    expect(rounds).toHaveLength(1)
  })

  it('S37 S40 restarted with an unresolved round, it asks again by its id and shows the result', async () => {
    await openDay()
    await cardReady()
    const visit = agent.view().card?.visit ?? 0
    handle.press(0)
    await settle()
    await agent.stop()
    clock.advance(10)
    begin()
    await openDay()
    await settle()
    expect(rounds.map(({ req_id }) => req_id)).toEqual([rounds[0]?.req_id, rounds[0]?.req_id])
    expect(agent.view()).toMatchObject({ phase: 'playing', card: { tag_uid: '04A37C91', round: { stake_cents: 100 } } })
    expect(agent.view().card?.visit).toBeGreaterThan(visit)
    await answer('round_play', rounds[0]?.req_id, { reels: ['a', 'b', 'c'], win_cents: 0, new_balance_cents: 900 })
    expect(agent.view()).toMatchObject({ phase: 'lost', card: { balance_cents: 900 } })
    expect(agent.waiting()).toBe(0)
  })

  it('S39 without the core’s clock nothing can be staked, and nothing is sent when it is back', async () => {
    await openDay()
    await cardReady()
    clock.advance(2100)
    expect(handle.lights()).not.toContain(true)
    handle.press(0)
    await tickCore()
    await settle()
    expect(rounds).toEqual([])
    expect(handle.lights()).toEqual([true, true, true, false, false, true])
  })

  it('S45 a round that cannot be stored is refused in sight and not sent', async () => {
    await openDay()
    await cardReady()
    file.close()
    handle.press(0)
    await settle()
    expect(published()).toMatchObject({ phase: 'refused', card: { reason: 'storage' } })
    expect(rounds).toEqual([])
    file = openStoreFile(join(folder, 'slot.db'))
  })
})
