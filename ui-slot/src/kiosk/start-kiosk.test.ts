import { type Bus, type SlotState, contracts, createManualClock } from '@eg/shared'
import { createMemoryLink } from '@eg/shared/bus/memory'
import { PRESS_ANSWER_MS } from '@eg/shared/contracts/slot'
import { afterEach, describe, expect, it } from 'vitest'
import { shownPress } from './kiosk-state'
import { asking, pressOf } from './samples'
import { type Kiosk, startKiosk } from './start-kiosk'

const own = { device_id: 'slot-01' }
const kiosks: Kiosk[] = []
afterEach(() => kiosks.splice(0).forEach((kiosk) => kiosk.stop()))

/** Lets what was published arrive: the memory link delivers after a microtask. */
const arrive = () => new Promise<void>((resolve) => setTimeout(resolve, 0))

async function setUp({ online = true } = {}) {
  const link = createMemoryLink()
  const clock = createManualClock()
  const venue = link.open()
  const tick = async () => {
    await venue.publish(contracts.clockState, {}, { now_ms: clock.now() + 5000 })
    await arrive()
  }
  const say = async (state: SlotState) => {
    await venue.publish(contracts.slotState, own, state)
    await arrive()
  }
  const presses = record(venue, contracts.slotPress)
  const screens = record(venue, contracts.slotScreen)
  if (online) {
    await venue.publish(contracts.deviceStatus, own, 'online')
    await venue.publish(contracts.inputStatus, own, { status: 'online', device_id: 'slot-01' })
  }
  let reloads = 0
  const reload = () => void (reloads += 1)
  const parts = { bus: link.open(), clock, deviceId: 'slot-01', version: '0.1.0' }
  const kiosk = startKiosk({ ...parts, visible: () => true, reload })
  kiosks.push(kiosk)
  await tick()
  const shown = () => {
    const { slot, echo } = kiosk.store.getState()
    return slot && shownPress(slot, echo)
  }
  return {
    link,
    clock,
    venue,
    tick,
    say,
    presses,
    screens,
    kiosk,
    shown,
    reloads: () => reloads,
    state: () => kiosk.store.getState(),
  }
}

function record(bus: Bus, contract: typeof contracts.slotPress | typeof contracts.slotScreen): unknown[] {
  const heard: unknown[] = []
  bus.subscribe(contract, own, ({ payload }) => void heard.push(payload))
  return heard
}

describe('presses', () => {
  it('K4 reports a press with a fresh id, its index and the run on show', async () => {
    const { say, kiosk, presses } = await setUp()
    await say(asking())
    kiosk.press(1)
    kiosk.press(2)
    await arrive()
    expect(presses).toMatchObject([
      { index: 1, run: 7 },
      { index: 2, run: 7 },
    ])
    const ids = presses.map((press) => (press as { press_id: string }).press_id)
    expect(new Set(ids).size).toBe(2)
  })

  it('S94 S95 says when it was pressed, in the core’s time, and whether by a key', async () => {
    const { say, kiosk, presses, clock } = await setUp()
    await say(asking())
    const at = clock.now() + 5000
    kiosk.press(1)
    clock.advance(700)
    kiosk.press(2, 'key')
    await arrive()
    expect(presses).toMatchObject([
      { index: 1, at, key: false },
      { index: 2, at: at + 700, key: true },
    ])
  })

  it('S94 a press that a button overtook is pending until the agent speaks about the button', async () => {
    const { say, kiosk, shown } = await setUp()
    await say(asking())
    kiosk.press(0)
    expect(shown()).toMatchObject({ index: 0, status: 'pending' })
    await say(asking({ press: pressOf(1, 'counted'), counted: 'B' }))
    expect(shown()).toMatchObject({ index: 1, status: 'counted' })
  })

  it('K7 shows a press at once as pending and drops the echo when the agent speaks', async () => {
    const { say, kiosk, shown, state } = await setUp()
    await say(asking())
    kiosk.press(1)
    expect(shown()).toMatchObject({ index: 1, status: 'pending' })
    await say(asking({ press: pressOf(1, 'counted'), counted: 'B' }))
    expect(state().echo).toBeNull()
    expect(shown()).toMatchObject({ index: 1, status: 'counted' })
  })

  it('K7 is not misled by a state that says nothing about the press', async () => {
    const { say, kiosk, shown } = await setUp()
    await say(asking({}, { closes_at: 10_000 }))
    kiosk.press(1)
    await say(asking({ lights: [true, false, false, false, false, false] }, { closes_at: 25_000 }))
    expect(shown()).toMatchObject({ index: 1, status: 'pending' })
  })

  it('K8 says "not counted" after three seconds without a word, and takes the word if it comes later', async () => {
    const { say, kiosk, shown, clock, tick } = await setUp()
    await say(asking())
    kiosk.press(0)
    clock.advance(1500)
    await tick()
    expect(shown()?.status).toBe('pending')
    clock.advance(PRESS_ANSWER_MS - 1500)
    expect(shown()).toMatchObject({ index: 0, status: 'refused' })
    await say(asking({ press: pressOf(0, 'counted'), counted: 'A' }))
    expect(shown()).toMatchObject({ index: 0, status: 'counted' })
  })

  it('K8 says "not counted" at once when the press could not be sent', async () => {
    const { link, say, kiosk, shown } = await setUp()
    await say(asking())
    link.setConnected(false)
    // The monitor has noticed; a press that slipped in before it did is what is left to guard.
    kiosk.store.setState({ link: 'up' })
    kiosk.press(0)
    await arrive()
    expect(shown()).toMatchObject({ index: 0, status: 'refused' })
  })

  it('K7 takes a second tap on the same option for the same press', async () => {
    const { say, kiosk, presses } = await setUp()
    await say(asking())
    kiosk.press(1)
    kiosk.press(1)
    await arrive()
    expect(presses).toHaveLength(1)
  })

  it('K7 waits for no new word about what is counted or on its way', async () => {
    const { say, kiosk, shown, clock, tick } = await setUp()
    for (const status of ['pending', 'kept', 'counted'] as const) {
      await say(asking({ press: pressOf(1, status), counted: status === 'counted' ? 'B' : null }))
      kiosk.press(1)
      clock.advance(1500)
      await tick()
      clock.advance(1600)
      await tick()
      expect(shown()?.status).toBe(status)
    }
  })

  it('K4 sends nothing for a press that means nothing', async () => {
    const { say, kiosk, presses } = await setUp()
    kiosk.press(0)
    await say(asking())
    kiosk.press(4)
    await say(asking({ phase: 'closed' }))
    kiosk.press(0)
    await arrive()
    expect(presses).toEqual([])
  })

  it('K7 forgets its echo when the next question is on show', async () => {
    const { say, kiosk, state } = await setUp()
    await say(asking())
    kiosk.press(1)
    await say(asking({}, { run: 8 }))
    expect(state().echo).toBeNull()
  })
})

