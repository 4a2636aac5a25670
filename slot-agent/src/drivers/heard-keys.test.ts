import { createManualClock } from '@eg/shared'
import { expect, it } from 'vitest'
import { createHeardKeys, NEAR_MS } from './heard-keys.js'

it('S95 a key of the page is near to any key read within half a second, also where others were read since', () => {
  const clock = createManualClock()
  const heard = createHeardKeys(clock)
  expect(heard.near(0)).toBe(false)
  clock.advance(10_000)
  for (const gapMs of [0, 300, 500, 2000]) {
    clock.advance(gapMs)
    heard.add()
  }
  for (const [first, last] of [
    [10_000 - NEAR_MS, 10_800 + NEAR_MS],
    [12_800 - NEAR_MS, 12_800 + NEAR_MS],
  ] as const)
    expect([first - 1, first, last, last + 1].map((at) => heard.near(at))).toEqual([false, true, true, false])
  for (let i = 0; i < 60; i++) {
    clock.advance(501)
    heard.add()
  }
  expect(heard.near(10_000)).toBe(true)
})
