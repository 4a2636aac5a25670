import { expect, it } from 'vitest'
import { createModel, type SlotModel } from './model.js'
import { answered } from './voting.js'

const fresh = (): SlotModel => createModel('slot-04', { memory: null, vote: null, round: null, forgottenRun: null }, 1)
const replay = { type: 'night_vote', status: 'counted', run: 7, step: 1, choice: 'B', replayed: true }

it('U50 takes over the vote that another one pressed under this name, and only in a run it knows nothing of', () => {
  const taken = answered(fresh(), replay, 0)
  expect(taken.ballot).toEqual({ run: 7, press: null, counted: 'B' })
  expect(answered(fresh(), { ...replay, replayed: false }, 0).ballot).toBeNull()
  // Whoever has pressed here knows better what is on its way.
  const press = { reqId: 'p', index: 2, choice: 'C', status: 'pending' as const, reason: null, since: 0 }
  const pressed = { ...fresh(), ballot: { run: 7, press, counted: null } }
  expect(answered(pressed, replay, 1).ballot).toEqual({ run: 7, press, counted: 'B' })
  expect(answered(taken, { ...replay, run: 8, choice: 'A' }, 2).ballot).toEqual({ run: 8, press: null, counted: 'A' })
})
