import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type Evening, createEvening, day, next, night, start } from './show-evening.js'

const SCRIPT = `title: Test
language: en
steps:
  - id: one
    question: One?
    options: [{ text: A, to: three }, B]
    expected: 3
  - id: two
    question: Two?
    options: [A, B]
    expected: 4
    tie: revote
    revotes: 1
    quorum: 2
    no_quorum: one
    timer_s: 60
    timeout: three
  - id: three
    question: Three?
    options: [A, B]
    expected: 2
    tie: { to: two }
    reveal: operator
    to: end
    cues:
      open: { text: Vote }
      closed: { sound: drum }
      revealed: { text: The secret, lights: blink }
`
const jump = (step: string, more: object = {}) => ({ kind: 'opShowJump', payload: { step, reason: 'late', ...more } })
const onRun = (kind: string, run: number, more: object = {}) => ({ kind, payload: { run, ...more } })

let evening: Evening
const run = () => evening.told.opNight.run?.run as number
const suggested = () => evening.told.opShow.suggested.action
beforeEach(() => {
  evening = createEvening()
})
afterEach(() => evening.close())
const begin = () => {
  evening.load(SCRIPT)
  evening.send(night)
  return evening.send(start)
}

describe('loading', () => {
  it('F1 checks only, or accepts; what is wrong changes nothing and names its places', () => {
    const checked = evening.send({ kind: 'opShowLoad', payload: { text: SCRIPT, check: true } })
    expect(checked).toMatchObject({ type: 'show_load', status: 'ok', checked: true, title: 'Test', steps: 3 })
    expect(evening.told.opScript.script).toBeNull()
    expect(evening.load(SCRIPT.replace('to: end', 'to: nowhere'))).toMatchObject({
      status: 'invalid',
      reason: 'bad_script',
      field: 'text',
      problems: [{ line: 24, column: 9, field: 'steps.2.to' }],
      more: 0,
    })
    expect(evening.told.opScript.script).toBeNull()
    expect(evening.load(SCRIPT)).toMatchObject({ status: 'ok', title: 'Test', hash: checked.hash })
    expect(evening.told.opScript).toMatchObject({ script: 1, title: 'Test', start: 'one', loaded_by: 'Nadia' })
    expect(evening.told.opScript.steps[1]).toMatchObject({
      id: 'two',
      step: 2,
      options: [
        { text: 'A', to: 'three' },
        { text: 'B', to: 'three' },
      ],
      quorum: 2,
      no_quorum: 'one',
      timeout: 'three',
      tie: 'revote',
      revotes: 1,
    })
    expect(evening.journal('opShowLoad').map(({ outcome }) => outcome)).toEqual(['invalid', 'ok'])
  })

  it('F10 the same text again is the same script; under a show that runs nothing is loaded', () => {
    evening.load(SCRIPT)
    expect(evening.load(SCRIPT)).toMatchObject({ status: 'ok' })
    expect(evening.db.prepare('SELECT count(*) FROM show_scripts').pluck().get()).toBe(1)
    evening.send(night)
    evening.send(start)
    expect(evening.load(SCRIPT.replace('Test', 'Other'))).toMatchObject({ status: 'refused', reason: 'show_running' })
    expect(evening.told.opScript.title).toBe('Test')
    expect(evening.send({ kind: 'opShowLoad', payload: { text: SCRIPT, check: true } }).status).toBe('ok')
  })
})

