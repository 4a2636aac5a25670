import { describe, expect, it } from 'vitest'
import { playSlot, THREE } from './played-slot.fixture.js'

const RESULT = { run: 7, step: 3, status: 'success' as const, next_step: 4, tally: { A: 2, B: 6 }, winner: 'B' }

describe('the phases', () => {
  it('S14 starting until the mode is known, attract by day, waiting by night', () => {
    const slot = playSlot()
    expect(slot.view().phase).toBe('starting')
    expect(slot.send({ type: 'mode', mode: 'day' }).view().phase).toBe('attract')
    expect(slot.send({ type: 'mode', mode: 'night' }).view().phase).toBe('waiting')
  })

  it('S15 an open step is a question, whatever order step and round arrive in', () => {
    const slot = playSlot().send({ type: 'mode', mode: 'night' }).send({ type: 'step', step: THREE })
    expect(slot.view()).toMatchObject({ phase: 'question', question: { run: 7, text: THREE.question } })
    slot.send({ type: 'round', round: { run: 7, step: 3, status: 'open', voted: 0, expected: 9 } })
    expect(slot.view().phase).toBe('question')
    const next = { ...THREE, run: 8, step: 4 }
    expect(slot.send({ type: 'step', step: next }).view()).toMatchObject({ phase: 'question', question: { run: 8 } })
  })

  it('S15 more time for the same run keeps the press', () => {
    const slot = playSlot().ask().press(1).answer('counted', { choice: 'B' })
    slot.send({ type: 'step', step: { ...THREE, closes_at: 5000 } })
    expect(slot.view()).toMatchObject({ counted: 'B', question: { closes_at: 5000 } })
  })

  it('S16 a run that ended and is not revealed is closed, with its question and what was counted', () => {
    const slot = playSlot().ask().press(1).answer('counted', { choice: 'B' }).send({ type: 'step', step: null })
    expect(slot.view().phase).toBe('closed')
    expect(slot.end('closed').view()).toMatchObject({
      phase: 'closed',
      counted: 'B',
      result: null,
      question: { run: 7 },
    })
  })

  it('S16 a round that is closed ends a question whose step is not cleared yet', () => {
    const round = { run: 7, step: 3, status: 'closed' as const, voted: 9, expected: 9 }
    expect(playSlot().ask().send({ type: 'round', round }).view().phase).toBe('closed')
  })

  it('S17 a reveal stays until the next question', () => {
    const slot = playSlot().ask().end('closed').send({ type: 'result', result: RESULT })
    expect(slot.view()).toMatchObject({ phase: 'reveal', result: { winner: 'B', tally: { A: 2, B: 6 } } })
    slot.end('revealed')
    expect(slot.view().phase).toBe('reveal')
    slot.ask({ ...THREE, run: 8 })
    expect(slot.view()).toMatchObject({ phase: 'question', result: null, press: null, counted: null })
  })

  it('S17 a reveal ends with the day and does not come back with the next night', () => {
    const slot = playSlot().ask().end('revealed').send({ type: 'result', result: RESULT })
    expect(slot.send({ type: 'mode', mode: 'day' }).view()).toMatchObject({ phase: 'attract', question: null })
    slot.end('revealed').send({ type: 'result', result: RESULT })
    expect(slot.send({ type: 'mode', mode: 'night' }).view().phase).toBe('waiting')
  })

  it('S17 the result of another run is not shown', () => {
    const slot = playSlot()
      .ask()
      .end('closed')
      .send({ type: 'result', result: { ...RESULT, run: 6 } })
    expect(slot.view()).toMatchObject({ phase: 'closed', result: null })
  })

  it('S18 a voided run is taken back: waiting, and nothing of it is shown', () => {
    const slot = playSlot().ask().press(1).end('voided')
    expect(slot.view()).toMatchObject({ phase: 'waiting', question: null, press: null })
  })

  it('S19 a run that ended while the slot was away is not asked any more', () => {
    const away = playSlot().ask()
    away.send({ type: 'round', round: { run: 9, step: 5, status: 'closed', voted: 9, expected: 9 } })
    expect(away.view()).toMatchObject({ phase: 'closed', question: null })
    expect(away.press(0).votes()).toEqual([])
    const none = playSlot().ask()
    none.send({ type: 'round', round: { run: null, step: null, status: null, voted: 0, expected: 9 } })
    expect(none.view()).toMatchObject({ phase: 'waiting', question: null })
  })
})

