import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { until } from '../../scripts/test/processes.js'
import { openVenue, type Venue } from './venue.js'

interface Items<T> {
  items: T[]
}
interface Shift {
  closed_at: number | null
  expected_cents: number
  counted_cents: number
  over_short_cents: number
}

let venue: Venue
beforeEach(async () => {
  venue = await openVenue()
})
afterEach(() => venue.close())

const transfers = (kind: string) => venue.lines(`/api/wallet/transfers?format=ids&kind=${kind}&limit=100000`)
const shifts = async () => ((await venue.get('/api/shifts?desk=change-sim')) as Items<Shift>).items
const cards = async () =>
  ((await venue.get('/api/cards?limit=100')) as Items<{ tag_uid: string; balance_cents: number }>).items
const played = (rounds: number, claims: number) =>
  until(
    `${rounds} rounds and ${claims} claims`,
    async () => (await transfers('stake')).length >= rounds && (await transfers('claim')).length >= claims,
    240_000,
  ).catch(async (error: Error) => {
    throw new Error(`${error.message}: ${(await transfers('stake')).length}, ${(await transfers('claim')).length}`)
  })
async function allIsRight() {
  expect(await venue.get('/api/books?check=now')).toMatchObject({ ok: true, problems: [] })
  const accounts = (await venue.get('/api/wallet/accounts')) as { sum_cents: number }
  expect(accounts.sum_cents).toBe(0)
  const issued = await cards()
  expect(issued.map(({ tag_uid }) => tag_uid).toSorted()).toEqual([2, 3, 4, 5, 6, 7, 8, 9].map((n) => `SIM-SLOT-0${n}`))
  expect(issued.filter(({ balance_cents }) => balance_cents < 0)).toEqual([])
  for (const kind of ['stake', 'claim', 'top_up']) {
    const ids = await transfers(kind)
    expect(new Set(ids).size).toBe(ids.length)
  }
}

describe('an evening of the simulator', () => {
  it('E8 200 rounds, 20 payouts and a desk shift: the books balance, nothing is over or short', async () => {
    await venue.startCore()
    const simulator = await venue.startSimulator()
    await played(200, 20)
    expect(await simulator.end()).toBe(0)
    await allIsRight()
    const [shift, ...others] = await shifts()
    expect(others).toEqual([])
    expect(shift).toMatchObject({ over_short_cents: 0, counted_cents: shift?.expected_cents })
    expect(shift?.closed_at).not.toBeNull()
    expect(shift?.expected_cents).toBeGreaterThan(100_000)
  }, 300_000)

  it('E5 E8 simulator and core killed in the middle: the next evening goes on and doubles nothing', async () => {
    const core = await venue.startCore()
    const first = await venue.startSimulator()
    await played(40, 4)
    await first.end('SIGKILL')
    const second = await venue.startSimulator()
    await played(80, 8)
    await core.end('SIGKILL')
    await venue.startCore()
    await played(120, 12)
    expect(await second.end()).toBe(0)
    await allIsRight()
    expect(await shifts()).toMatchObject([{ over_short_cents: 0 }])
  }, 500_000)

  it('E9 without a desk nobody has money, and by night they vote as ever', async () => {
    await venue.startCore()
    const simulator = await venue.startSimulator({ EG_SIM_DESK: 'off', LOG_LEVEL: 'debug' })
    await until('somebody to be refused', () => simulator.output().includes('was refused'))
    await venue.post('/api/mode', { mode: 'night' })
    await venue.post('/api/op/night/open', { step: 1, question: 'Who?', options: ['A', 'B'], expected: 8 })
    await until('the result', () => venue.result() !== null)
    expect(await simulator.end()).toBe(0)
    expect(await shifts()).toEqual([])
    expect(await cards()).toEqual([])
  })
})
