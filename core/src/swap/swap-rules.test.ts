import { describe, expect, it } from 'vitest'
import { decideSwap, decideSwapCancel, type SpareFacts, type SwapAsked, type SwapFacts } from './swap-rules.js'

const spare: SpareFacts = { known: true, online: true, hasKey: true, takes: null, isTaken: false }
const dead = { known: true, online: false, takes: null }
const alive = { ...dead, online: true }
const asked: SwapAsked = { slotId: 'slot-04', spareId: 'spare-01', expectOnline: undefined, force: false }
const facts: SwapFacts = { auth: 'enrolled', slot: dead, spare, underWay: null }

describe('whether a spare takes the place of a slot', () => {
  it('U41 U45 fenced where devices are enrolled, and only by force where nobody is asked who he is', () => {
    expect(decideSwap(asked, facts)).toEqual({ status: 'ok', changes: [{ type: 'swap', fenced: true }] })
    expect(decideSwap(asked, { ...facts, auth: 'open' })).toMatchObject({ reason: 'cannot_fence', changes: [] })
    expect(decideSwap({ ...asked, force: true }, { ...facts, auth: 'open' }).changes).toEqual([
      { type: 'swap', fenced: false },
    ])
  })

  it('U54 not in a rehearsal, unless forced: the machine would keep the name', () => {
    expect(decideSwap(asked, { ...facts, rehearsal: true })).toMatchObject({ reason: 'rehearsal', changes: [] })
    expect(decideSwap({ ...asked, force: true }, { ...facts, rehearsal: true }).changes).toHaveLength(1)
  })

  it('U42 is asked again without a change, and another spare takes the place of the first', () => {
    expect(decideSwap(asked, { ...facts, underWay: { swap: 7, sameSpare: true } })).toEqual({
      status: 'ok',
      changes: [],
    })
    expect(decideSwap(asked, { ...facts, underWay: { swap: 7, sameSpare: false } }).changes).toEqual([
      { type: 'supersede', swap: 7 },
      { type: 'swap', fenced: true },
    ])
  })

  it.each<[string, Partial<SwapAsked>, Partial<SwapFacts>, string]>([
    ['no spare', {}, { spare: null }, 'no_spare'],
    ['an unknown slot', {}, { slot: { ...dead, known: false } }, 'not_a_slot'],
    ['itself', { spareId: 'slot-04' }, {}, 'same_device'],
    ['an unknown spare', {}, { spare: { ...spare, known: false } }, 'unknown_spare'],
    ['nobody who waits', { spareId: null }, { spare: { ...spare, known: false } }, 'unknown_spare'],
    ['a busy spare', {}, { spare: { ...spare, takes: 'slot-05' } }, 'spare_busy'],
    ['a spare whose own place is taken', {}, { spare: { ...spare, isTaken: true } }, 'spare_busy'],
    ['a slot that is taking another place', {}, { slot: { ...dead, takes: 'slot-05' } }, 'slot_busy'],
    ['a spare that is off', {}, { spare: { ...spare, online: false } }, 'spare_offline'],
    ['an old spare', {}, { spare: { ...spare, hasKey: false } }, 'old_spare'],
    ['a slot that is on', {}, { slot: alive }, 'slot_online'],
    ['a slot that went off', { expectOnline: true }, {}, 'stale'],
    ['a slot that came back', { expectOnline: false }, { slot: alive }, 'stale'],
  ])('U42 not with %s', (_, more, world, reason) => {
    const decision = decideSwap({ ...asked, ...more }, { ...facts, ...world })
    expect(decision).toMatchObject({
      reason,
      changes: [],
      detail: expect.stringMatching(/(Nothing was changed|then decide)\..*$/),
    })
  })

  it('U46 is cancelled until the spare has come in', () => {
    const slotId = 'slot-04'
    expect(decideSwapCancel(1, { status: 'sent', slotId }).changes).toEqual([{ type: 'cancel' }])
    expect(decideSwapCancel(1, { status: 'cancelled', slotId })).toEqual({ status: 'ok', changes: [] })
    for (const status of ['done', 'superseded'])
      expect(decideSwapCancel(1, { status, slotId })).toMatchObject({ reason: 'moved_on', changes: [] })
    expect(decideSwapCancel(1, null)).toMatchObject({ reason: 'unknown', field: 'swap' })
  })
})
