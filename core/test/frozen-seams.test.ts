import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type Evening, createEvening, day, next, night, start } from './show-evening.js'

// Where freezes and pauses meet undo, script and sessions.

const SCRIPT = `title: T
language: en
steps:
  - { id: a, question: A?, options: [{ text: x, to: c }, y], expected: 1 }
  - { id: b, question: B?, options: [x, y], expected: 1, to: end }
  - { id: c, question: C?, options: [x, y], expected: 1 }
`
let evening: Evening
beforeEach(() => {
  evening = createEvening()
})
afterEach(() => evening.close())

const give = (kind: string, payload: object = {}) => evening.send({ kind, payload })
const undo = (kind: string) => {
  const seq = evening.db.prepare('SELECT max(seq) FROM undoables WHERE kind = ?').pluck().get(kind)
  return give('opUndo', { seq, reason: 'mistake' })
}
const suggested = () => evening.told.opShow.suggested.action

describe('while the game is frozen', () => {
  it('E64 a run that was closed there and is open again has the time that stood still, however long it stood', () => {
    evening.send(night)
    give('opNightOpen', { step: 1, question: 'Q', options: ['A', 'B'], duration_s: 600, reveal: 'operator' })
    const { panic } = give('opGameFreeze')
    const left = () => evening.db.prepare('SELECT remaining_ms FROM runs WHERE run = 1').pluck().get()
    const frozen = left()
    for (let i = 0; i < 50; i++) give('opReadyUnwaive', { waiver: 1 }) // half a second passes
    give('opNightClose', { run: 1 })
    expect(undo('opNightClose')).toMatchObject({ status: 'ok', run: 1 })
    expect([left(), suggested()]).toEqual([frozen, 'unfreeze'])
    give('opGameUnfreeze', { panic })
    expect(suggested()).toBe('wait')
  })

  it('E63 unfreezing is suggested, then going on where a session is paused too, and nothing is said to stand still', () => {
    evening.load(SCRIPT)
    give('opSessionStart', { name: 'N', group_size: 2 })
    evening.send(night)
    evening.send(start)
    expect(evening.last().stall).toMatchObject({ waitedOn: true })
    const { panic } = give('opGameFreeze')
    expect([suggested(), evening.last().stall?.waitedOn]).toEqual(['unfreeze', false])
    expect([give('opSessionPause', { session: 1 }).status, suggested()]).toEqual(['ok', 'unfreeze'])
    give('opGameUnfreeze', { panic })
    expect(suggested()).toBe('resume')
    give('opSessionResume', { session: 1 })
    expect([suggested(), evening.last().stall?.waitedOn]).toEqual(['wait', true])
  })
})

describe('while money is frozen', () => {
  it('E62 nothing is undone that moves money, as by any other command, and afterwards it is', () => {
    give('opCardIssue', { tag_uid: 'AA' })
    give('opCardAdjust', { tag_uid: 'AA', amount_cents: 500, direction: 'credit', reason: 'gift', by: 'N' })
    const transfers = () => evening.db.prepare('SELECT count(*) FROM transfers').pluck().get()
    const { panic } = give('opMoneyFreeze')
    expect(undo('opCardAdjust')).toMatchObject({ status: 'refused', reason: 'frozen' })
    expect(transfers()).toBe(1)
    give('opMoneyUnfreeze', { panic })
    expect(undo('opCardAdjust')).toMatchObject({ status: 'ok' })
    expect(transfers()).toBe(2)
  })
})

describe('a step of the show', () => {
  it('E61 that was voided by mistake goes on as the same visit, with its branches', () => {
    evening.load(SCRIPT)
    evening.send(night)
    evening.send(start)
    give('opNightVoid', { run: 1, reason: 'slipped' })
    expect(suggested()).toBe('redo')
    expect(undo('opNightVoid')).toMatchObject({ status: 'ok', run: 2 })
    evening.votes(1, { x: 1 })
    expect(evening.told.opShow).toMatchObject({ leads_to: 'c', position: { visit: 1, run: 2, outcome: 'winner' } })
    expect(evening.send(next)).toMatchObject({ step_id: 'c' })
  })

  it('E66 keeps the session from being closed, unless with a reason: the next group would go on from there', () => {
    evening.load(SCRIPT)
    give('opSessionStart', { name: 'N', group_size: 2 })
    evening.send(night)
    evening.send(start)
    evening.votes(1, { x: 1 })
    expect(give('opSessionClose', { session: 1 })).toMatchObject({ status: 'refused', reason: 'show_running' })
    expect(give('opShowEnd', { reason: 'late' })).toMatchObject({ status: 'ok' })
    expect(give('opSessionClose', { session: 1 })).toMatchObject({ status: 'ok' })
    evening.send(day)
  })

  it.each([
    ['showMoved', 'Jump'],
    ['opSessionStart', 'Close the session'],
    ['opGameFreeze', 'Unfreeze the game'],
  ])('E67 undo has no inverse of %s, and says what to do instead', (kind, instead) => {
    evening.load(SCRIPT)
    give('opSessionStart', { name: 'N', group_size: 2 })
    evening.send(night)
    evening.send(start)
    give('opGameFreeze')
    const seq = evening.db.prepare('SELECT max(seq) FROM journal WHERE kind = ?').pluck().get(kind)
    const detail = expect.stringContaining(instead) as string
    expect(give('opUndo', { seq, reason: 'x' })).toMatchObject({ reason: 'not_undoable', detail })
  })
})
