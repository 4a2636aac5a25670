import Database from 'better-sqlite3'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { until } from './core-process.js'
import { type SessionVenue, type SpeakingDevice, openSessionVenue } from './session-venue.js'

const MANY = 600

let venue: SessionVenue
let slot: SpeakingDevice
beforeEach(async () => {
  venue = await openSessionVenue()
  slot = await venue.device('slot-01')
})
afterEach(() => venue.end())

interface Transfer {
  transfer: number
  kind: string
  tag_uid: string | null
  amount_cents: number
  receipt: number | null
  reason: string | null
  debit: string
  credit: string
}
const transfers = async (kind: string) =>
  (await venue.get<{ items: Transfer[] }>(`/api/wallet/transfers?kind=${kind}&limit=100000`)).items
const balance = async (tag: string) => (await venue.get<{ balance_cents: number }>(`/api/cards/${tag}`)).balance_cents
const preview = (session: number) => venue.get(`/api/sessions/cards/${session}`)
const choose = (session: number, choice: string, more = {}) =>
  venue.op('session/cards', { session, choice, by: 'Nadia', ...more })
const desk = (path: string, more: object) => venue.op(path, { desk_id: 'change-01', ...more })
const booksOk = async () => expect(await venue.get('/api/books?check=now')).toMatchObject({ ok: true, problems: [] })

/** A session in which these cards were given money; others have theirs from before. */
async function played(cards: Record<string, number>): Promise<number> {
  await venue.card('BEFORE', 500)
  const session = await venue.start()
  const list = Object.entries(cards)
  // A few keep their order; many come side by side.
  const beside = list.length > 20 ? 40 : 1
  for (let i = 0; i < list.length; i += beside)
    await Promise.all(list.slice(i, i + beside).map(([tag, cents]) => venue.card(tag, cents)))
  await venue.close(session)
  return session
}

