import { contracts } from '@eg/shared'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type Evening, createEvening, next, night, start } from './show-evening.js'

// Where undo, swap, panic and the show meet: a house that is frozen, a show that runs, a slot that is excused or another machine.

const SCRIPT = `title: Test
language: en
steps:
  - id: one
    question: One?
    options: [{ text: A, to: three }, B]
    expected: 2
  - id: two
    question: Two?
    options: [A, B]
  - id: three
    question: Three?
    options: [A, B]
    expected: 2
    timer_s: 60
    cues:
      closing: { before_s: 10, text: 'Ten seconds!' }
    to: end
`

let evening: Evening
const say = (kind: string, payload: object = {}, more: object = {}) => evening.send({ kind, payload, ...more })
const undo = (kind: string) => {
  const seq = evening.db.prepare('SELECT max(seq) FROM undoables WHERE kind = ?').pluck().get(kind)
  return say('opUndo', { seq, reason: 'mistake' })
}
const row = (run: unknown) => evening.db.prepare('SELECT * FROM runs WHERE run = ?').get(run) as Record<string, unknown>
const transfers = () => evening.db.prepare('SELECT count(*) FROM transfers').pluck().get()
const ask = (more: object = {}) =>
  say('opNightOpen', { step: 1, question: 'Q', options: ['A', 'B'], reveal: 'operator', ...more }).run as number
const freezeGame = (run: number, ms: number) =>
  say('opGameFreeze', {}, { left: { run, version: row(run).timer_version, ms } })

beforeEach(() => {
  evening = createEvening()
})
afterEach(() => evening.close())

describe('undoing in a house that is frozen', () => {
  it('U6 U63 no money goes back while it is frozen; afterwards it does', () => {
    say('opCardIssue', { tag_uid: 'AA01BB02' })
    say('opShiftOpen', { desk_id: 'change-01', count_cents: 10_000, by: 'Nadia' })
    say('opDeskTopUp', { desk_id: 'change-01', tag_uid: 'AA01BB02', amount_cents: 500 })
    say('opPayoutNew', { payout_id: 'p-1', source: 'roulette', amount_cents: 700 })
    const before = transfers()
    const { panic } = say('opMoneyFreeze')
    for (const kind of ['opDeskTopUp', 'opPayoutNew']) {
      expect(undo(kind), kind).toMatchObject({ status: 'refused', reason: 'frozen' })
      expect(transfers()).toBe(before)
    }
    say('opMoneyUnfreeze', { panic })
    for (const kind of ['opDeskTopUp', 'opPayoutNew']) expect(undo(kind), kind).toMatchObject({ status: 'ok' })
    expect(transfers()).toBe(Number(before) + 2)
  })

  it.each(['opNightClose', 'opNightVoid'])('U8 U60 %s while the game is frozen leaves the time as it stood', (kind) => {
    evening.send(night)
    const run = ask({ duration_s: 600 })
    freezeGame(run, 40_000)
    say(kind, { run })
    const { run: again } = undo(kind)
    expect(row(again)).toMatchObject({ status: 'open', remaining_ms: 40_000 })
  })
})

describe('a run that was voided by mistake', () => {
  it('U61 F31 goes on as the step of the show, and Next follows its outcome', () => {
    evening.load(SCRIPT)
    evening.send(night)
    const { run } = evening.send(start)
    evening.votes(1, { A: 1 })
    say('opNightVoid', { run })
    const { run: again } = undo('opNightVoid')
    say('nightVote', { device_id: 'slot-02', step: 1, choice: 'A' })
    expect(row(again)).toMatchObject({ status: 'revealed', winner: 'A' })
    expect(evening.told.opShow).toMatchObject({ leads_to: 'three', position: { run: again } })
    expect(evening.send(next)).toMatchObject({ status: 'ok', step_id: 'three' })
  })

  it('U61 is closed again by what closed it: a time-out leads where a time-out leads', () => {
    evening.send(night)
    const run = ask({ duration_s: 60 })
    evening.send({ kind: 'timerExpired', run, version: row(run).timer_version })
    say('opNightVoid', { run })
    expect(row(undo('opNightVoid').run)).toMatchObject({ status: 'closed', closed_by: 'timer' })
  })

  it('U61 U64 waits for nobody who was excused', () => {
    for (const deviceId of ['slot-01', 'slot-02', 'slot-03']) {
      evening.send({ kind: 'deviceHello', deviceId, payload: { type: 'slot', version: '1', ts: 1 } })
      evening.send({ kind: 'rollCall', deviceId, here: true })
    }
    evening.send(night)
    const run = ask({ expected: 'slots' })
    say('opNightExcuse', { run, slot_id: 'slot-03', excused: true })
    say('opNightVoid', { run })
    const { run: again } = undo('opNightVoid')
    expect(evening.told.opNight.run).toMatchObject({ run: again, excused: [{ device_id: 'slot-03', by: 'operator' }] })
    expect(row(again).expected).toBe(row(run).expected)
    evening.votes(1, { A: 2 })
    expect(row(again).status).toBe('closed')
  })
})

