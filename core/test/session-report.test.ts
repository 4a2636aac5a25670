import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import Database from 'better-sqlite3'
import { until } from './core-process.js'
import { type SessionVenue, type SpeakingDevice, openSessionVenue } from './session-venue.js'

const LINES = 100_000

let venue: SessionVenue
let slot: SpeakingDevice
beforeEach(async () => {
  venue = await openSessionVenue({ NIGHT_EXPECTED_VOTES: '2' })
  slot = await venue.device('slot-01')
})
afterEach(() => venue.end())

interface Report {
  runs: {
    status: string
    tally: object | null
    votes: { device_id: string; choice: string }[] | null
    voted: number | null
  }[]
  path: { winner: string | null; step: number }[]
  take: { slots: Record<string, unknown>[]; all: Record<string, unknown> & { rtp: number | null } }
  payouts: Record<string, { count: number; cents: number }>
  ledger: {
    kinds: { kind: string; count: number; cents: number }[]
    accounts: { account: string; before_cents: number; after_cents: number; balances: boolean }[]
    balances: boolean
  }
  incidents: {
    refusals: { kind: string; reason: string; count: number }[]
    link_losses: { device_id: string; count: number }[]
    incidents: { what: string; why: string | null }[]
  }
  transfers: { transfer: number; kind: string; amount_cents: number }[]
}
const report = (session: number) => venue.get<Report>(`/api/sessions/report/${session}`)
const vote = (device: SpeakingDevice, step: number, choice: string) =>
  device.say('eg/night/vote', { device_id: device.id, step, choice })

async function night(question: object): Promise<void> {
  await venue.op('mode/set', { mode: 'night' })
  await venue.op('night/open', { options: ['A', 'B'], ...question })
}

