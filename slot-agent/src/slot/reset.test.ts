import { expect, it } from 'vitest'
import { createModel, type SlotModel } from './model.js'
import { reduce } from './reduce.js'
import { foundBy, resetProblem } from './reset.js'
import { newVisit } from './day-model.js'

const fresh = (): SlotModel => ({
  ...createModel('slot-01', { memory: null, vote: null, round: null, forgottenRun: null }, 0),
  mode: 'day',
})
const afterReset = (model: SlotModel) => reduce(model, { type: 'reset' }, 1000)
const withVisit = (phase: 'ready' | 'won' | 'playing', unresolved = false): SlotModel => {
  const model = fresh()
  const visit = { ...newVisit(1, 'A', 0), phase, balanceCents: 500 }
  const round = unresolved ? { reqId: 'r', tagUid: 'A', stakeCents: 100 } : null
  return { ...model, day: { ...model.day, visit, unresolved: round } }
}

it('J40 a visit ends, but not one whose round is played or whose result is on show; what is unanswered stays', () => {
  expect(afterReset(withVisit('ready')).model.day.visit).toBeNull()
  expect(afterReset(withVisit('won')).model.day.visit).not.toBeNull()
  const played = afterReset(withVisit('playing', true)).model
  expect(played.day.unresolved).toEqual({ reqId: 'r', tagUid: 'A', stakeCents: 100 })
  expect(foundBy(played, [], 1)).toEqual({ card: true, lights_off: true, outbox: 1, screen: 'playing' })
})

it('J40 lights that an operator set go out, and a press-test ends as interrupted', () => {
  const lit = { ...fresh(), manual: [true, true, true, true, true, true] }
  expect(afterReset(lit).model.view?.lights).toEqual([false, false, false, false, false, false])
  const testing = reduce(fresh(), { type: 'service', do: 'press_test', cmdId: 'c', seconds: 60 }, 0).model
  const change = afterReset(testing)
  expect(change.model.service).toBeNull()
  expect(change.effects).toContainEqual(
    expect.objectContaining({ type: 'report', report: expect.objectContaining({ reason: 'interrupted' }) }),
  )
})

it('S96 a slot that is being located says that the reset ended it, as a press-test does; over an open question it goes on', () => {
  const located = reduce(fresh(), { type: 'service', do: 'identify', cmdId: 'c', seconds: 60 }, 0).model
  const change = afterReset(located)
  expect(change.model.service).toBeNull()
  const reports = change.effects.filter(({ type }) => type === 'report')
  expect(reports).toEqual([{ type: 'report', report: { cmdId: 'c', status: 'failed', reason: 'interrupted' } }])
  const question = { step: 1, question: 'Q', options: ['A', 'B'], run: 3, closes_at: null, final: false }
  const asked = reduce({ ...located, mode: 'night' }, { type: 'step', step: question }, 0).model
  expect(afterReset(asked).model.service).toMatchObject({ do: 'identify' })
})

it('J90 which run is forgotten is kept with each reset, and given up with the next question or the day', () => {
  const kept = ({ effects }: ReturnType<typeof reduce>) =>
    effects.flatMap((effect) => (effect.type === 'forget' ? [effect.run] : []))
  const round = { run: 7, step: 1, status: 'revealed' as const, voted: 1, expected: 1 }
  const night = reduce({ ...fresh(), mode: 'night' }, { type: 'round', round }, 0).model
  const first = afterReset(night)
  expect(kept(first)).toEqual([7])
  expect(kept(afterReset(first.model))).toEqual([7])
  expect(kept(reduce(first.model, { type: 'tick' }, 2000))).toEqual([])
  expect(kept(reduce(first.model, { type: 'mode', mode: 'day' }, 2000))).toEqual([null])
  const next = { step: 2, question: 'Q', options: ['A', 'B'], run: 8, closes_at: null, final: false }
  expect(kept(reduce(first.model, { type: 'step', step: next }, 2000))).toEqual([null])
})

it('J90 a reset that comes before the night was heard again gives up nothing of what was forgotten', () => {
  const past = { memory: null, vote: null, round: null, forgottenRun: 7 }
  const started = createModel('slot-01', past, 0)
  expect(afterReset(started).model.forgottenRun).toBe(7)
  const question = { run: 8, step: 1, text: 'Q', options: ['A', 'B'], closes_at: null, final: false }
  const memory = { question, counted: null, press: null }
  const remembers = createModel('slot-01', { ...past, memory }, 0)
  expect(afterReset({ ...remembers, mode: 'night' }).model.forgottenRun).toBe(8)
  expect(afterReset({ ...remembers, mode: 'day' }).model.forgottenRun).toBeNull()
})

it('J40 nothing new begins while it is reset: no card is taken, no stake offered, until it is over', () => {
  const resetting = afterReset(withVisit('won')).model
  expect(resetting.resetting).toBe(true)
  expect(resetting.view?.offered).toEqual([false, false, false, false, false, false])
  const gone = afterReset(withVisit('ready')).model
  expect(reduce(gone, { type: 'card', tagUid: 'B', reqId: 'w' }, 1000).model.day.visit).toBeNull()
  const over = reduce(gone, { type: 'resetOver' }, 1000).model
  expect(reduce(over, { type: 'card', tagUid: 'B', reqId: 'w' }, 1000).model.day.visit?.tagUid).toBe('B')
})

it('J42 nothing is forgotten over an open question', () => {
  const question = { step: 1, question: 'Q', options: ['A', 'B'], run: 3, closes_at: null, final: false }
  const asked = reduce({ ...fresh(), mode: 'night' }, { type: 'step', step: question }, 0).model
  expect(resetProblem(asked)).toBe('question_open')
  expect(afterReset(asked).model).toEqual(asked)
})