describe('a run that was closed too early and is open again', () => {
  const OPEN = { run: 7, step: 3, status: 'open' as const, voted: 5, expected: 9 }
  const tooLate = () =>
    playSlot().ask().press(0).answer('counted').press(1).end('closed').answer('closed', { stands: 'A' })
  const fresh = { phase: 'question', press: null, counted: 'A', offered: [true, true, true, false, false, false] }
  const late = { phase: 'closed', press: { choice: 'B', status: 'too_late' }, offered: Array(6).fill(false) }

  it('S90 what was too late can be pressed again, whichever of step and round comes first; what is counted stays', () => {
    const slot = tooLate()
    expect(slot.view()).toMatchObject(late)
    expect(slot.send({ type: 'step', step: THREE }).send({ type: 'round', round: OPEN }).view()).toMatchObject(fresh)
    expect(slot.press(1).votes()).toMatchObject([{ run: 7, choice: 'B' }])
    const other = tooLate().send({ type: 'round', round: OPEN }).send({ type: 'step', step: THREE })
    expect(other.view()).toMatchObject(fresh)
    expect(other.remembered()).toMatchObject({ counted: 'A', press: null })
  })

  it('S90 also after a restart, and where the slot was away when it closed', () => {
    const away = playSlot()
      .ask()
      .press(1)
      .send({ type: 'round', round: { ...OPEN, status: 'closed' } })
      .answer('closed')
    expect(away.view()).toMatchObject({ phase: 'closed', press: { status: 'too_late' } })
    expect(playSlot(away.remembered()).ask().view()).toMatchObject({ ...fresh, counted: null })
    expect(away.ask().view()).toMatchObject({ ...fresh, counted: null })
  })

  it('S91 an old step that comes late opens nothing again', () => {
    const slot = tooLate().send({ type: 'step', step: THREE })
    expect(slot.view()).toMatchObject(late)
    expect(slot.wait(60_000).send({ type: 'step', step: null }).view()).toMatchObject(late)
  })

  it('S92 the answer of before that comes again holds for 3 s while the run is told as open', () => {
    const slot = playSlot().ask().press(1).answer('closed')
    expect(slot.wait(2999).view().press?.status).toBe('too_late')
    expect(slot.send({ type: 'link', up: false }).wait(1).view().press?.status).toBe('too_late')
    slot.send({ type: 'link', up: true })
    expect(slot.wait(0).view()).toMatchObject({ ...fresh, counted: null })
    const ended = playSlot().ask().press(1).answer('closed').wait(1000).end('closed')
    expect(ended.wait(60_000).view().press?.status).toBe('too_late')
  })
})

describe('a restart of the agent', () => {
  it('S20 in the middle of a question shows what was counted', () => {
    const before = playSlot().ask().press(1).answer('counted', { choice: 'B' })
    const after = playSlot(before.remembered()).ask()
    expect(after.view()).toMatchObject({ phase: 'question', counted: 'B', press: { index: 1, status: 'counted' } })
    expect(after.press(1).votes()).toEqual([])
  })

  it('S20 with an unanswered vote shows it as kept, and takes its answer', () => {
    const before = playSlot().ask()
    const memory = before.remembered()
    const vote = before.press(2).votes()[0] ?? null
    const after = playSlot(memory, vote).send({ type: 'mode', mode: 'night' }).send({ type: 'step', step: THREE })
    expect(after.view().press).toMatchObject({ choice: 'C', index: 2, status: 'kept' })
    after.ask().answer('counted', { req_id: 'v-1', choice: 'C' })
    expect(after.view()).toMatchObject({ counted: 'C', press: { status: 'counted' } })
  })

  it('S20 after the question closed still shows the question, though the broker retains it no more', () => {
    const before = playSlot().ask().press(0).answer('closed')
    const after = playSlot(before.remembered())
    after.send({ type: 'mode', mode: 'night' })
    expect(after.view().phase).toBe('waiting')
    after.send({ type: 'round', round: { run: 7, step: 3, status: 'closed', voted: 9, expected: 9 } })
    expect(after.view()).toMatchObject({ phase: 'closed', question: { run: 7 }, press: { status: 'too_late' } })
  })

  it('S20 in a newer run forgets the older one', () => {
    const before = playSlot().ask().press(1).answer('counted', { choice: 'B' })
    const after = playSlot(before.remembered()).ask({ ...THREE, run: 8 })
    expect(after.view()).toMatchObject({ phase: 'question', counted: null, press: null })
  })
})
