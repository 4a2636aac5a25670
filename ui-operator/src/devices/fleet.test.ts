import type { OpDevice } from '@eg/shared'
import { describe, expect, it } from 'vitest'
import { createLiveStore } from '../session/live-store'
import { aDevice, START_MS } from '../testing/samples'
import { startFleet } from './fleet'
import { KEPT_SAMPLES } from './latency-log'

function open() {
  const live = createLiveStore()
  const fleet = startFleet(live)
  let made = 0
  fleet.list.subscribe(() => (made += 1))
  const say = (...devices: OpDevice[]) =>
    live.setState((s) => ({ devices: new Map([...s.devices, ...devices.map((d) => [d.device_id, d] as const)]) }))
  const beat = (number: number, more: Partial<OpDevice> = {}) =>
    aDevice('slot-01', { last_seen: START_MS + number * 5000, link_ms: number, ...more })
  return { fleet, say, beat, made: () => made, latencies: () => fleet.latency.of('slot-01').map(({ ms }) => ms) }
}

describe('the fleet outside React', () => {
  it('D54 a heartbeat that says nothing new makes no new list, a new word about health does', () => {
    const { say, beat, made, fleet } = open()
    say(aDevice('slot-02'), beat(1))
    expect(made()).toBe(1)
    for (let n = 2; n < 20; n += 1) say(beat(n))
    expect(made()).toBe(1)
    say(beat(20, { troubles: ['hot'] }))
    expect(made()).toBe(2)
    say(beat(21, { troubles: ['hot'], version: '0.2.0' }))
    expect(made()).toBe(3)
    // Asked for, the list has what was said since.
    say(beat(22, { troubles: ['hot'], version: '0.2.0' }))
    fleet.refresh()
    expect(fleet.list.getState().items.find((d) => d.device_id === 'slot-01')?.link_ms).toBe(22)
  })

  it('D56 keeps the last 60 round trips of a device, each heartbeat once, and a break where it was gone', () => {
    const { say, beat, latencies } = open()
    say(beat(1))
    // The state is published again for another reason: no new measurement.
    say(beat(1, { outbox: 2 }))
    say(beat(2))
    expect(latencies()).toEqual([1, 2])
    say(beat(2, { online: false }))
    say(beat(2, { online: false, page_online: false }))
    say(beat(3))
    expect(latencies()).toEqual([1, 2, null, 3])
    for (let n = 4; n < 100; n += 1) say(beat(n))
    expect(latencies()).toHaveLength(KEPT_SAMPLES)
    expect(latencies().at(-1)).toBe(99)
  })

  it('D56 hears nothing more once the session has ended', () => {
    const { say, beat, latencies, fleet } = open()
    say(beat(1))
    fleet.stop()
    say(beat(2))
    expect(latencies()).toEqual([1])
  })
})
