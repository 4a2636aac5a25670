import { type Answer, contracts, createManualClock, type ManualClock } from '@eg/shared'
import { pino } from 'pino'
import { beforeEach, describe, expect, it } from 'vitest'
import { type Cashier, createCashier } from './cashier.js'
import type { Job } from './desk-rules.js'
import { createRoulette } from './roulette.js'

let clock: ManualClock
let jobs: Job[]
let reply: (answer: Partial<Answer>) => Promise<void>
let link: boolean
let cashier: Cashier
const settle = () => new Promise((resolve) => setImmediate(resolve))
const desk = (drawer_cents: number) => ({ ...contracts.opDesk.sample, drawer_cents })

beforeEach(() => {
  clock = createManualClock()
  jobs = []
  link = true
  const log = pino({ level: 'silent' })
  const ask = (job: Job) => {
    jobs.push(job)
    return new Promise<Answer>((resolve) => {
      reply = async (answer) => {
        resolve({ type: '', status: 'ok', ...answer })
        await settle()
      }
    })
  }
  const options = { deskId: 'change-sim', cards: ['SIM-SLOT-02'], seed: 1, pauseMs: 500, restMs: 6000 }
  cashier = createCashier({ ...options, clock, log, ask, linkUp: () => link })
})

describe('the simulated cashier', () => {
  it('E4 does one thing at a time, with a pause between, and rests after a refusal', async () => {
    clock.advance(60_000)
    expect(jobs.map((job) => job.do)).toEqual(['open'])
    await reply({})
    clock.advance(499)
    expect(jobs).toHaveLength(1)
    clock.advance(1)
    await reply({ status: 'refused', reason: 'money_frozen' })
    clock.advance(5999)
    expect(jobs.map((job) => job.do)).toEqual(['open', 'issue'])
    clock.advance(1)
    expect(jobs.map((job) => job.do)).toEqual(['open', 'issue', 'issue'])
  })

  it('E4 without a link it asks for nothing', () => {
    link = false
    clock.advance(60_000)
    expect(jobs).toEqual([])
    link = true
    clock.advance(500)
    expect(jobs).toHaveLength(1)
  })

  it('E3 a card is with the desk until it has been given out and has money', async () => {
    expect(cashier.busyWith('SIM-SLOT-02')).toBe(true)
    clock.advance(500)
    await reply({})
    clock.advance(500)
    await reply({})
    expect(cashier.busyWith('SIM-SLOT-02')).toBe(false)
    cashier.needsMoney('SIM-SLOT-02', 7)
    expect(cashier.busyWith('SIM-SLOT-02')).toBe(true)
    clock.advance(500)
    expect(jobs.at(-1)).toMatchObject({ do: 'topUp', reqId: 'sim-top-up-SIM-SLOT-02-7' })
    await reply({})
    expect(cashier.busyWith('SIM-SLOT-02')).toBe(false)
    cashier.needsCard('SIM-SLOT-02')
    expect(cashier.busyWith('SIM-SLOT-02')).toBe(true)
  })

  it('E6 finishes what is being done, then closes with what the books say', async () => {
    clock.advance(500)
    await reply({})
    cashier.seeDesk(desk(100_000))
    clock.advance(500)
    let over = false
    void cashier.close(4000).then(() => (over = true))
    cashier.seeDesk(desk(103_000))
    await reply({})
    clock.advance(500)
    expect(jobs.at(-1)).toMatchObject({ do: 'close', countCents: 103_000 })
    await settle()
    expect(over).toBe(false)
    await reply({ expected_cents: 103_000, over_short_cents: 0 })
    clock.advance(500)
    await settle()
    expect(over).toBe(true)
  })

  it('E6 gives up without a link, or when the core does not answer', async () => {
    cashier.seeDesk(desk(100_000))
    link = false
    const away = cashier.close(4000)
    clock.advance(100)
    await away
    link = true
    const silent = cashier.close(4000)
    clock.advance(4000)
    await silent
    expect(jobs.at(-1)).toMatchObject({ do: 'close' })
  })
})

describe('the simulated table', () => {
  it('E7 pays every 10 to 30 s, by day with a link only, and again as it is what may not have arrived', async () => {
    const paid: [at: number, id: string, cents: number][] = []
    let open = false
    let arrives = true
    const table = createRoulette({
      seed: 1,
      minMs: 500,
      maxMs: 6000,
      clock,
      isOpen: () => open,
      async pay({ payoutId, amountCents }) {
        paid.push([clock.monotonic(), payoutId, amountCents])
        return arrives
      },
    })
    const pass = async (seconds: number) => {
      for (let i = 0; i < seconds; i++) {
        clock.advance(1000)
        await settle()
      }
    }
    await pass(120)
    expect(paid).toEqual([])
    open = true
    await pass(600)
    expect(paid.length).toBeGreaterThan(20)
    expect(new Set(paid.map(([, id]) => id)).size).toBe(paid.length)
    const pauses = paid.slice(1).map(([at], i) => at - (paid[i]?.[0] ?? 0))
    expect(Math.min(...pauses)).toBeGreaterThanOrEqual(9000)
    expect(Math.max(...pauses)).toBeLessThanOrEqual(31_000)
    arrives = false
    paid.length = 0
    await pass(90)
    expect(paid.length).toBeGreaterThan(2)
    expect(new Set(paid.map(([, id, cents]) => `${id} ${cents}`)).size).toBe(1)
    table.stop()
    paid.length = 0
    await pass(60)
    expect(paid).toEqual([])
  })
})
