import { describe, expect, it } from 'vitest'
import { playSlot, THREE } from './played-slot.fixture.js'

const day = () => playSlot().send({ type: 'link', up: true }).send({ type: 'mode', mode: 'day' })
const reports = (slot: ReturnType<typeof playSlot>) =>
  slot.effects.flatMap((effect) => (effect.type === 'report' ? [effect.report] : []))
const test = { type: 'service', do: 'press_test', cmdId: 'c1', seconds: 30 } as const
const identify = { type: 'service', do: 'identify', cmdId: 'c2', seconds: 10 } as const
const six = (...pressed: number[]) => Array.from({ length: 6 }, (_, i) => pressed.includes(i + 1))

describe('a slot that says where it is', () => {
  it('S50 blinks all six lights and shows its name, for as long as it was told, then is as before', () => {
    const slot = day().send(identify)
    expect(slot.view()).toMatchObject({ service: { do: 'identify' }, phase: 'attract' })
    expect(slot.lights()).toBe('123456')
    expect(slot.wait(250).lights()).toBe('......')
    expect(slot.wait(250).lights()).toBe('123456')
    expect(reports(slot.wait(9400))).toEqual([])
    expect(reports(slot.wait(200))).toEqual([{ cmdId: 'c2', status: 'done' }])
    expect(slot.view().service).toBeNull()
    expect(slot.lights()).toBe('......')
  })
  it('S50 goes on taking votes meanwhile', () => {
    const slot = playSlot().ask().send(identify)
    expect(slot.press(1).votes()).toMatchObject([{ choice: 'B' }])
    expect(slot.lights()).toBe('123456')
  })
})

describe('a press test', () => {
  it('S51 waits for each button once, whose lights go out, and tells each; a press is no vote and no bet', () => {
    const slot = day().send(test)
    expect(slot.lights()).toBe('123456')
    expect(slot.view()).toMatchObject({ service: { do: 'press_test', pressed: six() }, offered: six() })
    expect(reports(slot.press(2))).toEqual([{ cmdId: 'c1', status: 'accepted', pressed: six(3) }])
    expect(slot.lights()).toBe('12.456')
    // Again the same one: nothing new.
    expect(slot.press(2).effects).toEqual([])
    for (const index of [0, 1, 3, 4]) slot.press(index)
    expect(reports(slot.press(5))).toEqual([{ cmdId: 'c1', status: 'done', pressed: six(1, 2, 3, 4, 5, 6) }])
    expect(slot.view().service).toBeNull()
  })
  it('S51 does not take a finger on the screen for a button', () => {
    const slot = day().send(test)
    expect(slot.screen(0, null).effects).toEqual([])
    expect(slot.view()).toMatchObject({ service: { pressed: six() } })
  })
  it('S51 in which not every button was pressed in time has failed, with those that were', () => {
    const slot = day().send(test).press(0).press(5)
    expect(reports(slot.wait(29_900))).toEqual([])
    expect(reports(slot.wait(200))).toEqual([
      { cmdId: 'c1', status: 'failed', reason: 'not_all_pressed', pressed: six(1, 6) },
    ])
  })
  it('S52 never takes a button from a player: not begun while a question is open or somebody plays', () => {
    expect(reports(playSlot().ask().send(test))).toEqual([{ cmdId: 'c1', status: 'failed', reason: 'question_open' }])
    const playing = day().send({ type: 'card', tagUid: '04A37C91', reqId: 'w-1' })
    expect(reports(playing.send(test))).toEqual([{ cmdId: 'c1', status: 'failed', reason: 'in_use' }])
    const busy = day().send(identify)
    expect(reports(busy.send(test))).toEqual([{ cmdId: 'c1', status: 'failed', reason: 'busy' }])
  })
  it('S52 ends as soon as a question is opened or a card presented, and the next press is theirs', () => {
    const slot = playSlot().send({ type: 'link', up: true }).send({ type: 'mode', mode: 'night' }).send(test).press(0)
    expect(reports(slot.send({ type: 'step', step: THREE }))).toEqual([
      { cmdId: 'c1', status: 'failed', reason: 'interrupted', pressed: six(1) },
    ])
    expect(slot.press(1).votes()).toMatchObject([{ choice: 'B' }])
    const table = day().send(test).send({ type: 'card', tagUid: '04A37C91', reqId: 'w-1' })
    expect(reports(table)).toMatchObject([{ status: 'failed', reason: 'interrupted' }])
    expect(table.view()).toMatchObject({ phase: 'reading', service: null })
  })
})
