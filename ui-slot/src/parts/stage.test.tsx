// @vitest-environment happy-dom
import { act } from 'react'
import { createRoot, type Root } from 'react-dom/client'
import { afterEach, describe, expect, it } from 'vitest'
import { Stage } from './stage'

let root: Root
afterEach(() => act(async () => root.unmount()))

describe('the room', () => {
  it('K71 a lamp of another colour comes up while the old one goes down in its own, and no colour fades by itself', async () => {
    Object.assign(globalThis, { IS_REACT_ACT_ENVIRONMENT: true })
    const host = document.createElement('div')
    root = createRoot(host)
    const show = (tone?: string) => act(async () => root.render(<Stage light="spot" tone={tone} />))
    const lamps = () =>
      [...host.querySelectorAll<HTMLElement>('.stage-spot')].map((lamp) => [
        lamp.style.getPropertyValue('--tone'),
        lamp.hasAttribute('data-lit'),
      ])
    await show()
    const before = [...host.querySelectorAll('.stage-spot')]
    await show('red')
    expect(lamps()).toEqual([
      ['', false],
      ['red', true],
    ])
    await show('blue')
    expect(lamps()).toEqual([
      ['blue', true],
      ['red', false],
    ])
    // A render with nothing new turns no lamp.
    await show('blue')
    expect(lamps()).toEqual([
      ['blue', true],
      ['red', false],
    ])
    expect([...host.querySelectorAll('.stage-spot')]).toEqual(before)
  })
})