describe('a show in a house that is frozen', () => {
  it('U5 U8 F40 F45 nothing takes over before the end, what cannot be done is not suggested, and nobody is alarmed', () => {
    evening.load(SCRIPT.replace('expected: 2', 'expected: 2\n    reveal: operator'))
    evening.send(night)
    const { run } = evening.send(start)
    expect(evening.last().stall).toMatchObject({ waitedOn: true })
    let panic = freezeGame(run as number, 0).panic
    expect(evening.last().stall).toMatchObject({ waitedOn: false })
    say('opGameUnfreeze', { panic })
    expect(evening.last().stall).toMatchObject({ waitedOn: true })
    say('opNightClose', { run })
    say('opNightReveal', { run })
    panic = say('opGameFreeze').panic
    expect(evening.told.opShow.suggested).toMatchObject({ action: 'unfreeze', leads_to: null })
    expect(evening.send(next)).toMatchObject({ reason: 'frozen' })
    say('opGameUnfreeze', { panic })
    const { run: timed } = say('opShowJump', { step: 'three', reason: 'late' })
    expect(evening.told.showState?.closing).not.toBeNull()
    panic = freezeGame(timed as number, 30_000).panic
    expect(evening.told.showState?.closing).toBeNull()
    say('opGameUnfreeze', { panic })
    expect(evening.told.showState?.closing).toMatchObject({ at: Number(row(timed).closes_at) - 10_000 })
  })
})

describe('what a slot showed', () => {
  it('U70 is kept although another command of its batch had a fault', () => {
    evening.send({ kind: 'deviceHello', deviceId: 'slot-01', payload: { type: 'slot', version: '1', ts: 1 } })
    const text = JSON.stringify(contracts.slotState.sample)
    const shown = { kind: 'deviceState', contract: 'slotState', deviceId: 'slot-01', topic: 'x', text, keep: true }
    const [, broken] = evening.batch([shown, { kind: 'opModeSet' }]).outcomes
    expect(broken?.fault).toBeDefined()
    expect(evening.db.prepare('SELECT count(*) FROM slot_shown').pluck().get()).toBe(1)
  })
})

describe('a spare that has taken a place', () => {
  it('U29 U30 is another machine: what was seen of the one before says nothing of it', () => {
    const hello = (deviceId: string, install_key: string) =>
      evening.send({ kind: 'deviceHello', deviceId, payload: { type: 'slot', version: '1', ts: 1, install_key } })
    hello('slot-04', 'old')
    hello('spare-01', 'new')
    say('opLightsSeen', { target_id: 'slot-04' })
    const seen = { auth: 'open', slotOnline: false, spareOnline: true }
    const swap = { slot_id: 'slot-04', spare_id: 'spare-01', reason: 'dead', force: true }
    expect(say('opSwap', swap, { seen, applicant: null })).toMatchObject({ status: 'ok' })
    hello('slot-04', 'new')
    const { tests } = evening.last().ready ?? {}
    expect(tests?.all).toBe(true)
    expect(tests?.rows.filter(({ deviceId }) => deviceId === 'slot-04')).toEqual([])
  })
})
