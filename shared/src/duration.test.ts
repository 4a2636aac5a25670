import { expect, it } from 'vitest'
import { durationText } from './duration.js'

it('O150 a length of time is written in one way: seconds, minutes with seconds, hours with minutes', () => {
  const said = (seconds: number) => durationText(seconds * 1000).replaceAll('\u00a0', ' ')
  expect([0, 45, 60, 98, 720, 3599, 3600, 7500, 90_000].map(said)).toEqual([
    '0 s',
    '45 s',
    '1 min',
    '1 min 38 s',
    '12 min',
    '59 min 59 s',
    '1 h',
    '2 h 05 min',
    '25 h',
  ])
  expect([durationText(-5), durationText(97_600)]).toEqual(['0\u00a0s', '1\u00a0min\u00a038\u00a0s'])
})
