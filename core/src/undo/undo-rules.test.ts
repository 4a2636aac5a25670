import { describe, expect, it } from 'vitest'
import { decideUndo, type UndoLine, type UndoWorld } from './undo-rules.js'

const world: UndoWorld = {
  windowMs: 60_000,
  runStatus: 'closed',
  lastRun: 7,
  mode: 'night',
  modeSince: 1000,
  cardStatus: null,
  lastAbout: null,
  votedSpare: null,
  moneyFrozen: false,
}
const closed: UndoLine = { kind: 'opNightClose', facts: { run: 7, left_ms: 30_000 }, ageMs: 5000, undone: false }
const voided: UndoLine = {
  kind: 'opNightVoid',
  facts: { run: 7, was: 'open', left_ms: null },
  ageMs: 0,
  undone: false,
}

describe('whether a command is taken back', () => {
  it('U60 U61 a closed run is open again, a voided one goes on as another', () => {
    expect(decideUndo(1, closed, world).changes).toEqual([{ type: 'reopen', run: 7, leftMs: 30_000 }])
    expect(decideUndo(1, voided, { ...world, runStatus: 'voided' }).changes).toEqual([
      { type: 'continue', from: 7, was: 'open', leftMs: null },
    ])
  })

  it('U66 until its window is over, to the millisecond', () => {
    expect(decideUndo(1, { ...closed, ageMs: 60_000 }, world).status).toBe('ok')
    expect(decideUndo(1, { ...closed, ageMs: 60_001 }, world)).toMatchObject({ reason: 'too_late', changes: [] })
  })

  it.each<[string, UndoLine | null, Partial<UndoWorld>, string]>([
    ['what nobody did', null, {}, 'unknown'],
    ['what has no inverse', { ...closed, kind: 'opEnrol', facts: null }, {}, 'not_undoable'],
    ['what was undone', { ...closed, undone: true }, {}, 'already_undone'],
    ['a run that was shown', closed, { runStatus: 'revealed' }, 'moved_on'],
    ['a run that was voided since', closed, { runStatus: 'voided' }, 'moved_on'],
    ['a void after which another question was asked', voided, { lastRun: 8 }, 'moved_on'],
    ['a void of a night that is over', voided, { mode: 'day' }, 'moved_on'],
    [
      'a mode that was set again',
      { ...closed, kind: 'opModeSet', facts: { from: 'day', to: 'night', at: 999 } },
      {},
      'moved_on',
    ],
    [
      'a freeze of a card that was unfrozen',
      { ...closed, kind: 'opCardFreeze', facts: { tag_uid: 'AA' } },
      { cardStatus: 'active' },
      'moved_on',
    ],
  ])('U62 U65 not %s', (_, line, more, reason) => {
    expect(decideUndo(1, line, { ...world, ...more })).toMatchObject({
      reason,
      changes: [],
      detail: expect.stringContaining('Nothing was changed.'),
    })
  })

  it.each<[string, UndoLine, Partial<UndoWorld>]>([
    ['a freeze', { ...closed, kind: 'opCardFreeze', facts: { tag_uid: 'AA' } }, { cardStatus: 'frozen' }],
    ['an unfreeze', { ...closed, kind: 'opCardUnfreeze', facts: { tag_uid: 'AA' } }, { cardStatus: 'active' }],
    [
      'an excuse',
      { ...closed, kind: 'opNightExcuse', facts: { run: 7, slot_id: 'slot-01', excused: true } },
      { runStatus: 'open' },
    ],
  ])('U68 %s is undone as the last of its card or slot only', (_, line, more) => {
    expect(decideUndo(1, line, { ...world, ...more, lastAbout: 1 }).status).toBe('ok')
    expect(decideUndo(1, line, { ...world, ...more, lastAbout: 3 })).toMatchObject({ reason: 'moved_on', changes: [] })
  })

  it('D67 a run does not take a machine’s vote under a second name', () => {
    const after = { ...world, votedSpare: { spareId: 'slot-12', slotId: 'slot-01' } }
    for (const line of [closed, voided])
      expect(decideUndo(1, line, after)).toMatchObject({ reason: 'moved_on', changes: [] })
    const stays: UndoLine = { ...voided, facts: { run: 7, was: 'closed', left_ms: null } }
    expect(decideUndo(1, stays, after).status).toBe('ok')
  })
})