describe('moving through the show', () => {
  it('F30 starts with the first step, at night, with the script on the screen; F31 Next follows the outcome to the end', () => {
    expect(evening.send(start)).toMatchObject({ status: 'refused', reason: 'no_script' })
    evening.load(SCRIPT)
    expect(evening.send(start)).toMatchObject({ status: 'refused', reason: 'not_night' })
    expect(evening.told.opShow.show).toBeNull()
    evening.send(night)
    const stale = { kind: 'opShowStart', payload: { expect_script: 'another' } }
    expect(evening.send(stale)).toMatchObject({ status: 'stale', field: 'expect_script' })
    expect(evening.send(start)).toMatchObject({ status: 'ok', visit: 1, step_id: 'one', run: 1 })
    expect(evening.send(start)).toMatchObject({ status: 'refused', reason: 'show_running' })
    expect(evening.send(next)).toMatchObject({ status: 'refused', reason: 'run_open' })
    evening.votes(1, { A: 2, B: 1 })
    expect(evening.told.nightResult).toMatchObject({ step: 1, next_step: 3, winner: 'A' })
    expect(evening.told.opShow).toMatchObject({
      leads_to: 'three',
      suggested: { action: 'next', leads_to: 'three' },
      position: { step_id: 'one', outcome: 'winner', winner: 'A' },
    })
    expect(evening.send(next)).toMatchObject({ status: 'ok', visit: 2, step_id: 'three', run: 2 })
    evening.votes(3, { A: 2 })
    expect(evening.send(next)).toMatchObject({ status: 'refused', reason: 'not_revealed' })
    evening.send(onRun('opNightReveal', 2))
    expect(evening.told.nightResult).toMatchObject({ step: 3, next_step: 4, winner: 'A' })
    expect(evening.told.opShow.leads_to).toBe('end')
    expect(evening.send(next)).toMatchObject({ status: 'ok', ended: true })
    expect(evening.told.opShow).toMatchObject({ status: 'ended', position: null, suggested: { action: 'end_night' } })
    expect(evening.told.opShow.path.map(({ step_id, outcome, via }) => [step_id, outcome, via])).toEqual([
      ['one', 'winner', 'start'],
      ['three', 'winner', 'next'],
    ])
    expect(evening.send(next)).toMatchObject({ status: 'refused', reason: 'no_show' })
    expect(evening.journal('showMoved').map(({ data }) => data.step_id)).toEqual(['one', 'three'])
  })

  it('F20 F22 a failed quorum goes before a time-out, a time-out before a tie; the result says where it leads', () => {
    begin()
    const ask = () => {
      evening.send(jump('two'))
      return run()
    }
    const expire = (of: number) => evening.send({ kind: 'timerExpired', run: of, version: 0 })
    const three = ask()
    evening.votes(2, { A: 1 })
    expire(three)
    expect(evening.told.nightResult).toMatchObject({ run: three, next_step: 1, winner: null })
    expect(evening.told.opShow).toMatchObject({ leads_to: 'one', position: { outcome: 'no_quorum', winner: null } })
    const timed = ask()
    evening.votes(2, { A: 2, B: 1 })
    expire(timed)
    expect(evening.told.nightResult).toMatchObject({ run: timed, next_step: 3, winner: 'A' })
    expect(evening.told.opShow.position).toMatchObject({ outcome: 'timeout' })
    const tied = ask()
    evening.votes(2, { A: 1, B: 1 })
    expire(tied)
    expect(evening.told.nightResult).toMatchObject({ run: tied, next_step: 3, winner: null })
    expect(evening.told.opShow.position).toMatchObject({ outcome: 'timeout', winner: null })
  })

  it('F20 a tie may lead somewhere of its own; nobody voting leads to the step’s own target', () => {
    begin()
    evening.send(jump('three'))
    evening.votes(3, { A: 1, B: 1 })
    evening.send(onRun('opNightReveal', run()))
    expect(evening.told.opShow).toMatchObject({ leads_to: 'two', position: { outcome: 'tie', winner: null } })
    evening.send(jump('three'))
    evening.send(onRun('opNightClose', run()))
    evening.send(onRun('opNightReveal', run()))
    expect(evening.told.opShow).toMatchObject({ leads_to: 'end', position: { outcome: 'nobody', winner: null } })
  })

  it('F21 a tie is asked again as often as the step says, in the same visit; then the operator decides', () => {
    begin()
    const { visit } = evening.send(jump('two'))
    const first = run()
    evening.votes(2, { A: 2, B: 2 })
    expect(run()).toBe(first + 1)
    expect(evening.told.opShow.position).toMatchObject({ visit, run: first + 1, outcome: null })
    evening.votes(2, { A: 2, B: 2 })
    expect(run()).toBe(first + 1)
    expect(evening.told.opNight).toMatchObject({ suggested: 'decide', run: { status: 'closed', tied: ['A', 'B'] } })
    expect(suggested()).toBe('decide')
    expect(evening.send(onRun('opNightReveal', run()))).toMatchObject({ reason: 'tie_needs_winner' })
    evening.send(onRun('opNightReveal', run(), { winner: 'B' }))
    expect(evening.told.opShow).toMatchObject({
      leads_to: 'three',
      position: { visit, outcome: 'winner', winner: 'B' },
    })
  })

  it('F21 counts the revotes of a visit, over redos too', () => {
    evening.load(SCRIPT.replace('revotes: 1', 'revotes: 2'))
    evening.send(night)
    evening.send(start)
    evening.send(jump('two'))
    const first = run()
    evening.votes(2, { A: 2, B: 2 })
    evening.send(onRun('opNightRedo', run()))
    evening.votes(2, { A: 2, B: 2 })
    expect(run()).toBe(first + 3)
    evening.votes(2, { A: 2, B: 2 })
    expect(run()).toBe(first + 3)
    expect(evening.told.opNight.suggested).toBe('decide')
    // Another visit of the step has its own.
    evening.send(jump('one'))
    evening.send(jump('two'))
    evening.votes(2, { A: 2, B: 2 })
    expect(evening.told.opNight.suggested).toBe('wait')
  })

  it('F20 no tie is offered to the operator where too few voted for one', () => {
    evening.load(
      SCRIPT.replace(
        'tie: revote\n    revotes: 1\n    quorum: 2',
        'tie: operator\n    reveal: operator\n    quorum: 3',
      ),
    )
    evening.send(night)
    evening.send(start)
    evening.send(jump('two'))
    evening.votes(2, { A: 1, B: 1 })
    evening.send(onRun('opNightClose', run()))
    expect(evening.told.opNight).toMatchObject({ suggested: 'reveal', run: { tied: null } })
    expect(evening.send(onRun('opNightReveal', run(), { winner: 'A' }))).toMatchObject({ reason: 'not_tied' })
    evening.send(onRun('opNightReveal', run()))
    expect(evening.told.opShow.position).toMatchObject({ outcome: 'no_quorum' })
  })

  it('F23 a redo is the same visit and its result stands; a run that was voided leaves the step without an outcome', () => {
    begin()
    evening.votes(1, { A: 3 })
    evening.send(onRun('opNightRedo', 1))
    expect(evening.told.opShow).toMatchObject({ leads_to: null, position: { visit: 1, run: 2, outcome: null } })
    evening.send(onRun('opNightVoid', 2))
    // What was shown stands.
    expect(evening.told.opShow).toMatchObject({ leads_to: 'three', position: { outcome: 'winner', winner: 'A' } })
    evening.send(onRun('opNightRedo', 2))
    evening.votes(1, { B: 3 })
    expect(evening.told.opShow).toMatchObject({ leads_to: 'two', position: { visit: 1, run: 3, winner: 'B' } })
    evening.send(next)
    evening.send(onRun('opNightVoid', run()))
    expect(evening.told.opShow).toMatchObject({ leads_to: null, suggested: { action: 'redo', run: run() } })
    expect(evening.told.showState).toBeNull()
    expect(evening.send(next)).toMatchObject({ status: 'refused', reason: 'no_outcome' })
    evening.send(onRun('opNightRedo', run()))
    expect(evening.told.opShow).toMatchObject({ position: { visit: 2, step_id: 'two' }, suggested: { action: 'wait' } })
  })

  it('F32 a command made on another visit than the one that holds is stale; two who press Next advance once', () => {
    begin()
    evening.votes(1, { A: 3 })
    const press = { kind: 'opShowNext', payload: { expect_visit: 1 } }
    expect(evening.send(press, 'Nadia')).toMatchObject({ status: 'ok', visit: 2 })
    expect(evening.send(press, 'Omar')).toMatchObject({ status: 'stale', field: 'expect_visit' })
    expect(evening.send(jump('two', { expect_visit: 1 }))).toMatchObject({ status: 'stale' })
    expect(evening.send({ kind: 'opShowEnd', payload: { reason: 'x', expect_visit: 1 } })).toMatchObject({
      status: 'stale',
    })
    expect(evening.told.opShow.path).toHaveLength(2)
    // Without a visit the night's own rules still hold: the new question is open.
    expect(evening.send(next)).toMatchObject({ status: 'refused', reason: 'run_open' })
  })

  it('F33 a jump voids what is open and keeps its reason; to where it is already, or nowhere, it is refused', () => {
    begin()
    expect(evening.send(jump('nowhere'))).toMatchObject({ status: 'refused', reason: 'unknown_step', field: 'step' })
    expect(evening.send(jump('one'))).toMatchObject({ status: 'refused', reason: 'already_there' })
    expect(evening.send(jump('two'))).toMatchObject({ status: 'ok', visit: 2, step_id: 'two', run: 2 })
    expect(evening.db.prepare('SELECT status, void_reason FROM runs WHERE run = 1').get()).toEqual({
      status: 'voided',
      void_reason: 'superseded',
    })
    expect(evening.told.opShow.path).toMatchObject([
      { visit: 1, outcome: null, left_at: expect.any(Number) as number },
      { visit: 2, via: 'jump', reason: 'late', by: 'Nadia', left_at: null },
    ])
    expect(evening.journal('showMoved').at(-1)?.data).toMatchObject({ via: 'jump', why: 'late' })
  })

  it('F34 the show is ended early with a reason, not under an open question', () => {
    begin()
    const end = { kind: 'opShowEnd', payload: { reason: 'fire alarm' } }
    expect(evening.send(end)).toMatchObject({ status: 'refused', reason: 'run_open' })
    evening.votes(1, { A: 3 })
    expect(evening.send(end)).toMatchObject({ status: 'ok', ended: true })
    expect(evening.told.opShow).toMatchObject({ status: 'ended', end_reason: 'fire alarm' })
    expect(evening.journal('showEnded')[0]?.data).toEqual({ why: 'fire alarm' })
    expect(evening.send(start)).toMatchObject({ status: 'ok', visit: 2 })
    expect(evening.told.opShow).toMatchObject({ show: 2, path: [{ visit: 2 }] })
  })

  it('F36 a question asked by hand does not move the show; asked as the step has it, it is the step', () => {
    begin()
    evening.votes(1, { A: 3 })
    evening.send({ kind: 'opNightOpen', payload: { step: 9, question: 'Aside?', options: ['X', 'Y'], expected: 1 } })
    expect(evening.told.opShow).toMatchObject({ leads_to: null, suggested: { action: 'wait' }, position: { visit: 1 } })
    evening.votes(9, { X: 1 })
    expect(evening.told.nightResult).toMatchObject({ step: 9, next_step: 10 })
    expect(evening.told.opShow).toMatchObject({ leads_to: 'three', position: { visit: 1, outcome: 'winner' } })
    evening.send({
      kind: 'opNightOpen',
      payload: { step: 3, question: 'Three?', options: ['A', 'B'], expected: 2, reveal: 'operator' },
    })
    const asked = run()
    expect(evening.send(jump('three'))).toMatchObject({ status: 'ok', run: asked })
    evening.votes(3, { A: 2 })
    evening.send(onRun('opNightReveal', asked))
    expect(evening.told.opShow).toMatchObject({ leads_to: 'end', position: { step_id: 'three', run: asked } })
  })

  it('F35 a request sent again has its first answer and moves nothing', () => {
    begin()
    evening.votes(1, { A: 3 })
    const again = { kind: 'opShowNext', payload: { req_id: 'the-same', expect_visit: 1 } }
    const first = evening.send(again)
    expect(first).toMatchObject({ status: 'ok', visit: 2 })
    expect(evening.send(again)).toEqual(first)
    expect(evening.told.opShow.path).toHaveLength(2)
  })

  it('F35 after a restart everything is told as it was', () => {
    begin()
    evening.votes(1, { A: 3 })
    evening.send(next)
    const before = structuredClone({ ...evening.told })
    evening.restart()
    for (const state of ['opShow', 'opScript', 'showState'] as const) expect(evening.told[state]).toEqual(before[state])
  })
})

