import { expect, it } from 'vitest'
import { untilMs } from './waive-until'

it('U93 a waiver ends at the core’s morning, in an hour, or when the clock next shows the time', () => {
  const now = new Date(2026, 10, 21, 22, 15).getTime()
  expect(untilMs('morning', '', now)).toBeNull()
  expect(untilMs('hour', '', now)).toBe(new Date(2026, 10, 21, 23, 15).getTime())
  expect(untilMs('time', '23:30', now)).toBe(new Date(2026, 10, 21, 23, 30).getTime())
  expect(untilMs('time', '1h05', now)).toBe(new Date(2026, 10, 22, 1, 5).getTime())
  expect(untilMs('time', '22:15', now)).toBe(new Date(2026, 10, 22, 22, 15).getTime())
  for (const wrong of ['', '24:00', '7:60', 'soon', '-1:00']) expect(untilMs('time', wrong, now), wrong).toBeUndefined()
})
