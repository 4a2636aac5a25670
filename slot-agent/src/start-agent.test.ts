import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Bus, contracts, createManualClock, type ManualClock, type Payload } from '@eg/shared'
import { createMemoryLink, type MemoryLink } from '@eg/shared/bus/memory'
import { pino } from 'pino'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { FAULT } from './drivers/part-faults.js'
import { createSimulatedDrivers, type SimulatedHandle } from './drivers/simulated-drivers.js'
import { createThemeKeeper } from './kiosk-theme/theme-keeper.js'
import { OUTBOX_LIMIT } from './outbox/sqlite-outbox.js'
import { openStoreFile, type StoreFile } from './outbox/store-file.js'
import { CLOCK_ERROR_MS } from './slot/overtaken.js'
import { type Agent, startAgent } from './start-agent.js'

const own = { device_id: 'slot-01' }
const log = pino({ level: 'silent' })
const ALL = ['under_voltage', 'frequency_capped', 'throttled', 'soft_temp_limit']
const STEP = { run: 7, step: 3, question: 'Who?', options: ['A', 'B', 'C'], closes_at: null, final: false }

let folder: string
let file: StoreFile
let clock: ManualClock
let link: MemoryLink
let core: Bus
let bus: Bus
let agent: Agent
let handle: SimulatedHandle
let votes: Payload<typeof contracts.nightVote>[]

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'eg-agent-'))
  file = openStoreFile(join(folder, 'slot.db'))
  clock = createManualClock()
  link = createMemoryLink()
  core = link.open()
  votes = []
  core.subscribe(contracts.nightVote, {}, ({ payload }) => payload && votes.push(payload))
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
  const host = () => ({ temperature_c: 88, throttled: ALL, disk_free_mb: 1 })
  bus = link.open()
  agent = startAgent({ deviceId: 'slot-01', bus, drivers, store: file.slot('slot-01'), log, clock, host })
}
/** What happens while the slot's own connection is gone. */
async function away(meanwhile: () => Promise<unknown>) {
  await link.drop(bus)
  await meanwhile()
  link.setConnected(true)
  await settle()
}
/** Night, with a question that was asked and revealed. */
async function reveal(run = STEP.run) {
  const { step } = STEP
  await tickCore()
  await core.publish(contracts.modeState, {}, { mode: 'night' })
  await core.publish(contracts.nightRound, {}, { run, step, status: 'revealed', voted: 1, expected: 1 })
  const tally = { A: 0, B: 1, C: 0 }
  await core.publish(contracts.nightResult, {}, { step, status: 'success', next_step: 4, run, tally, winner: 'B' })
  await settle()
}
/** What the slot says of a reset, and what is on its disk at that moment. */
async function reset() {
  const said: unknown[] = []
  const stop = core.subscribe(contracts.deviceReport, own, ({ payload }) => {
    if (payload && payload.status !== 'accepted')
      said.push([payload.status, payload.reason, file.slot('slot-01').forgotten.load()])
  })
  await core.publish(contracts.deviceCommand, own, { cmd_id: `c-${clock.monotonic()}`, action: 'reset' })
  await settle()
  stop()
  return said
}
const settle = () => new Promise((resolve) => setImmediate(resolve))
async function tickCore() {
  await core.publish(contracts.clockState, {}, { now_ms: clock.now() })
}
async function ask() {
  await tickCore()
  await core.publish(contracts.modeState, {}, { mode: 'night' })
  await core.publish(contracts.nightStep, {}, STEP)
}
async function count() {
  const { req_id, run, step, choice } = votes.at(-1) ?? { step: 0, choice: '' }
  await core.publish(contracts.deviceAnswer, own, { type: 'night_vote', status: 'counted', req_id, run, step, choice })
}
/** The last message of a topic of this slot. */
function last<C extends (typeof contracts)['slotState' | 'inputLeds' | 'inputStatus' | 'deviceStatus']>(contract: C) {
  let seen: unknown = null
  link.open().subscribe(contract, own, ({ payload }) => {
    seen = payload
  })
  return seen as Payload<C>
}