describe('the suggestion', () => {
  it('F40 is there at every moment of an evening, with and without a script', () => {
    expect(suggested()).toBe('begin_night')
    evening.send(night)
    expect(suggested()).toBe('open')
    evening.send({ kind: 'opNightOpen', payload: { step: 1, question: 'By hand?', options: ['X', 'Y'], expected: 1 } })
    expect(suggested()).toBe('wait')
    evening.votes(1, { X: 1 })
    expect(suggested()).toBe('open')
    evening.load(SCRIPT)
    expect(evening.told.opShow.suggested).toMatchObject({ action: 'start', leads_to: 'one' })
    evening.send(start)
    expect(suggested()).toBe('wait')
    evening.votes(1, { A: 3 })
    expect(suggested()).toBe('next')
    evening.send(next)
    evening.votes(3, { A: 2 })
    expect(suggested()).toBe('reveal')
    evening.send(onRun('opNightReveal', run()))
    evening.send(next)
    expect(suggested()).toBe('end_night')
    evening.send(day)
    expect(suggested()).toBe('begin_night')
    // Another night, the same script: it is there to be played again.
    evening.send(night)
    expect(suggested()).toBe('start')
  })

  it('F40 closes with 8 of 9 where nobody is left to wait for', () => {
    evening.load(SCRIPT)
    evening.send(night)
    evening.send(start)
    evening.votes(1, { A: 1 })
    evening.send({ kind: 'deviceHello', deviceId: 'slot-02', payload: { type: 'slot', version: '1', ts: 1 } })
    evening.send({ kind: 'rollCall', deviceId: 'slot-02', here: false })
    expect(evening.told.opShow.suggested).toMatchObject({ action: 'close', run: 1, voted: 1, expected: 3 })
  })

  it('F45 says that nothing moves, once; whatever moves takes it back', () => {
    evening.load(SCRIPT)
    evening.send(night)
    expect(evening.last().stall).toMatchObject({ waitedOn: false })
    evening.send(start)
    const { moves, waitedOn } = evening.last().stall as { moves: number; waitedOn: boolean }
    expect(waitedOn).toBe(true)
    evening.send({ kind: 'showStalled', moves: moves - 1, afterMs: 180_000 })
    expect(evening.told.opShow.stalled).toBeNull()
    evening.send({ kind: 'showStalled', moves, afterMs: 180_000 })
    expect(evening.told.opShow.stalled).toMatchObject({ after_s: 180 })
    expect(evening.journal('showStalled')).toHaveLength(1)
    // It stands over a restart, and is not told twice.
    evening.restart()
    expect(evening.told.opShow.stalled).toMatchObject({ after_s: 180 })
    evening.send({ kind: 'showStalled', moves: evening.last().stall?.moves ?? 1, afterMs: 180_000 })
    expect(evening.journal('showStalled')).toHaveLength(1)
    evening.votes(1, { A: 1 })
    expect(evening.told.opShow.stalled).toBeNull()
    // A timer that runs moves the evening by itself.
    evening.send(jump('two'))
    expect(evening.last().stall).toMatchObject({ waitedOn: false })
  })
})

