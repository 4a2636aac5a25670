import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type Evening, createEvening, night, start } from './show-evening.js'

// Every command that says what it was made on, at the store's own door: what Nadia did, Léa does not do over again.

const script = (title: string) =>
  `title: ${title}\nlanguage: en\nsteps:\n  - id: one\n    question: One?\n    options: [A, B]\n    expected: 9\n    reveal: operator\n`

let evening: Evening
beforeEach(() => {
  evening = createEvening()
})
afterEach(() => evening.close())
const send = (kind: string, payload: object = {}, by = 'Nadia', more: object = {}) =>
  evening.send({ kind, payload, ...more }, by)
const lea = (kind: string, payload: object = {}, more: object = {}) => send(kind, payload, 'Léa', more)
const staleBy = (kind: string, field: string, by: string | null = 'Nadia') => ({
  status: 'stale',
  reason: 'stale',
  field,
  changed: { kind, by, seq: expect.any(Number) as number, at: expect.any(Number) as number },
})
const count = (table: string) => (evening.db.prepare(`SELECT count(*) AS n FROM ${table}`).get() as { n: number }).n

describe('a command made on what has changed since', () => {
  it('C70 C71 void and redo name the status of the run that was seen', () => {
    send('opModeSet', night.payload)
    const run = send('opNightOpen', { step: 1, question: 'Q?', options: ['A', 'B'], reveal: 'operator' }).run
    send('opNightClose', { run })
    expect(lea('opNightVoid', { run, expect_status: 'open' })).toMatchObject(staleBy('runClosed', 'expect_status'))
    expect(lea('opNightRedo', { run, expect_status: 'open' })).toMatchObject(staleBy('runClosed', 'expect_status'))
    expect(send('opNightRedo', { run, expect_status: 'closed' })).toMatchObject({ status: 'ok', run: 2 })
    const again = lea('opNightRedo', { run, expect_status: 'voided' })
    expect(again).toMatchObject({ status: 'stale', changed: { kind: 'runOpened', by: 'Nadia' } })
    expect(count('runs')).toBe(2)
    expect(lea('opNightOpen', { step: 5, question: 'Q?', options: ['A', 'B'], expect_run: null })).toMatchObject({
      status: 'stale',
      changed: { kind: 'runOpened', by: 'Nadia' },
    })
    expect(lea('opModeSet', { mode: 'day', expect_mode: 'day' })).toMatchObject({
      status: 'stale',
      changed: { kind: 'opModeSet', by: 'Nadia' },
    })
  })

  it('C71 where nobody did it there is no name: a timer has closed the run', () => {
    send('opModeSet', night.payload)
    send('opNightOpen', { step: 1, question: 'Q?', options: ['A', 'B'], reveal: 'operator', duration_s: 9 })
    const version = (evening.db.prepare('SELECT timer_version AS v FROM runs').get() as { v: number }).v
    evening.send({ kind: 'timerExpired', run: 1, version }, 'timer')
    expect(lea('opNightClose', { run: 1, expect_status: 'open' })).toMatchObject(
      staleBy('runClosed', 'expect_status', null),
    )
  })

  it('C70 C71 a script, a show, a show that has ended', () => {
    send('opShowLoad', { text: script('First'), expect_script: null })
    const late = lea('opShowLoad', { text: script('Second'), expect_script: null })
    expect(late).toMatchObject(staleBy('opShowLoad', 'expect_script'))
    send('opModeSet', night.payload)
    send('opShowStart', start.payload)
    expect(lea('opShowStart', { expect_show: null })).toMatchObject(staleBy('showMoved', 'expect_show'))
    send('opNightVoid', { run: 1 })
    send('opShowEnd', { reason: 'late', expect_visit: 1 })
    for (const [kind, more] of [
      ['opShowNext', {}],
      ['opShowJump', { step: 'one', reason: 'late' }],
      ['opShowEnd', { reason: 'late' }],
    ] as const)
      expect(lea(kind, { ...more, expect_visit: 1 }), kind).toMatchObject(staleBy('showEnded', 'expect_visit'))
    expect(lea('opShowNext')).toMatchObject({ status: 'refused', reason: 'no_show' })
  })

  it('C70 C71 messages, freezes and what takes them back', () => {
    const { panic } = send('opMessageShow', { text: 'Five minutes', expect_panic: null })
    const late = lea('opMessageShow', { text: 'Ten minutes', expect_panic: null })
    expect(late).toMatchObject(staleBy('opMessageShow', 'expect_panic'))
    send('opMessageClear', { panic })
    expect(lea('opMessageClear', { panic, expect_held: true })).toMatchObject(staleBy('opMessageClear', 'expect_held'))
    expect(lea('opMessageClear', { panic })).toMatchObject({ status: 'ok' })
    for (const [begin, end] of [
      ['opMoneyFreeze', 'opMoneyUnfreeze'],
      ['opBlackout', 'opBlackoutEnd'],
    ] as const) {
      const { panic: number } = send(begin)
      send(end, { panic: number, expect_held: true })
      expect(lea(end, { panic: number, expect_held: true }), end).toMatchObject(staleBy(end, 'expect_held'))
    }
  })

  it('C70 C71 sessions, doors, shifts, and the balance of a card', () => {
    send('opSessionStart', { name: 'Martin', group_size: 2, expect_last: null, by: 'Nadia K.' }, 'http')
    const group = { name: 'Petit', group_size: 3, expect_last: null }
    expect(lea('opSessionStart', group)).toMatchObject(staleBy('opSessionStart', 'expect_last', 'Nadia K.'))
    send('opSessionClose', { session: 1 })
    expect(lea('opSessionClose', { session: 1 })).toMatchObject(staleBy('opSessionClose', 'session'))

    send('opDoorsOpen', {}, 'Nadia', { findings: [] })
    send('opDoorsClose', { door: 1 })
    send('opDoorsOpen', {}, 'Nadia', { findings: [] })
    expect(lea('opDoorsClose', { door: 1 })).toMatchObject(staleBy('opDoorsOpen', 'door'))

    const desk = { desk_id: 'change-01' }
    send('opShiftOpen', { ...desk, count_cents: 1000, by: 'Zoé' })
    send('opShiftClose', { ...desk, count_cents: 1000, expect_shift: 1 })
    const counted = lea('opShiftClose', { ...desk, count_cents: 900, expect_shift: 1 })
    expect(counted).toMatchObject(staleBy('opShiftClose', 'expect_shift'))

    send('opCardIssue', { tag_uid: 'A1' })
    const gift = { tag_uid: 'A1', amount_cents: 500, direction: 'credit', reason: 'sorry', expect_balance_cents: 0 }
    expect(send('opCardAdjust', { ...gift, by: 'Nadia' })).toMatchObject({ status: 'ok', new_balance_cents: 500 })
    const twice = lea('opCardAdjust', { ...gift, by: 'Léa' })
    expect(twice).toMatchObject(staleBy('opCardAdjust', 'expect_balance_cents'))
  })

  it('C70 C71 two spares for one slot: the second one takes no place', () => {
    for (const id of ['slot-01', 'spare-01', 'spare-02'])
      evening.send({ kind: 'deviceHello', deviceId: id, payload: { type: 'slot', install_key: 'k'.repeat(43) } }, id)
    const seen = { seen: { auth: 'open', slotOnline: false, spareOnline: true }, applicant: null }
    const swap = { slot_id: 'slot-01', reason: 'dead', force: true, expect_swap: null }
    expect(send('opSwap', { ...swap, spare_id: 'spare-01' }, 'Nadia', seen)).toMatchObject({ status: 'ok', swap: 1 })
    const late = lea('opSwap', { ...swap, spare_id: 'spare-02' }, seen)
    expect(late).toMatchObject(staleBy('opSwap', 'expect_swap'))
    expect(count('swaps')).toBe(1)
  })

  it('C73 what nobody says he saw is answered as ever, and a request sent again has its first answer', () => {
    send('opModeSet', night.payload)
    send('opNightOpen', { step: 1, question: 'Q?', options: ['A', 'B'], reveal: 'operator' })
    send('opNightClose', { run: 1 })
    expect(lea('opNightClose', { run: 1 })).toMatchObject({ status: 'ok' })
    const late = { req_id: 'l1', run: 1, expect_status: 'open' }
    const first = lea('opNightClose', late)
    send('opNightReveal', { run: 1 })
    expect(lea('opNightClose', late)).toEqual(first)
  })
})
