import { expect } from 'vitest'
import { type Told, until, type WholeEvening } from './whole-evening-venue.js'

/** What was pressed and counted, and what players were told. */
export interface Played {
  /** Every vote that was counted, in the run in which it counts. */
  votes: { run: number; device_id: string; choice: string }[]
  /** Runs that go on with what was voted in another. */
  continues: Map<number, number>
  /** Answers to rounds of the slot of another maker. */
  rounds: Told[]
}
interface Vote {
  device_id: string
  choice: string
}
interface Report {
  session: Told
  runs: { run: number; status: string; voted: number; votes: Vote[] | null; tally: Record<string, number> | null }[]
  path: { question: string; winner: string | null }[]
  visits: { step_id: string; outcome: string | null; via: string }[]
  ledger: { balances: boolean; kinds: { kind: string; count: number; cents: number }[] }
  payouts: { created: Told; claimed: Told }
  incidents: { incidents: { what: string; why: string | null; device_id: string | null }[]; refusals: Told[] }
}

/** Holds the evening against journal, books, reports and the dispute's list. */
export async function everythingAddsUp(venue: WholeEvening, played: Played): Promise<void> {
  const reports = await Promise.all([1, 2].map((n) => venue.get<Report>(`/api/sessions/report/${n}`)))
  const [first, second] = reports as [Report, Report]
  thePathIsTheScripts(first, second)
  await everyVoteOnce(venue, played, [...first.runs, ...second.runs])
  whatWentWrongIsTold(first, second)
  await theBooksBalance(venue, played, reports)
  await theSwapIsInTheDispute(venue)
  await whatWasAnsweredHolds(venue, played)
}

function thePathIsTheScripts(first: Report, second: Report): void {
  const path = ({ visits }: Report) => visits.map(({ step_id, outcome, via }) => `${via} ${step_id}: ${outcome}`)
  expect(path(first)).toEqual([
    'start safe: winner',
    'next cellar: tie',
    'next quarrel: timeout',
    'next flight: winner',
    'next verdict: winner',
  ])
  expect(path(second)).toEqual(['start safe: winner', 'next garden: winner', 'next verdict: winner'])
  const winners = ({ path }: Report) => path.map(({ winner }) => winner)
  const [cellar, tie, , flight, verdict] = winners(first)
  expect([cellar, tie, flight, verdict]).toEqual(['Cellar', null, 'Run', 'The widow'])
  expect(winners(second)).toEqual(['Garden', 'Yes, follow', 'The butler'])
}

async function everyVoteOnce(venue: WholeEvening, played: Played, runs: Report['runs']): Promise<void> {
  const counted = (await venue.journal()).filter((line) => line.kind === 'nightVote' && line.outcome === 'counted')
  for (const { run, status, votes, voted, tally } of runs) {
    const own = played.votes.filter((vote) => vote.run === run)
    const pressed = own.map(({ device_id, choice }) => ({ device_id, choice }))
    if (status === 'voided') {
      expect(votes, `run ${run}`).toBeNull()
      continue
    }
    expect(status).toBe('revealed')
    expect(votes?.map(({ device_id, choice }) => ({ device_id, choice }))).toEqual(pressed.toSorted(byDevice))
    expect([voted, Object.values(tally ?? {}).reduce((sum, n) => sum + n, 0)]).toEqual([own.length, own.length])
    const runsOfIt = [run, played.continues.get(run)]
    const lines = counted.filter((line) => runsOfIt.includes(line.run ?? 0)).map(({ device_id }) => device_id)
    expect(lines.toSorted(), `lines of run ${run}`).toEqual(own.map(({ device_id }) => device_id).toSorted())
  }
  const all = played.votes.filter(({ run }) => ![...played.continues.values()].includes(run))
  expect(counted).toHaveLength(all.length)
}

function byDevice(a: Vote, b: Vote): number {
  return a.device_id < b.device_id ? -1 : 1
}

