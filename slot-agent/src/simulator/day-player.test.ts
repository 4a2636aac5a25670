import { afterEach, describe, expect, it } from 'vitest'
import { NO_COUNTER } from './day-player.js'
import { CARD, playVenue } from './played-venue.fixture.js'

let venue: ReturnType<typeof playVenue>
afterEach(() => venue.end())

/** Ten minutes of day; returns what was played. */
async function evening(options: Parameters<typeof playVenue>[0] = {}, seconds = 600) {
  venue = playVenue(options)
  await venue.mode('day')
  await venue.pass(seconds)
  return venue
}

describe('a simulated player by day', () => {
  it('E1 presents a card of its own, plays one to six rounds at offered stakes, goes and comes again', async () => {
    const { rounds, asked } = await evening()
    expect(new Set(asked.map(({ tagUid }) => tagUid))).toEqual(new Set([CARD]))
    expect(asked.length).toBeGreaterThan(5)
    const visits = asked.map(({ at }, i) => rounds.filter((r) => r.at >= at && r.at < (asked[i + 1]?.at ?? Infinity)))
    const counts = visits.slice(0, -1).map((visit) => visit.length)
    expect(Math.max(...counts)).toBeLessThanOrEqual(6)
    expect(new Set(counts).size).toBeGreaterThan(2)
    expect(new Set(rounds.map(({ stake }) => stake))).toEqual(new Set([100, 200, 500]))
    const pauses = rounds.slice(1).map(({ at }, i) => at - (rounds[i]?.at ?? 0))
    expect(Math.min(...pauses)).toBeGreaterThanOrEqual(500)
  })

  it('E2 plays the same evening from the same seed, and another one from another', async () => {
    const played = async (seed: number) => {
      const { rounds } = await evening({ seed }, 120)
      await venue.end()
      return rounds
    }
    const first = await played(5)
    expect(first.length).toBeGreaterThan(10)
    expect(await played(5)).toEqual(first)
    expect(await played(6)).not.toEqual(first)
    venue = playVenue()
  })

  it('E3 gets a card and money at the desk, each time it has too little, and never plays beyond its balance', async () => {
    const { jobs, balances, rounds } = await evening()
    expect(jobs.slice(0, 3).map((job) => job.do)).toEqual(['open', 'issue', 'topUp'])
    expect(new Set(jobs.map(({ reqId }) => reqId)).size).toBe(jobs.length)
    const toppedUp = jobs.reduce((sum, job) => sum + (job.do === 'topUp' ? job.amountCents : 0), 0)
    expect(balances.get(CARD)).toBeGreaterThanOrEqual(0)
    expect(toppedUp).toBeGreaterThan(0)
    expect(rounds.length).toBeGreaterThan(30)
  })

  it('E3 without a desk it tries again later', async () => {
    const { rounds, asked } = await evening({ counter: NO_COUNTER }, 60)
    expect(rounds).toEqual([])
    expect(asked.length).toBeGreaterThan(3)
  })

  it('E3 waits while the desk has its card', async () => {
    const { asked } = await evening({ counter: { ...NO_COUNTER, busyWith: () => true } }, 60)
    expect(asked).toEqual([])
  })

  it('E1 by night it leaves the slot alone, and by day it is back', async () => {
    const { asked } = await evening({}, 60)
    const before = asked.length
    await venue.mode('night')
    await venue.pass(60)
    expect(asked.length).toBe(before)
    await venue.mode('day')
    await venue.pass(30)
    expect(asked.length).toBeGreaterThan(before)
  })
})
