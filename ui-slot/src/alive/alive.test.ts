// @vitest-environment happy-dom
import { createManualClock } from '@eg/shared'
import { beforeEach, expect, it, vi } from 'vitest'
import { forgetReloads, nextReloadMs } from './reload-later'
import { LOOK_MS, watchDrawing } from './watch-drawing'

beforeEach(() => sessionStorage.clear())

it('K58 a page that fails again and again begins anew after 3 s, then later each time, a minute at most', () => {
  expect(Array.from({ length: 7 }, () => nextReloadMs(sessionStorage))).toEqual([
    3000, 6000, 12_000, 24_000, 48_000, 60_000, 60_000,
  ])
  forgetReloads(sessionStorage)
  expect(nextReloadMs(sessionStorage)).toBe(3000)
  sessionStorage.setItem('eg-reloads', 'nonsense')
  expect(nextReloadMs(sessionStorage)).toBe(3000)
})

function watched({ content = true, frames = true, shown = true } = {}) {
  const clock = createManualClock()
  const state = { content, frames, shown }
  const reload = vi.fn()
  const drawing = watchDrawing({
    clock,
    hasContent: () => state.content,
    visible: () => state.shown,
    nextFrame: (drawn) => state.frames && drawn(),
    kept: sessionStorage,
    reload,
  })
  return { clock, state, reload, drawing }
}

it('K59 a white screen, or one that is not drawn any more, is told and loaded again', () => {
  for (const fault of [{ content: false }, { frames: false }]) {
    sessionStorage.clear()
    const { clock, reload, drawing } = watched(fault)
    clock.advance(LOOK_MS)
    expect(drawing.drawn()).toBe(true)
    // Whether a frame came is known one look later.
    clock.advance('content' in fault ? LOOK_MS : 2 * LOOK_MS)
    expect(drawing.drawn()).toBe(false)
    expect(reload).not.toHaveBeenCalled()
    clock.advance(3000)
    expect(reload).toHaveBeenCalledOnce()
    drawing.stop()
  }
})

it('K59 one that is well again by itself is not loaded, nor is one that nobody sees', () => {
  const page = watched({ content: false })
  page.clock.advance(2 * LOOK_MS)
  page.state.content = true
  page.clock.advance(10 * LOOK_MS)
  expect([page.reload.mock.calls.length, page.drawing.drawn()]).toEqual([0, true])
  const hidden = watched({ frames: false, shown: false })
  hidden.clock.advance(10 * LOOK_MS)
  expect([hidden.reload.mock.calls.length, hidden.drawing.drawn()]).toEqual([0, true])
})

it('K58 after a minute without a fault the next one is a first one', () => {
  nextReloadMs(sessionStorage)
  nextReloadMs(sessionStorage)
  const { clock } = watched()
  clock.advance(64_000)
  expect(nextReloadMs(sessionStorage)).toBe(3000)
})