function whatWentWrongIsTold(first: Report, second: Report): void {
  // A slot that is away for 20 s is excused: how long the swap takes here is this machine's affair.
  const told = ({ incidents }: Report) =>
    incidents.incidents.flatMap(({ what, why }) => (what === 'excuse' ? [] : [`${what} ${why ?? ''}`.trim()]))
  expect(told(first)).toEqual([
    'swap screen is dark',
    'panic opGameFreeze: somebody fell',
    'panic opMoneyFreeze',
    'panic opMessageShow',
    'restart',
    'panic opMoneyUnfreeze',
    'panic opGameUnfreeze',
    'undo wrong card',
    'restart',
  ])
  expect(told(second)).toEqual(['void wrong button', 'undo meant another'])
  expect(first.incidents.refusals).toContainEqual(expect.objectContaining({ kind: 'nightVote', reason: 'frozen' }))
  expect(second.session).toMatchObject({ status: 'closed', pauses: [{ reason: 'a phone call', by: 'Nadia' }] })
}

async function theBooksBalance(venue: WholeEvening, played: Played, reports: Report[]): Promise<void> {
  const count = ({ ledger }: Report, kind: string) => ledger.kinds.find((one) => one.kind === kind)?.count ?? 0
  const kinds = ['top_up', 'stake', 'payout', 'claim', 'cash_out', 'card_expire']
  expect(reports.map(({ ledger }) => ledger.balances)).toEqual([true, true])
  // What is chosen for a group's cards comes after its end, and belongs to no group.
  expect(reports.map((report) => kinds.map((kind) => count(report, kind)))).toEqual([
    [3, 2, 1, 1, 0, 0],
    [2, 1, 0, 0, 0, 0],
  ])
  for (const tag of ['04ADA57C91', '04B0B57C91', '04CA2157C9'])
    expect(await venue.get(`/api/cards/${tag}`)).toMatchObject({ balance_cents: 0 })
  expect(played.rounds).toMatchObject([{ status: 'ok', stake_cents: 100 }])
  // What the drawer should hold is what somebody counts who adds up the transfers.
  const { items } = await venue.get<{ items: Transfer[] }>('/api/wallet/transfers?limit=1000')
  const drawer = items.reduce((sum, { debit, credit, amount_cents }) => {
    return sum + (debit === DRAWER ? amount_cents : 0) - (credit === DRAWER ? amount_cents : 0)
  }, 0)
  const closed = await venue.op('shifts/close', { desk_id: 'change-01', count_cents: drawer, by: 'Nadia' })
  expect(closed).toMatchObject({ over_short_cents: 0 })
  expect(await venue.get('/api/books?check=now')).toMatchObject({ ok: true, problems: [] })
}
const DRAWER = 'drawer:change-01'
interface Transfer {
  debit: string
  credit: string
  amount_cents: number
}

async function theSwapIsInTheDispute(venue: WholeEvening): Promise<void> {
  const { items } = await venue.get<{ items: { kind: string; seq: number; data: Told }[] }>(
    '/api/dispute?slot=slot-02&limit=1000',
  )
  const kinds = items.map(({ kind }) => kind)
  // That its link went stands there too, where it had not come a moment ago (D-rules of the journal); here everything is a moment ago.
  const order = ['nightVote', 'opSwap', 'swapDone', 'runRevealed', 'fencedReturn']
  const from = kinds.lastIndexOf('nightVote', kinds.indexOf('opSwap'))
  const places = order.map((kind) => kinds.indexOf(kind, from))
  expect([places, places.toSorted((a, b) => a - b)]).toEqual([places, places])
  expect(places).not.toContain(-1)
  expect(items.find(({ kind }) => kind === 'opSwap')?.data).toMatchObject({ spare: 'spare-01', why: 'screen is dark' })
}

/** Everything that was answered is asked again as it was: it has the same answer, and nothing happens. */
async function whatWasAnsweredHolds(venue: WholeEvening, played: Played): Promise<void> {
  const before = await venue.journal()
  for (const { path, body, answer } of venue.given) expect([path, await venue.send(path, body)]).toEqual([path, answer])
  const after = await venue.journal()
  const commands = ({ kind }: { kind: string }) => kind.startsWith('op') || kind === 'nightVote' || kind === 'undo'
  expect(after.filter(commands)).toEqual(before.filter(commands))
  expect(await venue.get('/api/books?check=now')).toMatchObject({ ok: true, problems: [] })
  expect(played.votes.length).toBeGreaterThan(20)
  await until('nothing to be open', async () => (await venue.runs()).every(({ status }) => status !== 'open'))
}
