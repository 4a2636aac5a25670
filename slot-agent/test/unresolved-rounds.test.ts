import { contracts } from '@eg/shared'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type Program, until } from '../../scripts/test/processes.js'
import { DEBOUNCE_MS } from '../src/slot/button-filter.js'
import { openStoreFile } from '../src/outbox/store-file.js'
import { ADA, BOB, type DayVenue, openDayVenue } from './day-venue.js'

let venue: DayVenue
beforeEach(async () => {
  venue = await openDayVenue()
})
afterEach(() => venue.close())

describe('a round that is not answered', () => {
  const keptIds = (...agents: Program[]) =>
    agents.flatMap((agent) =>
      [...agent.output().matchAll(/"reqId":"([^"]+)","msg":"round kept and sent"/g)].map(([, id]) => id),
    )
  const playsOn = async (agent: Program) => {
    const before = keptIds(agent).length
    await venue.shows('a stake', ({ offered }) => offered[0] === true)
    agent.type('1')
    await until('another round', () => keptIds(agent).length > before)
    await venue.settled()
  }
  const wait = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms))

  it('S37 the core killed in the middle of rounds: asked again by its id, every id is one round', async () => {
    let core = await venue.startCore()
    const agent = await venue.startAgent({ LOG_LEVEL: 'debug' })
    await venue.openDesk(1_000_000)
    await venue.cardReady(agent, 1_000_000)
    for (let kill = 0; kill < 8; kill++) {
      await wait(DEBOUNCE_MS)
      agent.type('1')
      // A bit later each time: before the core can have the round, while it commits, after it has drawn.
      await wait(3 * kill)
      await core.end('SIGKILL')
      core = await venue.startCore()
      await venue.settled()
      await playsOn(agent)
    }
    const balance = await venue.balanceOf(ADA)
    await venue.shows('what the core holds', ({ card }) => card?.balance_cents === balance)
    const committed = await venue.stakes()
    expect(new Set(committed).size).toBe(committed.length)
    expect(committed.toSorted()).toEqual(keptIds(agent).toSorted())
    expect(committed.length).toBeGreaterThanOrEqual(8)
    await venue.booksOk()
  }, 120_000)

  it('S37 the agent killed in the middle of rounds: the next one asks by the same id', async () => {
    await venue.startCore()
    await venue.openDesk(1_000_000)
    const agents: Program[] = []
    for (let kill = 0; kill < 6; kill++) {
      const agent = await venue.startAgent({ LOG_LEVEL: 'debug' })
      agents.push(agent)
      await venue.settled()
      agent.type(`card ${ADA}`)
      await venue.shows('a stake', ({ offered }) => offered[0] === true)
      agent.type('1')
      await until('the round to be kept', () => keptIds(agent).length > 0)
      await agent.end('SIGKILL')
    }
    await venue.startAgent()
    await venue.settled()
    const committed = await venue.stakes()
    expect(committed.toSorted()).toEqual(keptIds(...agents).toSorted())
    expect(committed).toHaveLength(6)
    await venue.booksOk()
  }, 120_000)

  it.each(['the core has not taken', 'the core has drawn'])(
    'S38 S40 a restarted agent with a round that %s shows it for its card, then its result',
    async (which) => {
      await venue.startCore()
      await venue.openDesk(1000)
      await venue.issue(BOB, 500)
      const round = { reqId: 'g-before', tagUid: ADA, stakeCents: 200 }
      const file = openStoreFile(venue.env.DB_PATH ?? '')
      file.slot('slot-01').rounds.keep(round, new Date().toISOString())
      file.close()
      if (which === 'the core has drawn') {
        const sent = { req_id: round.reqId, device_id: 'slot-01', tag_uid: ADA, stake_cents: 200 }
        await until('it to be taken', () => venue.bus.publish(contracts.roundPlay, {}, sent))
        await until('the draw', () => venue.rounds.length === 1)
      }
      const phases: string[] = []
      venue.bus.subscribe(contracts.slotState, { device_id: 'slot-01' }, ({ payload }) => {
        if (payload && phases.at(-1) !== payload.phase) phases.push(payload.phase)
      })
      const agent = await venue.startAgent()
      await venue.shows('the result', ({ phase }) => phase === 'won' || phase === 'lost')
      expect(phases.slice(0, -1)).toContain('playing')
      expect(venue.state()?.card).toMatchObject({ tag_uid: ADA, round: { stake_cents: 200 } })
      const last = venue.rounds.at(-1)
      expect(venue.state()?.card).toMatchObject({
        balance_cents: last?.new_balance_cents,
        round: { reels: last?.reels, win_cents: last?.win_cents },
      })
      expect(new Set(venue.rounds.map((answer) => JSON.stringify(answer))).size).toBe(1)
      expect(await venue.stakes()).toEqual(['g-before'])
      expect(await venue.balanceOf(ADA)).toBe(last?.new_balance_cents)
      await venue.cardReady(agent, 500, BOB)
    },
  )
})