describe('the money on a group’s cards', () => {
  it('J50 J51 cash out: the preview’s figures, a receipt each, out of the drawer; every card once; taken back by a reversal', async () => {
    const session = await played({ A: 300, B: 700, EMPTY: 0 })
    await desk('shifts/open', { count_cents: 5000, by: 'Nadia' })
    expect(await preview(session)).toEqual({
      session,
      cards: 2,
      cents: 1000,
      frozen: 0,
      frozen_cents: 0,
      desks: [{ desk_id: 'change-01', by: 'Nadia', drawer_cents: 5000 }],
    })
    const expected = { desk_id: 'change-01', expect_cards: 2, expect_cents: 1000, req_id: 'choose-1' }
    const answer = await choose(session, 'cash_out', expected)
    expect(answer).toMatchObject({ status: 'ok', progress: 'done', cards: 2, done: 2, done_cents: 1000, skipped: 0 })
    expect(await choose(session, 'cash_out', expected)).toEqual(answer)
    const out = await transfers('cash_out')
    expect(out.map((t) => [t.tag_uid, t.amount_cents, t.credit])).toEqual([
      ['A', 300, 'drawer:change-01'],
      ['B', 700, 'drawer:change-01'],
    ])
    expect(out.every(({ receipt, reason }) => receipt !== null && reason === `session ${session}`)).toBe(true)
    expect(await venue.get(`/api/receipts/${out[0]?.receipt}`)).toMatchObject({
      kind: 'cash_out',
      amount_cents: 300,
      balance_cents: 0,
    })
    expect([await balance('A'), await balance('B'), await balance('BEFORE')]).toEqual([0, 0, 500])
    expect(await preview(session)).toMatchObject({ cards: 0, cents: 0 })
    await booksOk()
    // Once more: there is nothing left. Taken back, a card may be dealt with anew.
    expect(await choose(session, 'cash_out', { desk_id: 'change-01' })).toMatchObject({ status: 'ok', done: 0 })
    await venue.op('transfers/reverse', { transfer: out[0]?.transfer, reason: 'came back', by: 'Nadia' })
    expect(await balance('A')).toBe(300)
    expect(await choose(session, 'expire', { reason: 'nobody came' })).toMatchObject({ done: 1, done_cents: 300 })
    const [expired] = await transfers('card_expire')
    expect(expired).toMatchObject({
      tag_uid: 'A',
      credit: 'house',
      reason: `session ${session}: nobody came`,
      by: 'Nadia',
    })
    await venue.op('transfers/reverse', { transfer: expired?.transfer, reason: 'mistake', by: 'Nadia' })
    expect(await balance('A')).toBe(300)
    await booksOk()
  })

  it('J51 keep moves nothing and says what stays; money that comes afterwards is nobody’s to take', async () => {
    const session = await played({ A: 300 })
    const before = (await transfers('adjust')).length
    expect(await choose(session, 'keep')).toMatchObject({
      status: 'ok',
      progress: 'done',
      cards: 1,
      done: 1,
      done_cents: 300,
    })
    expect((await transfers('adjust')).length).toBe(before)
    expect(await balance('A')).toBe(300)
    expect(await choose(session, 'expire', { reason: 'late' })).toMatchObject({ done: 1, done_cents: 300 })
    await venue.op('cards/adjust', { tag_uid: 'A', amount_cents: 50, direction: 'credit', reason: 'new', by: 'T' })
    expect(await choose(session, 'expire', { reason: 'again' })).toMatchObject({ done: 0, cards: 0 })
    expect(await balance('A')).toBe(50)
  })

  it('J53 the drawer’s rules hold: a desk, an open shift, enough cash; else nothing moves and the remedy is said', async () => {
    const session = await played({ A: 300, B: 700 })
    expect(await choose(session, 'cash_out')).toMatchObject({ reason: 'desk_needed', field: 'desk_id' })
    expect(await choose(session, 'cash_out', { desk_id: 'change-01' })).toMatchObject({ reason: 'no_shift' })
    expect(await choose(session, 'expire')).toMatchObject({ reason: 'reason_needed', field: 'reason' })
    expect(await choose(99, 'keep')).toMatchObject({ reason: 'unknown_session' })
    await desk('shifts/open', { count_cents: 999, by: 'Nadia' })
    const short = await choose(session, 'cash_out', { desk_id: 'change-01' })
    expect(short).toMatchObject({ status: 'refused', reason: 'drawer_short', done: 0, cents: 1000 })
    expect(short.detail).toContain('Bring cash')
    expect(await transfers('cash_out')).toEqual([])
    await desk('desk/cash', { amount_cents: 1, direction: 'in', reason: 'change', by: 'N' })
    expect(await choose(session, 'cash_out', { desk_id: 'change-01' })).toMatchObject({ status: 'ok', done: 2 })
    await booksOk()
  })

  it('J54 J55 a frozen card stays as it is and is told; other figures than were seen move nothing', async () => {
    const session = await played({ A: 300, B: 700 })
    await venue.op('cards/freeze', { tag_uid: 'B', reason: 'found' })
    expect(await preview(session)).toMatchObject({ cards: 2, cents: 1000, frozen: 1, frozen_cents: 700 })
    const stale = await choose(session, 'expire', { reason: 'x', expect_cards: 2, expect_cents: 999 })
    expect(stale).toMatchObject({ status: 'refused', reason: 'stale', done: 0 })
    expect(await transfers('card_expire')).toEqual([])
    expect(await choose(session, 'keep', { expect_cards: 2, expect_cents: 999 })).toMatchObject({ status: 'ok' })
    expect(await choose(session, 'expire', { reason: 'x', expect_cents: 1000 })).toMatchObject({ done: 1, skipped: 1 })
    expect([await balance('A'), await balance('B')]).toEqual([0, 700])
  })

  it('J97 cash-out wants no cash for a frozen card, which it does not pay', async () => {
    const session = await played({ A: 300, B: 700 })
    await venue.op('cards/freeze', { tag_uid: 'B', reason: 'found' })
    await desk('shifts/open', { count_cents: 299, by: 'Nadia' })
    const asked = { desk_id: 'change-01', expect_cards: 2, expect_cents: 1000 }
    expect(await choose(session, 'cash_out', asked)).toMatchObject({ status: 'refused', reason: 'drawer_short' })
    await desk('desk/cash', { amount_cents: 1, direction: 'in', reason: 'change', by: 'N' })
    // What was seen is compared with all that is on the cards, as it was shown.
    const stale = await choose(session, 'cash_out', { ...asked, expect_cents: 300 })
    expect(stale).toMatchObject({ status: 'refused', reason: 'stale' })
    const paid = { status: 'ok', progress: 'done', cards: 2, cents: 1000, done: 1, done_cents: 300, skipped: 1 }
    expect(await choose(session, 'cash_out', asked)).toMatchObject(paid)
    expect([await balance('A'), await balance('B')]).toEqual([0, 700])
    await booksOk()
  })

  it('J58 the next session waits until somebody has chosen; while a session is open nothing is chosen', async () => {
    const session = await played({ A: 300 })
    await venue.op('session/confirm', { target_id: 'slot-01', by: 'N' })
    const refused = await venue.op('session/start', { name: 'Next', group_size: 2 })
    expect(refused).toMatchObject({ status: 'refused', reason: 'cards_undecided' })
    expect((await venue.state()).reset).toMatchObject({
      ready: false,
      missing: ['cards_undecided'],
      cards_undecided: true,
    })
    await choose(session, 'keep')
    expect((await venue.state()).reset).toMatchObject({
      ready: true,
      cards: [{ choice: 'keep', by: 'Nadia', cents: 300 }],
    })
    const next = await venue.start('Next')
    expect(await choose(session, 'expire', { reason: 'x' })).toMatchObject({
      status: 'refused',
      reason: 'session_open',
    })
    expect(next).toBe(2)
    // Nobody’s money moved in that one: there is nothing to choose.
    await venue.close(next)
    await venue.op('session/confirm', { target_id: 'slot-01', by: 'N' })
    expect((await venue.state()).reset).toMatchObject({ ready: true, cards_undecided: false })
  })

  it(`J52 J57 kill -9 in the middle of ${MANY} cards: each is paid once, rounds go in between, and the next session waits`, async () => {
    const cards = Object.fromEntries(Array.from({ length: MANY }, (_, i) => [`C${i}`, 100 + i]))
    const total = Object.values(cards).reduce((sum, cents) => sum + cents, 0)
    await venue.card('PLAYER', 10_000)
    const session = await played(cards)
    await desk('shifts/open', { count_cents: total, by: 'Nadia' })
    const answer = await choose(session, 'cash_out', { desk_id: 'change-01', req_id: 'many' })
    expect(answer).toMatchObject({ status: 'ok', progress: expect.stringMatching(/listing|moving/) })
    expect(Number(answer.done)).toBeLessThan(MANY)
    const doneWhenKilled: number[] = []
    for (let kills = 0; kills < 3; kills++) {
      await venue.core.kill()
      const db = new Database(venue.core.dbPath, { readonly: true })
      doneWhenKilled.push(db.prepare('SELECT done FROM session_card_jobs').pluck().get() as number)
      db.close()
      await venue.core.start()
    }
    // The first kill at least was in the middle of it.
    expect(doneWhenKilled[0]).toBeLessThan(MANY)
    slot = await venue.device('slot-01')
    expect((await venue.round(slot, 'PLAYER')).status).toBe('ok')
    const { reset } = await venue.says('all of them', (state) => state.reset.cards[0]?.status === 'done')
    expect(reset.cards[0]).toMatchObject({ cards: MANY, done: MANY, done_cents: total, skipped: 0 })
    const paid = await transfers('cash_out')
    expect(paid.length).toBe(MANY)
    expect(new Set(paid.map(({ tag_uid }) => tag_uid)).size).toBe(MANY)
    expect(paid.reduce((sum, { amount_cents }) => sum + amount_cents, 0)).toBe(total)
    expect(new Set(paid.map(({ receipt }) => receipt)).size).toBe(MANY)
    // The first answer again, for ever.
    expect(await choose(session, 'cash_out', { desk_id: 'change-01', req_id: 'many' })).toEqual(answer)
    await booksOk()
    await until('the slot to play on', async () => (await venue.round(slot, 'PLAYER')).status === 'ok')
  }, 120_000)
})
