// @vitest-environment happy-dom
import { act } from 'react'
import { createRoot, type Root } from 'react-dom/client'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { CountdownRing } from './countdown-ring'

let root: Root
beforeEach(() => vi.useFakeTimers({ now: 0 }))
afterEach(async () => {
  await act(async () => root.unmount())
  vi.useRealTimers()
})

it('K98 the countdown is drawn when it has moved, twenty times a second at most, and its number changes on the second', async () => {
  Object.assign(globalThis, { IS_REACT_ACT_ENVIRONMENT: true })
  const host = document.createElement('div')
  root = createRoot(host)
  const coreNow = () => Date.now()
  await act(async () => root.render(<CountdownRing closesAt={42_000} coreNow={coreNow} />))
  const arc = host.querySelector('.countdown-arc') as Element
  const drawn = vi.spyOn(arc, 'setAttribute')
  const pass = (ms: number) => act(async () => vi.advanceTimersByTime(ms))
  const face = () => host.querySelector('.countdown-face')?.textContent
  expect(face()).toBe('42')
  await pass(999)
  expect(face()).toBe('42')
  await pass(2)
  expect(face()).toBe('41')
  await pass(8999)
  expect(face()).toBe('32')
  expect(drawn.mock.calls.length).toBeGreaterThan(100)
  expect(drawn.mock.calls.length).toBeLessThanOrEqual(200)
  const left = 2 * Math.PI * 44 * (10 / 42)
  expect(Number(arc.getAttribute('stroke-dashoffset'))).toBeCloseTo(left, 0)
})