describe('an agent', () => {
  it('S92 an answer of before, about a run that is told as open, holds for 3 s', async () => {
    await ask()
    const { run, step } = STEP
    await core.publish(contracts.nightRound, {}, { run, step, status: 'open', voted: 0, expected: 9 })
    handle.key(1)
    await settle()
    const { req_id, choice } = votes.at(-1) ?? { step: 0, choice: '' }
    const old = { type: 'night_vote', status: 'closed', req_id, run, step, choice }
    await core.publish(contracts.deviceAnswer, own, old)
    await settle()
    expect(last(contracts.slotState)?.press?.status).toBe('too_late')
    clock.advance(2000)
    await tickCore()
    clock.advance(1001)
    await settle()
    expect(last(contracts.slotState)).toMatchObject({ press: null, offered: [true, true, true, false, false, false] })
  })

  it('S65 what a vote came to is on disk before the vote leaves the outbox', async () => {
    await agent.stop()
    const { memory, ...store } = file.slot('slot-01')
    const kept: number[] = []
    const save = (saved: Parameters<typeof memory.save>[0]) => {
      if (saved.counted === 'B') kept.push(store.outbox.list().length)
      memory.save(saved)
    }
    const { drivers, handle: simulated } = createSimulatedDrivers(clock)
    const parts = { deviceId: 'slot-01', bus: link.open(), drivers, log, clock }
    agent = startAgent({ ...parts, store: { ...store, memory: { ...memory, save } } })
    await ask()
    simulated.press(1)
    await settle()
    await count()
    expect(kept).toEqual([1])
    expect(store.outbox.list()).toEqual([])
  })

  it('S1 S8 takes a press all the way: kept, sent, counted, shown and lit', async () => {
    await ask()
    handle.press(1)
    await settle()
    expect(votes).toMatchObject([{ device_id: 'slot-01', run: 7, step: 3, choice: 'B' }])
    expect(agent.waiting()).toBe(1)
    await count()
    expect(agent.waiting()).toBe(0)
    expect(last(contracts.slotState)).toMatchObject({ phase: 'question', counted: 'B', press: { status: 'counted' } })
    expect(last(contracts.inputLeds).states).toEqual([false, true, false, false, false, false])
    expect(handle.lights()).toEqual([false, true, false, false, false, false])
  })

  it('S4 takes a press of the page and of a key; the same press heard twice is one', async () => {
    await ask()
    const press = { press_id: 'k-1', index: 0, run: 7 }
    await core.publish(contracts.slotPress, own, press)
    await count()
    handle.key(2)
    await core.publish(contracts.slotPress, own, press)
    await settle()
    expect(votes.map(({ choice }) => choice)).toEqual(['A', 'C'])
  })

  it('S94 a press of the page that a button has overtaken on the way is not the last word', async () => {
    await ask()
    handle.press(1)
    await settle()
    await count()
    for (const ago of [1000, 40_000]) {
      const press = { press_id: `k-${ago}`, index: 0, run: 7, at: clock.now() - ago }
      await core.publish(contracts.slotPress, own, press)
    }
    await settle()
    expect(votes.map(({ choice }) => choice)).toEqual(['B'])
    expect(last(contracts.slotState)).toMatchObject({ counted: 'B', press: { choice: 'B', status: 'counted' } })
  })

  it('S94 who presses what is counted once more has said so, though it is no new vote', async () => {
    await ask()
    handle.press(1)
    await settle()
    await count()
    clock.advance(1900)
    await tickCore()
    handle.press(1)
    await core.publish(contracts.slotPress, own, { press_id: 'k-1', index: 0, run: 7, at: clock.now() - 1000 })
    await settle()
    expect(votes.map(({ choice }) => choice)).toEqual(['B'])
  })

  it('S94 what clocks may be wrong by, a page that does not say when, and a late word that nothing overtook all count', async () => {
    await ask()
    clock.advance(1900)
    await tickCore()
    const late = { press_id: 'k-1', index: 2, run: 7, at: clock.now() - 6000 }
    await core.publish(contracts.slotPress, own, late)
    await settle()
    handle.key(1)
    await core.publish(contracts.slotPress, own, {
      press_id: 'k-2',
      index: 0,
      run: 7,
      at: clock.now() - CLOCK_ERROR_MS,
    })
    await settle()
    handle.press(1)
    await core.publish(contracts.slotPress, own, { press_id: 'k-3', index: 2, run: 7 })
    await settle()
    expect(votes.map(({ choice }) => choice)).toEqual(['C', 'B', 'A', 'B', 'C'])
  })

  it('S94 before the core’s time was heard, and where a page is ahead of it, a press counts', async () => {
    await core.publish(contracts.modeState, {}, { mode: 'night' })
    await core.publish(contracts.nightStep, {}, STEP)
    handle.press(1)
    await core.publish(contracts.slotPress, own, { press_id: 'k-1', index: 0, run: 7, at: 5 })
    await tickCore()
    await settle()
    expect(agent.view().press?.choice).toBe('A')
    clock.advance(100)
    handle.press(1)
    await core.publish(contracts.slotPress, own, { press_id: 'k-2', index: 2, run: 7, at: clock.now() + 9000 })
    await settle()
    expect(agent.view().press?.choice).toBe('C')
  })

  it('S94 a core that is back with an old time, which only the page has heard yet, loses no press', async () => {
    await ask()
    handle.press(1)
    await settle()
    await count()
    await away(async () => clock.advance(2500))
    const at = clock.now() - 15 * 60_000
    await core.publish(contracts.slotPress, own, { press_id: 'k-1', index: 0, run: 7, at })
    await settle()
    expect(agent.view().press).toMatchObject({ choice: 'A', status: 'kept' })
    await tickCore()
    await settle()
    expect(votes.map(({ choice }) => choice)).toEqual(['B', 'A'])
  })

  it('S95 keys of the page count where the slot reads no keyboard', async () => {
    await ask()
    await core.publish(contracts.slotPress, own, { press_id: 'k-1', index: 0, run: 7, at: clock.now(), key: true })
    await settle()
    handle.key(1)
    await core.publish(contracts.slotPress, own, { press_id: 'k-2', index: 2, run: 7, at: clock.now(), key: true })
    await settle()
    expect(votes.map(({ choice }) => choice)).toEqual(['A', 'B'])
  })

  it('S95 a reader that is read and types nothing silences no other keyboard; while it types, keys of the page are its own', async () => {
    await ask()
    handle.type()
    clock.advance(10_000)
    await tickCore()
    await core.publish(contracts.slotPress, own, { press_id: 'k-1', index: 0, run: 7, at: clock.now(), key: true })
    await settle()
    handle.type()
    const at = clock.now()
    clock.advance(600)
    await core.publish(contracts.slotPress, own, { press_id: 'k-2', index: 1, run: 7, at, key: true })
    await settle()
    expect(votes.map(({ choice }) => choice)).toEqual(['A'])
    await core.publish(contracts.slotPress, own, { press_id: 'k-3', index: 2, run: 7, at: clock.now(), key: true })
    await settle()
    expect(votes.map(({ choice }) => choice)).toEqual(['A', 'C'])
  })

  it('S95 of a key whose time is not known yet, none counts where a keyboard is read', async () => {
    await core.publish(contracts.modeState, {}, { mode: 'night' })
    await core.publish(contracts.nightStep, {}, STEP)
    handle.type()
    clock.advance(10_000)
    await core.publish(contracts.slotPress, own, { press_id: 'k-1', index: 0, run: 7, at: clock.now(), key: true })
    await settle()
    expect(agent.view().press).toBeNull()
  })

  it('S2 without the core’s clock a press is kept, and sent when it is heard again', async () => {
    await ask()
    clock.advance(2100)
    handle.press(0)
    await settle()
    expect(agent.view().press?.status).toBe('kept')
    expect(votes).toEqual([])
    await tickCore()
    await settle()
    expect(votes).toHaveLength(1)
    expect(agent.view().press?.status).toBe('pending')
  })

  it('S20 restarted, it shows what was counted, and sends what was not answered', async () => {
    await ask()
    handle.press(1)
    await settle()
    await count()
    handle.press(2)
    clock.advance(60)
    handle.press(2)
    await settle()
    await agent.stop()
    begin()
    await tickCore()
    await settle()
    expect(agent.view()).toMatchObject({ phase: 'question', counted: 'B', press: { choice: 'C', status: 'pending' } })
    expect(votes.map(({ choice }) => choice)).toEqual(['B', 'C', 'C'])
    expect(votes[1]?.req_id).toBe(votes[2]?.req_id)
    await count()
    expect(agent.view()).toMatchObject({ counted: 'C', press: { status: 'counted' } })
  })

  it('S97 a cue that was cleared while it was away is gone when it is back, with its lights, and it can be reset', async () => {
    await reveal()
    const cue = { text: { en: 'Look.' }, lights: 'on', sound: null }
    await core.publish(
      contracts.showState,
      {},
      { ...contracts.showState.sample, moment: 'revealed', cue, closing: null },
    )
    await settle()
    expect(handle.lights()).not.toContain(false)
    await away(() => link.clear(contracts.showState, {}))
    expect(agent.view().cue).toBeUndefined()
    expect(handle.lights()).not.toContain(true)
    expect(await reset()).toEqual([['done', undefined, 7]])
  })

  it('S97 the question of a rehearsal is gone when the real core is there, whose runs have lower numbers', async () => {
    const run = 1_700_000_000
    await tickCore()
    await core.publish(contracts.modeState, {}, { mode: 'night' })
    await core.publish(contracts.nightStep, {}, { ...STEP, run })
    await settle()
    expect(agent.view().phase).toBe('question')
    await away(async () => {
      await link.clear(contracts.nightStep, {})
      await reveal(12)
    })
    expect(agent.view()).toMatchObject({ phase: 'reveal', question: null, result: { winner: 'B' } })
    handle.press(0)
    await settle()
    expect(votes).toEqual([])
  })

  it('S97 back in the middle of a question it never drops it, and the vote that waits is sent', async () => {
    await ask()
    clock.advance(2100)
    handle.press(1)
    await settle()
    const shown: (number | undefined)[] = []
    agent.onState(({ question }) => shown.push(question?.run))
    await away(() => settle())
    await tickCore()
    await settle()
    expect(votes).toMatchObject([{ run: 7, choice: 'B' }])
    expect(new Set(shown)).toEqual(new Set([7]))
    expect(agent.view().press?.status).toBe('pending')
  })

  it('S97 a vote that waits is sent also where its question was cleared meanwhile', async () => {
    await ask()
    clock.advance(2100)
    handle.press(1)
    await away(() => link.clear(contracts.nightStep, {}))
    expect(agent.view()).toMatchObject({ phase: 'closed', press: { status: 'kept' } })
    await tickCore()
    await settle()
    expect(votes).toMatchObject([{ run: 7, choice: 'B' }])
  })

  it('J90 what a reset made it forget is on disk before it says so, and stays forgotten after a restart', async () => {
    await reveal()
    expect(agent.view().phase).toBe('reveal')
    expect(await reset()).toEqual([['done', undefined, 7]])
    await agent.stop()
    begin()
    await tickCore()
    await settle()
    expect(agent.view()).toMatchObject({ mode: 'night', phase: 'waiting', question: null, result: null })
    await core.publish(contracts.nightStep, {}, { ...STEP, run: 8 })
    await settle()
    expect(agent.view().phase).toBe('question')
    expect(file.slot('slot-01').forgotten.load()).toBeNull()
  })

  it('J90 a slot whose disk does not keep what it forgot is not ready', async () => {
    await agent.stop()
    const store = file.slot('slot-01')
    const save = () => {
      throw new Error('disk full')
    }
    const { drivers } = createSimulatedDrivers(clock)
    const forgetful = { ...store, forgotten: { ...store.forgotten, save } }
    agent = startAgent({ deviceId: 'slot-01', bus: link.open(), drivers, store: forgetful, log, clock })
    await reveal()
    expect(await reset()).toEqual([['failed', 'storage', null]])
  })

  it('S22 S26 blinks and runs the light test by itself, and rests afterwards', async () => {
    await ask()
    handle.press(1)
    expect(handle.lights()[1]).toBe(true)
    clock.advance(300)
    expect(handle.lights()[1]).toBe(false)
    await settle()
    await count()
    await core.publish(contracts.testCommand, own, { action: 'led_sequence' })
    clock.advance(210)
    expect(handle.lights()).toEqual([false, true, false, false, false, false])
    clock.advance(200)
    expect(handle.lights()).toEqual([false, false, true, false, false, false])
    clock.advance(1000)
    expect(handle.lights()).toEqual([false, true, false, false, false, false])
  })

  it('S13 a vote that cannot be stored is refused in sight, and the agent goes on', async () => {
    await ask()
    file.close()
    handle.press(1)
    expect(last(contracts.slotState).press).toMatchObject({ status: 'refused', reason: 'storage' })
    file = openStoreFile(join(folder, 'slot.db'))
  })

  it('S13 a full outbox refuses the press in sight: three flashes, and nothing is sent later', async () => {
    await ask()
    clock.advance(2100)
    const { outbox } = file.slot('slot-01')
    for (let run = 100; run < 100 + OUTBOX_LIMIT; run++)
      outbox.add({ reqId: `v-${run}`, run, step: 1, choice: 'A', ts: new Date(0).toISOString() })
    handle.press(1)
    expect(agent.view().press).toMatchObject({ status: 'refused', reason: 'outbox_full' })
    const shown: boolean[] = []
    for (let i = 0; i < 6; i++) {
      shown.push(handle.lights()[1] === true && handle.lights()[0] === false)
      clock.advance(250)
    }
    expect(shown).toEqual([true, false, true, false, true, false])
    expect(outbox.list().some(({ run }) => run === 7)).toBe(false)
    outbox.remove('v-100')
    handle.press(1)
    clock.advance(100)
    expect(agent.view().press?.status).toBe('kept')
  })

  it('S53 its heartbeat comes every 5 s and stays small, with all that a slot can have wrong', async () => {
    const beats: { bytes: number; at: number; beat: Payload<typeof contracts.deviceHeartbeat> }[] = []
    core.subscribe(contracts.deviceHeartbeat, own, ({ payload }) => {
      if (payload)
        beats.push({ bytes: Buffer.byteLength(JSON.stringify(payload)), at: clock.monotonic(), beat: payload })
    })
    for (let i = 0; i < 30; i++) {
      clock.advance(500)
      await tickCore()
    }
    await settle()
    expect(beats.map(({ at }) => at)).toEqual([5000, 10_000, 15_000])
    expect(beats[0]?.beat.host).toEqual({ clock_offset_ms: 0, temperature_c: 88, throttled: ALL, disk_free_mb: 1 })
    for (const { bytes } of beats) expect(bytes).toBeLessThan(1000)
  })

  it('S53 it stays small with every pin in use, a bad reader and the longest note on a theme, and each part still says why', async () => {
    await agent.stop()
    const inUse = [5, 6, 22, 23, 17, 16].map((pin) => FAULT.inUse(pin, FAULT.another)).join('; ')
    const themeFolder = join(folder, 'theme')
    mkdirSync(themeFolder)
    writeFileSync(join(themeFolder, 'theme.json'), JSON.stringify({ texts: { fr: { ['é'.repeat(400)]: 'x' } } }))
    const note = createThemeKeeper(themeFolder, log).note
    const { drivers } = createSimulatedDrivers(clock)
    const bad = (detail: string) => ({ health: () => ({ status: 'fault' as const, driver: 'libgpiod', detail }) })
    const faulty = {
      ...drivers,
      buttons: { ...drivers.buttons, ...bad(inUse) },
      lights: { ...drivers.lights, ...bad(inUse) },
      reader: { ...drivers.reader, ...bad(FAULT.noPort('/dev/serial/by-id/usb-1a86_USB2.0-Serial-if00-port0')) },
      keys: { ...drivers.keys, ...bad(FAULT.noSuchKeyboard('Lecteur de cartes à puce', 'EG_KEYS')) },
    }
    const host = () => ({ temperature_c: 88.5, throttled: ALL, disk_free_mb: 123_456 })
    const store = file.slot('slot-01')
    agent = startAgent({
      deviceId: 'slot-01',
      bus: link.open(),
      drivers: faulty,
      store,
      log,
      clock,
      host,
      screenNote: note,
    })
    await core.publish(contracts.slotScreen, own, { version: '0.1.0', visible: true })
    const beats: Payload<typeof contracts.deviceHeartbeat>[] = []
    core.subscribe(contracts.deviceHeartbeat, own, ({ payload }) => payload && beats.push(payload))
    clock.advance(5000)
    await settle()
    const [beat] = beats
    expect(Buffer.byteLength(JSON.stringify(beat))).toBeLessThan(1000)
    expect(Object.values(beat?.parts ?? {}).map(({ detail }) => detail?.slice(0, 10))).toEqual([
      'BCM 5 is i',
      'BCM 5 is i',
      '/dev/seria',
      'no keyboar',
      'theme not ',
    ])
    // Whoever asks the slot itself reads all of it.
    expect(agent.parts().buttons.detail).toBe(inUse)
  })

  it('tells about itself on every connect, and measures its link by its own heartbeat', async () => {
    const heard: string[] = []
    core.subscribe(contracts.deviceHello, own, ({ payload }) => heard.push(`hello ${payload?.type}`))
    core.subscribe(contracts.deviceHeartbeat, own, ({ payload }) =>
      heard.push(`screen ${payload?.parts.screen.status}`),
    )
    await core.publish(contracts.slotScreen, own, { version: '0.1.0', visible: true })
    link.setConnected(false)
    expect(agent.linkMs()).toBeNull()
    link.setConnected(true)
    await settle()
    expect(heard).toEqual(['hello slot', 'screen ok'])
    expect(agent.linkMs()).toBe(0)
    clock.advance(15_000)
    await settle()
    expect(heard.at(-1)).toBe('screen missing')
    expect(last(contracts.inputStatus)).toMatchObject({ status: 'online', capabilities: ['gpio', 'keyboard', 'rfid'] })
  })

  it('says goodbye: lights off, offline, nothing more is heard from it', async () => {
    await ask()
    await agent.stop()
    expect(handle.lights()).not.toContain(true)
    expect(last(contracts.deviceStatus)).toBe('offline')
    expect(last(contracts.inputStatus)).toBe('offline')
    expect(last(contracts.inputLeds).states).not.toContain(true)
    handle.press(1)
    await settle()
    expect(votes).toEqual([])
  })
})
