import { describe, expect, it } from 'vitest'
import { playSlot, THREE } from './played-slot.fixture.js'

describe('a press', () => {
  it('S1 a press on an offered option is a vote of its own id, pending until it is answered', () => {
    const slot = playSlot().ask().press(1)
    expect(slot.votes()).toEqual([{ reqId: 'v-1', run: 7, step: 3, choice: 'B' }])
    expect(slot.view()).toMatchObject({ press: { index: 1, choice: 'B', status: 'pending' }, counted: null })
  })

  it('S1 the vote comes before anything that is said about it', () => {
    expect(
      playSlot()
        .ask()
        .press(1)
        .effects.map(({ type }) => type),
    ).toEqual(['vote', 'publishLeds', 'publishState'])
  })

  it('S2 a press while the link is down is kept, and pending when it is back', () => {
    const slot = playSlot().ask().send({ type: 'link', up: false }).press(0)
    expect(slot.votes()).toHaveLength(1)
    expect(slot.view().press?.status).toBe('kept')
    expect(slot.send({ type: 'link', up: true }).view().press?.status).toBe('pending')
    expect(slot.send({ type: 'link', up: false }).view().press?.status).toBe('kept')
  })

  it('S2 what is counted stays counted while the link is down', () => {
    const slot = playSlot().ask().press(0).answer('counted', { choice: 'A' }).send({ type: 'link', up: false })
    expect(slot.view()).toMatchObject({ press: { status: 'counted' }, counted: 'A' })
  })

  it('S3 a press that is not offered does nothing: no such option, by day, before a question, after it', () => {
    const slot = playSlot()
    expect(slot.press(0).votes()).toEqual([])
    expect(slot.send({ type: 'mode', mode: 'day' }).press(0).votes()).toEqual([])
    expect(slot.ask().press(3).votes()).toEqual([])
    expect(slot.end('closed').press(0).votes()).toEqual([])
    expect(slot.view().press).toBeNull()
  })

  it('S4 a press on the screen counts only for the open run, and only if the screen names it', () => {
    const slot = playSlot().ask()
    expect(slot.screen(0, 6).votes()).toEqual([])
    expect(slot.screen(0, null).votes()).toEqual([])
    expect(slot.view().press).toBeNull()
    expect(slot.screen(0, 7).votes()).toHaveLength(1)
  })

  it('S5 the same option again is no new vote while it is pending or counted', () => {
    const slot = playSlot().ask().press(1)
    expect(slot.press(1).votes()).toEqual([])
    slot.answer('counted', { req_id: 'v-1', choice: 'B' })
    expect(slot.press(1).votes()).toEqual([])
  })

  it('S6 another option is a new vote until a final vote is counted', () => {
    const slot = playSlot().ask().press(1).answer('counted', { choice: 'B' })
    expect(slot.press(2).votes()).toMatchObject([{ choice: 'C' }])
    expect(slot.view()).toMatchObject({ counted: 'B', press: { choice: 'C', status: 'pending' } })
  })

  it('S7 after a final vote was counted nothing is offered any more', () => {
    const slot = playSlot()
      .ask({ ...THREE, final: true })
      .press(1)
    expect(slot.view().offered.filter(Boolean)).toHaveLength(3)
    slot.answer('counted', { choice: 'B' })
    expect(slot.view().offered.filter(Boolean)).toHaveLength(0)
    expect(slot.press(2).votes()).toEqual([])
    expect(slot.view()).toMatchObject({ counted: 'B', press: { choice: 'B', status: 'counted' } })
  })
})

describe('an answer', () => {
  it('S8 counted: the page shows what the core holds', () => {
    const slot = playSlot().ask().press(1).answer('counted', { choice: 'B' })
    expect(slot.view()).toMatchObject({ press: { choice: 'B', status: 'counted', reason: null }, counted: 'B' })
  })

  it('S9 closed: too late, and nothing is offered', () => {
    const slot = playSlot().ask().press(1).answer('closed', { reason: 'closed' })
    expect(slot.view()).toMatchObject({ press: { status: 'too_late' }, counted: null })
    expect(slot.view().offered).not.toContain(true)
  })

  it.each(['refused', 'invalid', 'conflict'])(
    'S10 %s: not counted, with the reason, and it can be pressed again',
    (s) => {
      const slot = playSlot().ask().press(1).answer(s, { reason: 'not_offered' })
      expect(slot.view()).toMatchObject({ press: { status: 'refused', reason: 'not_offered' }, counted: null })
      expect(slot.press(1).votes()).toMatchObject([{ reqId: 'v-2', choice: 'B' }])
      expect(slot.view().press?.status).toBe('pending')
    },
  )

  it('S10 a refusal without a reason gives its status as the reason', () => {
    expect(playSlot().ask().press(1).answer('conflict').view().press?.reason).toBe('conflict')
  })

  it('S11 unavailable: the outcome is unknown, so the press stays pending', () => {
    expect(playSlot().ask().press(1).answer('unavailable').view().press?.status).toBe('pending')
  })

  it('S12 the answer to an earlier press says what is counted, not what became of the last press', () => {
    const slot = playSlot().ask().press(1).press(2).answer('counted', { req_id: 'v-1', choice: 'B' })
    expect(slot.view()).toMatchObject({ counted: 'B', press: { choice: 'C', status: 'pending' } })
    slot.answer('counted', { req_id: 'v-2', choice: 'C' })
    expect(slot.view()).toMatchObject({ counted: 'C', press: { choice: 'C', status: 'counted' } })
  })

  it('S12 an answer about another run or another kind of request changes nothing', () => {
    const slot = playSlot().ask().press(1).answer('counted', { req_id: 'old', run: 6, choice: 'A' })
    slot.answer('ok', { type: 'wallet_get' })
    expect(slot.view()).toMatchObject({ counted: null, press: { status: 'pending' } })
  })

  it('S12 an answer that names no request is about the press of the same choice', () => {
    const slot = playSlot().ask().press(1).answer('counted', { req_id: undefined, choice: 'B' })
    expect(slot.view()).toMatchObject({ counted: 'B', press: { status: 'counted' } })
  })

  it('S70 a press that does not count shows which vote stands, when the answer to that one was lost', () => {
    const final = playSlot().ask({ ...THREE, final: true })
    final.press(0).press(1).answer('refused', { reason: 'already_voted', choice: 'B', stands: 'A' })
    expect(final.view()).toMatchObject({ counted: 'A', press: { choice: 'B', status: 'refused' } })
    expect(final.wait(2000).lights()).toBe('1.....')
    expect(final.press(2).votes()).toEqual([])
    const late = playSlot().ask().press(0).press(1).end('closed').answer('closed', { choice: 'B', stands: 'A' })
    expect(late.view()).toMatchObject({ phase: 'closed', counted: 'A', press: { choice: 'B', status: 'too_late' } })
  })

  it('S13 a vote that could not be kept is refused in sight', () => {
    const slot = playSlot().ask().press(1).send({ type: 'notKept', reqId: 'v-1', reason: 'outbox_full' })
    expect(slot.view().press).toMatchObject({ status: 'refused', reason: 'outbox_full' })
    slot.press(2).send({ type: 'notKept', reqId: 'v-1', reason: 'outbox_full' })
    expect(slot.view().press).toMatchObject({ status: 'pending', choice: 'C' })
  })
})
