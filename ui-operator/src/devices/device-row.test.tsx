// @vitest-environment happy-dom
import { contracts, type OpDevice } from '@eg/shared'
import { act, Profiler } from 'react'
import { createRoot, type Root } from 'react-dom/client'
import { afterEach, describe, expect, it } from 'vitest'
import { SessionContext } from '../session/use-session'
import { openSession } from '../testing/desk'
import { aDevice, START_MS } from '../testing/samples'
import { DeviceRow } from './device-row'
import { useDeviceLine } from './use-fleet'

let root: Root
afterEach(() => act(async () => root.unmount()))

describe('a row of the devices', () => {
  it('D54 what one device says draws its own row and no other', async () => {
    Object.assign(globalThis, { IS_REACT_ACT_ENVIRONMENT: true })
    const desk = openSession()
    const ids = Array.from({ length: 20 }, (_, i) => `slot-${i + 1}`)
    const say = (id: string, beat: number) =>
      desk.say(contracts.opDevice, aDevice(id, { link_ms: beat, last_seen: START_MS + beat }), { device_id: id })
    for (const id of ids) await say(id, 1)
    const drawn = new Map<string, number>()
    const body = document.createElement('tbody')
    document.body.replaceChildren(body)
    root = createRoot(body)
    await act(async () =>
      root.render(
        <SessionContext value={desk.session}>
          {ids.map((id, index) => (
            <Profiler key={id} id={id} onRender={(row) => drawn.set(row, (drawn.get(row) ?? 0) + 1)}>
              <DeviceRow id={id} index={index} active={false} open={false} />
            </Profiler>
          ))}
        </SessionContext>,
      ),
    )
    expect(body.textContent).toContain('1 ms')
    drawn.clear()
    await act(() => say('slot-7', 42))
    expect([...drawn.keys()]).toEqual(['slot-7'])
    expect(body.querySelector('[data-device="slot-7"]')?.textContent).toContain('42 ms')
    // A second that passes changes what some rows say of themselves, and draws none whose words stay.
    drawn.clear()
    await act(async () => desk.clock.advance(1000))
    expect([...drawn.keys()]).toEqual([])
  })

  it('O98 a heartbeat that says nothing new draws the cells of its time and latency, not the line', async () => {
    Object.assign(globalThis, { IS_REACT_ACT_ENVIRONMENT: true })
    const desk = openSession()
    const say = (more: Partial<OpDevice>) =>
      act(() => desk.say(contracts.opDevice, aDevice('slot-7', more), { device_id: 'slot-7' }))
    await say({ link_ms: 1, outbox: 1, troubles: ['unsent'] })
    let drawn = 0
    const Line = () => useDeviceLine('slot-7')?.outbox
    const host = document.createElement('div')
    root = createRoot(host)
    await act(async () =>
      root.render(
        <SessionContext value={desk.session}>
          <Profiler id="line" onRender={() => (drawn += 1)}>
            <Line />
          </Profiler>
        </SessionContext>,
      ),
    )
    const first = drawn
    for (let beat = 2; beat < 9; beat += 1)
      await say({ link_ms: beat, last_seen: START_MS + beat, outbox: 1, troubles: ['unsent'] })
    expect(drawn).toBe(first)
    // How many are unsent is in the line's words, what is wrong too.
    await say({ link_ms: 9, outbox: 2, troubles: ['unsent'] })
    expect([drawn, host.textContent]).toEqual([first + 1, '2'])
    await say({ link_ms: 9, outbox: 2, troubles: ['hot', 'unsent'] })
    expect(drawn).toBe(first + 2)
  })
})
