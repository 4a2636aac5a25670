import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { until } from '../../scripts/test/processes.js'
import { ADA, BOB, type DayVenue, openDayVenue } from './day-venue.js'

let venue: DayVenue
beforeEach(async () => {
  venue = await openDayVenue()
})
afterEach(() => venue.close())

describe('a card at the slot', () => {
  it('S30 S33 S35 S43 from the tap to the result and out, with the core’s reels and balance', async () => {
    await venue.startCore()
    const agent = await venue.startAgent()
    await venue.openDesk(1000)
    await venue.shows('attract', ({ phase }) => phase === 'attract')
    await venue.cardReady(agent, 1000)
    const stakesOffered = venue.state()?.card?.actions.filter((action) => action?.do === 'play')
    expect(stakesOffered?.length).toBeGreaterThan(1)
    expect(venue.state()?.lights).toEqual(venue.state()?.offered)
    agent.type('1')
    await venue.shows('a result', ({ phase }) => phase === 'won' || phase === 'lost')
    const [round] = venue.rounds
    expect(venue.state()?.card).toMatchObject({
      balance_cents: round?.new_balance_cents,
      round: { stake_cents: 100, reels: round?.reels, outcome: round?.outcome, win_cents: round?.win_cents },
    })
    expect(await venue.balanceOf(ADA)).toBe(round?.new_balance_cents)
    expect(await venue.stakes()).toEqual([round?.req_id])
    agent.type('6')
    await venue.shows('goodbye', ({ phase }) => phase === 'out')
    await venue.shows('attract', ({ phase, card }) => phase === 'attract' && card === null)
    await venue.booksOk()
    expect(agent.output()).toContain('card …7C91 staked 100 and ')
    expect(agent.output()).not.toContain(ADA)
  })

  it('S31 S42 unknown, frozen and lost cards are refused with the reason; a top-up shows on the next tap', async () => {
    await venue.startCore()
    const agent = await venue.startAgent()
    await venue.settled()
    agent.type(`card ${BOB}`)
    await venue.shows('unknown', ({ phase, card }) => phase === 'refused' && card?.reason === 'unknown_card')
    await venue.openDesk(50)
    await venue.cardReady(agent, 50)
    expect(venue.state()?.offered).toEqual([false, false, false, false, false, true])
    await venue.topUp(ADA, 450)
    await venue.cardReady(agent, 500)
    expect(venue.state()?.offered[0]).toBe(true)
    await venue.post('/api/op/cards/freeze', { tag_uid: ADA, reason: 'found on the floor' })
    agent.type('1')
    await venue.shows('frozen', ({ phase, card }) => phase === 'refused' && card?.reason === 'frozen')
    await venue.shows('attract', ({ phase }) => phase === 'attract')
    await venue.post('/api/op/cards/replace', { tag_uid: ADA, new_tag_uid: BOB, reason: 'lost' })
    agent.type(`card ${ADA}`)
    await venue.shows('lost', ({ phase, card }) => phase === 'refused' && card?.reason === 'lost')
    expect(await venue.stakes()).toEqual([])
    expect(await venue.balanceOf(BOB)).toBe(500)
  })

  it('S36 S44 what the core refuses is said and nothing is taken; the night ends the visit', async () => {
    await venue.startCore({ EG_STAKE_LIMIT_CENTS: '150' })
    const agent = await venue.startAgent()
    await venue.openDesk(1000)
    await venue.cardReady(agent, 1000)
    agent.type('2')
    await venue.shows('the limit', ({ phase, card }) => phase === 'refused' && card?.reason === 'limit')
    await venue.shows('ready again', ({ phase, card }) => phase === 'ready' && card?.balance_cents === 1000)
    expect(await venue.stakes()).toEqual([])
    await venue.post('/api/mode', { mode: 'night' })
    await venue.shows('the night', ({ phase, card }) => phase === 'waiting' && card === null)
    agent.type('1')
    await venue.post('/api/mode', { mode: 'day' })
    await venue.shows('attract', ({ phase }) => phase === 'attract')
    expect(venue.rounds.map(({ status }) => status)).toEqual(['refused'])
  })

  it('S32 S39 without the core a card is told so and a stake is not taken, also not afterwards', async () => {
    const core = await venue.startCore()
    const agent = await venue.startAgent()
    await venue.openDesk(1000)
    await venue.cardReady(agent, 1000)
    await core.end('SIGKILL')
    await until('the agent to notice', () => agent.output().includes('is gone'))
    agent.type('1')
    agent.type(`card ${BOB}`)
    await until('the refusal', () => agent.output().includes('card …1D02 was refused'))
    await venue.startCore()
    await venue.shows('attract', ({ phase }) => phase === 'attract')
    await venue.cardReady(agent, 1000)
    expect(await venue.stakes()).toEqual([])
    expect(venue.rounds).toEqual([])
  })
})
