// @vitest-environment happy-dom
import { act } from 'react'
import { createRoot } from 'react-dom/client'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { nextReloadMs } from './alive/reload-later'
import { ErrorBoundary } from './error-boundary'
import { hardenPage } from './harden-page'
import { NoDevice } from './screens/no-device'

;(globalThis as { IS_REACT_ACT_ENVIRONMENT?: boolean }).IS_REACT_ACT_ENVIRONMENT = true

beforeEach(() => {
  document.body.innerHTML = '<div id="root"></div>'
  vi.useFakeTimers()
  vi.spyOn(console, 'error').mockImplementation(() => undefined)
})

afterEach(() => {
  vi.useRealTimers()
  vi.restoreAllMocks()
})

function refused(event: Event): boolean {
  window.dispatchEvent(event)
  return event.defaultPrevented
}

function Broken(): never {
  throw new Error('a fault')
}

it('K26 shows the hold-on card for a fault in the page, and loads it again after three seconds', async () => {
  sessionStorage.clear()
  const reload = vi.fn()
  const root = createRoot(document.querySelector('#root') as Element)
  await act(async () =>
    root.render(
      <ErrorBoundary line="Tout revient tout seul" reload={reload} waitMs={() => nextReloadMs(sessionStorage)}>
        <Broken />
      </ErrorBoundary>,
    ),
  )
  expect(document.querySelector('[data-testid="hold-on"]')?.textContent).toContain('Un instant…')
  expect(document.body.textContent).not.toContain('a fault')
  vi.advanceTimersByTime(2999)
  expect(reload).not.toHaveBeenCalled()
  vi.advanceTimersByTime(1)
  expect(reload).toHaveBeenCalledOnce()
  await act(async () => root.unmount())
})

it('K21 names the URL parameter when the page does not know its slot', async () => {
  const root = createRoot(document.querySelector('#root') as Element)
  await act(async () => root.render(<NoDevice address="http://10.0.0.9:5173/" />))
  expect(document.querySelector('[data-phase="no-device"]')?.textContent).toContain('http://10.0.0.9:5173/?id=slot-01')
  await act(async () => root.unmount())
})

it('K27 refuses menus, selection, dragging and zoom', () => {
  hardenPage(window)
  for (const name of ['contextmenu', 'selectstart', 'dragstart']) {
    expect(refused(new Event(name, { cancelable: true }))).toBe(true)
  }
  expect(refused(Object.assign(new Event('wheel', { cancelable: true }), { ctrlKey: true }))).toBe(true)
  expect(refused(new KeyboardEvent('keydown', { cancelable: true, ctrlKey: true, key: '+' }))).toBe(true)
  expect(refused(new KeyboardEvent('keydown', { cancelable: true, key: '1' }))).toBe(false)
})