describe('the cues', () => {
  it('F50 F51 are those of the moment: what comes after the reveal is not told before', () => {
    begin()
    expect(evening.told.showState).toMatchObject({ step_id: 'one', moment: 'open', cue: null })
    evening.send(jump('three'))
    expect(evening.told.showState).toMatchObject({
      language: 'en',
      moment: 'open',
      cue: { text: { en: 'Vote' }, lights: null, sound: null },
      closing: null,
    })
    evening.votes(3, { A: 2 })
    expect(evening.told.showState).toMatchObject({ moment: 'closed', cue: { text: {}, sound: 'drum' } })
    expect(JSON.stringify(evening.told.showState)).not.toContain('secret')
    evening.send(onRun('opNightReveal', run()))
    expect(evening.told.showState).toMatchObject({
      moment: 'revealed',
      cue: { text: { en: 'The secret' }, lights: 'blink' },
    })
    evening.send(next)
    expect(evening.told.showState).toBeNull()
  })

  it('F50 the closing cue is told with its time, which moves with the timer; by day there are none', () => {
    evening.load(SCRIPT.replace('timer_s: 60\n', 'timer_s: 60\n    cues: { closing: { before_s: 10, text: Soon } }\n'))
    evening.send(night)
    evening.send(start)
    evening.send(jump('two'))
    const opened = evening.told.showState?.closing?.at as number
    expect(evening.told.showState?.closing).toMatchObject({ text: { en: 'Soon' } })
    evening.send(onRun('opNightExtend', run(), { seconds: 30 }))
    expect(evening.told.showState?.closing?.at).toBe(opened + 30_000)
    evening.votes(2, { A: 4 })
    expect(evening.told.showState).toMatchObject({ moment: 'revealed', closing: null })
    evening.send(day)
    expect(evening.told.showState).toBeNull()
    expect(evening.told.opShow).toMatchObject({ status: 'running', suggested: { action: 'begin_night' } })
  })
})