describe('the report of a session', () => {
  it('J11 J21 votes and who chose what only of what was revealed; the path in order', async () => {
    const other = await venue.device('slot-02')
    const session = await venue.start()
    await night({ step: 1, question: 'Who?' })
    await Promise.all([vote(slot, 1, 'A'), vote(other, 1, 'A')])
    await venue.op('night/open', { step: 2, question: 'Where?', options: ['A', 'B'], reveal: 'operator' })
    await Promise.all([vote(slot, 2, 'B'), vote(other, 2, 'B')])
    const secret = await report(session)
    expect(secret.runs.map(({ status }) => status)).toEqual(['revealed', 'closed'])
    expect(secret.runs[1]).toMatchObject({ tally: null, votes: null, voted: 2 })
    expect(await venue.text(`/api/sessions/tables/${session}/votes`)).not.toContain('slot-02,B')
    const page = await venue.text(`/api/sessions/report/${session}?format=html&lang=en`)
    expect(page).toContain('the votes stay secret')
    expect(page).toMatch(/<h3>2\. Where\?<\/h3>\s*<p class="dim">step 2 · /)
    await venue.close(session, { reason: 'the group left' })
    await venue.op('night/reveal', { run: 2 })
    const closed = await report(session)
    // What is shown after the end belongs to no session.
    expect(closed.runs.map(({ status }) => status)).toEqual(['revealed', 'not_revealed'])
    expect(closed.runs[0]).toMatchObject({
      tally: { A: 2, B: 0 },
      votes: [
        { device_id: 'slot-01', choice: 'A' },
        { device_id: 'slot-02', choice: 'A' },
      ],
    })
    expect(closed.path).toMatchObject([{ step: 1, winner: 'A' }])
    expect(await venue.text(`/api/sessions/tables/${session}/runs`)).toMatch(/^time,run,step,question,/)
  })

  it('J12 J13 J14 J17 the ledger of the session and nothing else: sums, take, RTP, payouts; before and after agree', async () => {
    await venue.card('A', 100_000)
    await venue.round(slot, 'A')
    const session = await venue.start()
    const rounds = []
    for (let i = 0; i < 20; i++) rounds.push(await venue.round(slot, 'A', 200))
    for (const id of ['p1', 'p2', 'p3', 'p4'])
      await venue.op('payouts/new', { payout_id: id, source: 'roulette', amount_cents: 300 })
    await venue.op('desk/claim', { desk_id: 'change-01', payout_id: 'p1', tag_uid: 'A' })
    await venue.op('payouts/void', { payout_id: 'p2', reason: 'mistake' })
    await venue.op('payouts/expire', { payout_id: 'p3' })
    const first = (await report(session)).transfers.find(({ kind }) => kind === 'stake')
    await venue.op('transfers/reverse', { transfer: first?.transfer, reason: 'slot died', by: 'N' })
    await venue.close(session)
    await venue.round(slot, 'A')

    const { ledger, take, payouts, transfers } = await report(session)
    const wins = rounds.reduce((sum, round) => sum + Number(round.win_cents), 0)
    expect(take.slots).toEqual([
      {
        device_id: 'slot-01',
        bets: 20,
        stakes_cents: 3800,
        wins_cents: wins,
        take_cents: 3800 - wins,
        rtp: expect.any(Number),
      },
    ])
    expect(take.all.rtp).toBeCloseTo(wins / 3800, 5)
    expect(payouts).toEqual({
      created: { count: 4, cents: 1200 },
      claimed: { count: 1, cents: 300 },
      voided: { count: 1, cents: 300 },
      expired: { count: 1, cents: 300 },
      waiting: { count: 1, cents: 300 },
    })
    expect(ledger.balances).toBe(true)
    expect(ledger.accounts.every(({ balances }) => balances)).toBe(true)
    expect(ledger.accounts.find(({ account }) => account === 'game:slot-01')).toMatchObject({
      before_cents: expect.any(Number),
      after_cents: expect.any(Number),
    })
    expect(ledger.kinds.find(({ kind }) => kind === 'stake')).toEqual({ kind: 'stake', count: 20, cents: 4000 })
    expect(transfers.length).toBe(ledger.kinds.reduce((sum, { count }) => sum + count, 0))
    expect(transfers.reduce((sum, { amount_cents }) => sum + amount_cents, 0)).toBe(
      ledger.kinds.reduce((sum, { cents }) => sum + cents, 0),
    )
    const csv = (await venue.text(`/api/sessions/money/${session}/transfers`)).trim().split('\n')
    expect(csv.length).toBe(transfers.length + 1)
    for (const table of ['kinds', 'accounts', 'take', 'payouts', 'cards'])
      expect(await venue.text(`/api/sessions/money/${session}/${table}`), table).toMatch(/^[a-z_,]+\n/)
    for (const table of ['runs', 'tallies', 'votes', 'path', 'visits', 'refusals', 'link_losses', 'incidents'])
      expect(await venue.text(`/api/sessions/tables/${session}/${table}`), table).toMatch(/^[a-z_,]+\n/)
    expect(await venue.get(`/api/sessions/tables/${session}/nonsense`)).toMatchObject({ reason: 'not_found' })
    expect(await venue.get('/api/sessions/report/99')).toMatchObject({ reason: 'not_found' })
    // Without stakes there is no return.
    const empty = await venue.start('Second', { reason: 'test' })
    await venue.close(empty)
    expect((await report(empty)).take).toMatchObject({ slots: [], all: { rtp: null } })
  })

  it('J15 J16 incidents from the journal; the same bytes today and after a restart', async () => {
    const other = await venue.device('slot-02')
    const session = await venue.start()
    await night({ step: 1, question: 'Q', reveal: 'operator' })
    await vote(slot, 1, 'Z')
    await vote(slot, 1, 'Z')
    await venue.op('night/excuse', { run: 1, slot_id: 'slot-02', excused: true })
    await venue.op('night/void', { run: 1, reason: 'wrong question' })
    other.client.end(true)
    await until('its loss', async () => (await report(session)).incidents.link_losses.length === 1)
    await venue.core.kill()
    await venue.core.start()
    await venue.close(session)
    const { incidents } = await report(session)
    expect(incidents.refusals).toContainEqual({
      kind: 'nightVote',
      outcome: 'refused',
      reason: 'not_offered',
      count: 2,
    })
    expect(incidents.link_losses).toMatchObject([{ device_id: 'slot-02', count: 1, away: true }])
    expect(incidents.incidents.map(({ what, why }) => [what, why])).toEqual([
      ['excuse', 'operator'],
      ['void', 'wrong question'],
      ['restart', null],
    ])
    const paths = ['', '?format=html&lang=fr', '?format=html&lang=en'].map((q) => `/api/sessions/report/${session}${q}`)
    const before = await Promise.all(paths.map(venue.text))
    await venue.op('mode/set', { mode: 'day' })
    await venue.card('LATER', 500)
    await venue.core.stop()
    await venue.core.start()
    expect(await Promise.all(paths.map(venue.text))).toEqual(before)
  })

  it('J19 the page is one document in French or English without script or address, and whatever people typed is text', async () => {
    const evil = '<script>alert(1)</script> & "quotes"'
    const session = await venue.start(evil, { notes: '<img src=x onerror=1>' })
    await night({ step: 1, question: evil })
    await venue.op('night/void', { run: 1, reason: '<b>' })
    await venue.close(session)
    const response = await fetch(`${venue.core.api}/api/sessions/report/${session}?format=html`, {
      headers: { 'accept-language': 'fr-FR,fr;q=0.9,en;q=0.5' },
    })
    const page = await response.text()
    expect(page).toContain('<html lang="fr">')
    expect(page).toContain('Rapport de séance')
    expect(page).toContain('&lt;script&gt;alert(1)&lt;/script&gt; &amp; &quot;quotes&quot;')
    expect(page).not.toMatch(/<(script|img|link|iframe|a|b)\b|https?:|<[^>]*\s(style|on\w+)=/i)
    expect(await venue.text(`/api/sessions/report/${session}?format=html&lang=en`)).toContain('Session report')
    const policy = response.headers.get('content-security-policy') ?? ''
    expect(policy).toMatch(
      /^default-src 'none'; style-src 'sha256-[^']+'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'$/,
    )
    const style = /<style>([^]*)<\/style>/.exec(page)?.[1] ?? ''
    const { createHash } = await import('node:crypto')
    expect(policy).toContain(createHash('sha256').update(style).digest('base64'))
    expect(response.headers.get('cache-control')).toBe('no-store')
  })

  it(`J18 a report over ${LINES} lines of the journal is made in steps: votes and reads go in between`, async () => {
    const session = await venue.start()
    await venue.core.stop()
    const db = new Database(venue.core.dbPath)
    const add = db.prepare(
      `INSERT INTO journal (at, kind, outcome, reason, actor, device_id, data) VALUES (1, 'nightVote', 'refused', ?, 'slot-01', 'slot-01', '{}')`,
    )
    db.transaction(() => {
      for (let i = 0; i < LINES; i++) add.run(`reason_${i % 7}`)
    })()
    db.close()
    await venue.core.start()
    slot = await venue.device('slot-01')
    await night({ step: 1, question: 'Q' })
    const asked = { done: false }
    const whole = report(session).finally(() => (asked.done = true))
    let between = 0
    do {
      await vote(slot, 1, between % 2 ? 'A' : 'B')
      between += asked.done ? 0 : 1
    } while (!asked.done)
    // One step of 5,000 lines at a time: a report that held the thread or the pipeline would leave no vote in between.
    expect(between).toBeGreaterThan(3)
    const { incidents } = await whole
    const refused = incidents.refusals.filter(({ kind }) => kind === 'nightVote')
    expect(refused.reduce((sum, { count }) => sum + count, 0)).toBe(LINES)
  })
})
