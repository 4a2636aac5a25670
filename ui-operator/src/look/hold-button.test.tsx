// @vitest-environment happy-dom
import { act } from 'react'
import { createRoot } from 'react-dom/client'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { SessionContext } from '../session/use-session'
import { openSession } from '../testing/desk'
import { fingerDown } from '../testing/hold'
import { HoldButton } from './hold-button'

let held = 0
let stage: ReturnType<typeof openStage>

function openStage() {
  Object.assign(globalThis, { IS_REACT_ACT_ENVIRONMENT: true })
  const { session, clock } = openSession()
  const host = document.createElement('div')
  document.body.replaceChildren(host)
  const root = createRoot(host)
  const show = (disabled = false) =>
    act(async () =>
      root.render(
        <SessionContext value={session}>
          <HoldButton onHeld={() => held++} disabled={disabled}>
            Freeze
          </HoldButton>
        </SessionContext>,
      ),
    )
  const button = () => host.querySelector('button') as HTMLButtonElement
  const pass = (ms: number) => act(async () => clock.advance(ms))
  const key = (type: 'keydown' | 'keyup', name: string, more: KeyboardEventInit = {}) =>
    act(
      async () =>
        void button().dispatchEvent(new KeyboardEvent(type, { key: name, bubbles: true, cancelable: true, ...more })),
    )
  return { show, button, pass, key, close: () => act(async () => root.unmount()) }
}

beforeEach(async () => {
  held = 0
  stage = openStage()
  await stage.show()
})
afterEach(() => stage.close())

describe('what is held', () => {
  it('O80 a finger that lies on it for 0.8 s does it once; one that leaves earlier does nothing and is told so', async () => {
    const finger = await fingerDown(stage.button())
    expect(stage.button().dataset['hold']).toBe('holding')
    await stage.pass(799)
    expect(held).toBe(0)
    await finger.lift()
    await stage.pass(5)
    expect(held).toBe(0)
    expect(stage.button().dataset['hold']).toBe('short')
    expect(stage.button().querySelector('[role="status"]')?.textContent).toContain('Trop court')
    await stage.pass(4000)
    expect(stage.button().dataset['hold']).toBe('idle')
    const again = await fingerDown(stage.button())
    await stage.pass(800)
    expect(held).toBe(1)
    await stage.pass(5000)
    await again.lift()
    expect(held).toBe(1)
  })

  it('O80 a finger that slides off, or another button of the mouse, does nothing', async () => {
    await fingerDown(stage.button())
    await act(async () => void stage.button().dispatchEvent(new PointerEvent('pointerout', { bubbles: true })))
    await stage.pass(2000)
    await act(
      async () => void stage.button().dispatchEvent(new PointerEvent('pointerdown', { bubbles: true, button: 2 })),
    )
    await stage.pass(2000)
    expect(held).toBe(0)
  })

  it('O80 Space and Enter hold it as well, and a key that repeats does not begin', async () => {
    for (const name of [' ', 'Enter']) {
      await stage.key('keydown', name)
      await stage.pass(400)
      await stage.key('keyup', name)
      await stage.key('keydown', name, { repeat: true })
      await stage.pass(2000)
    }
    expect(held).toBe(0)
    await stage.key('keydown', ' ')
    await stage.pass(800)
    expect(held).toBe(1)
  })

  it('O80 what cannot be held, a click of a screen reader, does it the second time', async () => {
    await act(async () => stage.button().click())
    expect([held, stage.button().dataset['hold']]).toEqual([0, 'short'])
    await stage.pass(600)
    await act(async () => stage.button().click())
    expect(held).toBe(1)
  })

  it('O179 the second half of a double click is not the second time', async () => {
    await act(async () => stage.button().click())
    await stage.pass(300)
    await act(async () => stage.button().click())
    expect(held).toBe(0)
    await stage.pass(300)
    await act(async () => stage.button().click())
    expect(held).toBe(1)
  })

  it('O86 is let go when it may not be done any more', async () => {
    await fingerDown(stage.button())
    await stage.pass(400)
    await stage.show(true)
    await stage.pass(2000)
    await stage.show(false)
    await stage.pass(2000)
    expect(held).toBe(0)
  })
})
