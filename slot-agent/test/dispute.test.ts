import { afterEach, beforeEach, expect, it } from 'vitest'
import { until } from '../../scripts/test/processes.js'
import { openVenue, type Venue } from './venue.js'

interface Item {
  what: string
  kind: string
  outcome: string | null
  reason: string | null
  run: number | null
  data: Record<string, unknown>
}

let venue: Venue
beforeEach(async () => {
  venue = await openVenue()
  await venue.startCore()
})
afterEach(() => venue.close())

const dispute = async (query: string) => ((await venue.get(`/api/dispute?${query}`)) as { items: Item[] }).items

it('U70 U71 U74 a card, a bet and a vote at a real agent are told with what its lights and screen showed', async () => {
  const agent = await venue.startAgent()
  const card = '04A37C91'
  await venue.post('/api/op/shifts/open', { desk_id: 'change-01', count_cents: 10_000, by: 'Nadia' })
  await venue.post('/api/op/cards/issue', { tag_uid: card })
  await venue.post('/api/op/desk/top_up', { desk_id: 'change-01', tag_uid: card, amount_cents: 5000 })
  await venue.shows('nobody', ({ phase }) => phase === 'attract')
  await until('its link', async () => ((await (await venue.kiosk('/health')).json()) as { link?: boolean }).link)
  agent.type(`card ${card}`)
  await venue.shows('the stakes', ({ phase }) => phase === 'ready')
  agent.type('1')
  await venue.shows('the outcome', ({ phase }) => phase === 'won' || phase === 'lost')
  const bet = await until('the bet', async () => {
    const items = await dispute(`card=${card}`)
    return items.some(({ what, kind }) => what === 'shown' && (kind === 'won' || kind === 'lost')) && items
  })
  const order = bet.map(({ what, kind }) => `${what} ${kind}`)
  const place = (text: string) => order.findIndex((each) => each.startsWith(text))
  expect(place('line cardTap')).toBeGreaterThan(place('line opDeskTopUp'))
  expect(place('line roundPlay')).toBeGreaterThan(place('line cardTap'))
  expect(place('answer round_play')).toBe(place('line roundPlay') + 1)
  expect(order).toEqual(expect.arrayContaining(['shown ready', 'shown playing']))

  await venue.post('/api/op/mode/set', { mode: 'night' })
  const { run } = await venue.post('/api/op/night/open', { step: 1, question: 'Q', options: ['A', 'B'], expected: 9 })
  await venue.shows('the question', ({ phase }) => phase === 'question')
  agent.type('2')
  await venue.shows('the vote', ({ press }) => press?.status === 'counted')
  const vote = await until('the vote', async () => {
    const items = (await dispute('slot=slot-01')).filter((item) => item.run === run)
    return items.some(({ data }) => data.press === 'counted') && items
  })
  expect(vote.filter(({ what }) => what === 'shown').map(({ data }) => data.press)).toEqual([
    null,
    'pending',
    'counted',
  ])
  expect(vote.find(({ kind }) => kind === 'nightVote')?.data.device_ts).toEqual(expect.any(String))
})
