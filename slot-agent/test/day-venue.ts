import { type Answer, contracts } from '@eg/shared'
import { expect } from 'vitest'
import { type Program, until } from '../../scripts/test/processes.js'
import { openVenue, type Venue } from './venue.js'

export const ADA = '04ADA57C91'
export const BOB = '04B11D02'
const DESK = { desk_id: 'change-01' }

/** A venue by day: a desk, cards with money on them, and what came of the rounds of slot-01. */
export interface DayVenue extends Venue {
  /** Every answer to a round of slot-01, as it came. */
  rounds: Answer[]
  /** Opens a shift and gives out a card with `cents` on it. */
  openDesk(cents: number): Promise<void>
  issue(tagUid: string, cents: number): Promise<void>
  topUp(tagUid: string, cents: number): Promise<unknown>
  balanceOf(tagUid: string): Promise<number>
  /** The ids of all stakes, in the order they were committed. */
  stakes(): Promise<string[]>
  /** The agent hears the core, and nothing waits for an answer. */
  settled(): Promise<unknown>
  /** Presents a card and waits for its balance. */
  cardReady(agent: Program, cents: number, tagUid?: string): Promise<void>
  booksOk(): Promise<void>
}

export async function openDayVenue(): Promise<DayVenue> {
  const venue = await openVenue()
  const rounds: Answer[] = []
  venue.bus.subscribe(contracts.deviceAnswer, { device_id: 'slot-01' }, ({ payload }) => {
    if (payload?.type === 'round_play') rounds.push(payload)
  })
  const topUp = (tag_uid: string, amount_cents: number) =>
    venue.post('/api/op/desk/top_up', { ...DESK, tag_uid, amount_cents })
  const issue = async (tagUid: string, cents: number) => {
    await venue.post('/api/op/cards/issue', { tag_uid: tagUid, name: 'Ada' })
    await topUp(tagUid, cents)
  }
  const settled = () =>
    until('everything to be answered', async () => {
      const { link, outbox } = (await (await venue.kiosk('/health')).json()) as Record<string, unknown>
      return link === true && outbox === 0
    })

  return {
    ...venue,
    rounds,
    async openDesk(cents) {
      await venue.post('/api/op/shifts/open', { ...DESK, count_cents: 20_000, by: 'Nadia' })
      await issue(ADA, cents)
    },
    issue,
    topUp,
    balanceOf: async (tag) => ((await venue.get(`/api/cards/${tag}`)) as { balance_cents: number }).balance_cents,
    stakes: () => venue.lines('/api/wallet/transfers?format=ids&kind=stake&limit=100000'),
    settled,
    async cardReady(agent, cents, tagUid = ADA) {
      await settled()
      agent.type(`card ${tagUid}`)
      await venue.shows('the balance', ({ phase, card }) => phase === 'ready' && card?.balance_cents === cents)
    },
    async booksOk() {
      expect(await venue.get('/api/books?check=now')).toMatchObject({ ok: true, problems: [] })
    },
  }
}