describe('the link', () => {
  it('K12 is lost two seconds after the core’s last clock and back with the next one', async () => {
    const { clock, tick, state } = await setUp()
    expect(state().link).toBe('up')
    clock.advance(1750)
    expect(state().link).toBe('up')
    clock.advance(250)
    expect(state().link).toBe('lost')
    await tick()
    expect(state().link).toBe('up')
  })

  it('K12 is not called lost in the first two seconds of the page', async () => {
    const link = createMemoryLink()
    const clock = createManualClock()
    const parts = { bus: link.open(), clock, deviceId: 'slot-01', version: '0' }
    const kiosk = startKiosk({ ...parts, visible: () => true, reload: () => undefined })
    kiosks.push(kiosk)
    clock.advance(1900)
    expect(kiosk.store.getState().link).toBe('connecting')
    clock.advance(100)
    expect(kiosk.store.getState().link).toBe('lost')
  })

  it('K14 hears that the agent is gone and back from its status', async () => {
    const { venue, state } = await setUp()
    await venue.publish(contracts.deviceStatus, own, 'offline')
    expect(state().agent).toBe('offline')
    await venue.publish(contracts.deviceStatus, own, 'online')
    expect(state().agent).toBe('online')
  })

  it('K11 counts down on the core’s clock', async () => {
    const { kiosk, clock } = await setUp()
    expect(kiosk.coreNow()).toBe(clock.now() + 5000)
  })

  it('K18 reads the input status in both of its forms', async () => {
    const { venue, state } = await setUp()
    expect(state().input).toBe('online')
    await venue.publish(contracts.inputStatus, own, 'offline')
    expect(state().input).toBe('offline')
  })
})

describe('a load of the page', () => {
  it('K44 begins again when its agent says so, by its own id and once; another load is not meant', async () => {
    const { venue, screens, reloads } = await setUp()
    await arrive()
    const { load_id } = screens[0] as { load_id: string }
    await venue.publish(contracts.slotReload, own, { load_id: 'of another load' })
    await arrive()
    expect(reloads()).toBe(0)
    await venue.publish(contracts.slotReload, own, { load_id })
    await arrive()
    expect(reloads()).toBe(1)
    const other = await setUp()
    await arrive()
    expect((other.screens[0] as { load_id: string }).load_id).not.toBe(load_id)
  })
})

describe('the screen’s own health', () => {
  it('K19 says every five seconds that it is alive, only while connected', async () => {
    const { screens, clock, link } = await setUp()
    await arrive()
    expect(screens).toEqual([{ version: '0.1.0', visible: true, load_id: expect.any(String) }])
    clock.advance(5000)
    await arrive()
    expect(screens).toHaveLength(2)
    link.setConnected(false)
    clock.advance(10_000)
    await arrive()
    expect(screens).toHaveLength(2)
    link.setConnected(true)
    await arrive()
    expect(screens).toHaveLength(3)
  })
})
