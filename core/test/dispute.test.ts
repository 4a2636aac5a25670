import type { MqttClient } from 'mqtt'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createCoreProcess, type CoreProcess, get, post, until } from './core-process.js'
import { connect } from './running-core.js'

interface Item {
  seq: number
  at: number
  what: 'line' | 'answer' | 'shown'
  kind: string
  outcome: string | null
  reason: string | null
  device_id: string | null
  req_id: string | null
  run: number | null
  data: Record<string, unknown>
}

let core: CoreProcess
let slot: MqttClient
const CARD = '04A37C91'
const op = (path: string, body: object) => post(core, `/api/op/${path}`, body)
const dispute = async (query: string) =>
  get<{ items: Item[]; next_after: number | null }>(core, `/api/dispute?${query}`)
const say = (topic: string, body: object, retain = false) =>
  slot.publishAsync(topic, JSON.stringify(body), { qos: 1, retain })
/** What EG's agent tells its page, as far as disputes go. */
const shows = (phase: string, more: object = {}) => {
  const nothing = { press: null, counted: null, result: null, card: null, service: null }
  const six = (lit: number) => Array.from({ length: 6 }, (_, i) => i < lit)
  const state = {
    device_id: 'slot-01',
    phase,
    mode: 'night',
    question: null,
    ...nothing,
    lights: six(1),
    offered: six(3),
  }
  return say('eg/dev/slot-01/slot/state', { ...state, ...more }, true)
}
const order = (items: readonly Item[]) => items.map(({ what, kind, outcome }) => [what, kind, outcome].join(' ').trim())

beforeAll(async () => {
  core = await createCoreProcess()
  await core.start()
  slot = await connect(core.ports.mqtt, { clientId: 'slot-01' })
  await say('eg/dev/slot-01/hello', { type: 'slot', version: '1' })
})
afterAll(async () => {
  await slot.endAsync(true)
  await core.stop()
})

describe('a contested vote', () => {
  let run: number

  it('U70 U71 is one list by the core’s order: question, press, answer, what the slot showed, its link', async () => {
    await op('mode/set', { mode: 'night' })
    run = (
      await op('night/open', { step: 1, question: 'Q', options: ['A', 'B', 'C'], expected: 9, reveal: 'operator' })
    ).body.run as number
    const question = { run, step: 1, text: 'Q', options: ['A', 'B', 'C'], closes_at: null, final: false }
    const press = (status: string, reason: string | null = null) => ({ index: 1, choice: 'B', status, reason })
    await shows('question', { question })
    await shows('question', { question, press: press('pending') })
    await say('eg/night/vote', { device_id: 'slot-01', step: 1, choice: 'B', ts: '23:41:07', run, req_id: 'press-1' })
    await shows('question', { question, press: press('counted'), counted: 'B' })
    // Blinking is not worth a place.
    await shows('question', { question, press: press('counted'), counted: 'B', lights: Array(6).fill(true) })
    await op('night/close', { run })
    await say('eg/night/vote', { device_id: 'slot-01', step: 1, choice: 'C', ts: '23:42:00', run, req_id: 'press-2' })
    await shows('closed', { question, press: { ...press('too_late'), choice: 'C', index: 2 }, counted: 'B' })
    await slot.endAsync()
    await until('the link to be told', async () => (await dispute('slot=slot-01')).items.at(-1)?.kind === 'linkDown')
    slot = await connect(core.ports.mqtt, { clientId: 'slot-01' })

    const { items, next_after } = await dispute('slot=slot-01')
    expect(next_after).toBeNull()
    const told = order(items).slice(order(items).indexOf('line runOpened ok'))
    expect(told.filter((text) => !text.includes('linkUp') && !text.includes('deviceHello'))).toEqual([
      'line runOpened ok',
      'answer night_open ok',
      'shown question',
      'shown question',
      'line nightVote counted',
      'answer night_vote counted',
      'shown question',
      'line runClosed ok',
      'answer night_close ok',
      'line nightVote closed',
      'answer night_vote closed',
      'shown closed',
      'line linkDown ok',
    ])
    expect(items.filter(({ what }) => what === 'shown').map(({ data }) => data.press)).toEqual([
      null,
      'pending',
      'counted',
      'too_late',
    ])
    const vote = items.find(({ kind }) => kind === 'nightVote')
    expect(vote).toMatchObject({ req_id: 'press-1', run, data: { device_ts: '23:41:07' } })
    expect(items.map(({ seq }) => seq)).toEqual(items.map(({ seq }) => seq).toSorted((a, b) => a - b))
  })

  it('U72 never says which option, not even of the answer', async () => {
    const { items } = await dispute('slot=slot-01')
    const text = JSON.stringify(items.filter(({ kind }) => kind !== 'runOpened'))
    expect(text).not.toMatch(/"choice"|"stands":"|"B"|"C"/)
  })

  it('C113 until the result is shown nobody reads the option; then the line of the vote says for which one it counted', async () => {
    const votes = async () => (await dispute('slot=slot-01')).items.filter(({ kind }) => kind === 'nightVote')
    expect((await votes()).map(({ data }) => data.counted)).toEqual([undefined, undefined])
    await op('night/reveal', { run })
    expect((await votes()).map(({ outcome, data }) => [outcome, data.counted])).toEqual([
      ['counted', 'B'],
      ['closed', undefined],
    ])
  })

  it('U73 of a request is what its device did around it', async () => {
    const { items } = await dispute('req_id=press-2')
    expect(order(items)).toEqual(
      expect.arrayContaining(['line nightVote closed', 'answer night_vote closed', 'shown closed']),
    )
    expect((await dispute('req_id=nobody')).items).toEqual([])
  })
})

describe('a contested bet', () => {
  it('U70 U74 begins with the card at the reader and ends with what was taken', async () => {
    await op('mode/set', { mode: 'day' })
    await op('shifts/open', { desk_id: 'change-01', count_cents: 10_000, by: 'Nadia' })
    await op('cards/issue', { tag_uid: CARD })
    await op('desk/top_up', { desk_id: 'change-01', tag_uid: CARD, amount_cents: 500 })
    await say('eg/dev/slot-01/input/rfid', { tag_uid: CARD, timestamp: 1700000000 })
    await say('eg/core/rounds/play', { req_id: 'round-1', device_id: 'slot-01', tag_uid: CARD, stake_cents: 100 })
    await say('eg/core/rounds/play', { req_id: 'round-1', device_id: 'slot-01', tag_uid: CARD, stake_cents: 100 })
    const { items } = await dispute(`card=${CARD.toLowerCase()}`)
    expect(order(items).filter((text) => !text.includes('linkUp'))).toEqual([
      'line opCardIssue ok',
      'answer card_issue ok',
      'line opDeskTopUp ok',
      'answer desk_top_up ok',
      'line cardTap ok',
      'line roundPlay ok',
      'answer round_play ok',
    ])
    expect(items.find(({ kind }) => kind === 'cardTap')?.data).toMatchObject({ device_ts: 1700000000 })
    expect(items.find(({ kind }) => kind === 'round_play')?.data).toMatchObject({ stake_cents: 100 })
  })

  it('L79 a payout claimed at a desk carries the name of who works there, as a top-up does', async () => {
    await op('payouts/new', { payout_id: 'p-1', source: 'roulette', amount_cents: 300 })
    await op('desk/claim', { desk_id: 'change-01', payout_id: 'p-1', tag_uid: CARD })
    const { items } = await get<{ items: { kind: string; by: string | null }[] }>(core, `/api/cards/${CARD}/statement`)
    const named = items.filter(({ by }) => by !== null).map(({ kind, by }) => [kind, by])
    expect(named).toEqual([
      ['claim', 'Nadia'],
      ['top_up', 'Nadia'],
    ])
  })

  it('U75 a card that lies on a reader that repeats itself is a few lines, and how many more', async () => {
    const before = (await dispute(`card=AA11BB22`)).items.length
    for (let i = 0; i < 40; i++) await say('eg/dev/slot-01/input/rfid', { tag_uid: 'AA11BB22' })
    // Its line is written after the reader’s message was taken.
    const taps = await until('a line', async () => {
      const { items } = await dispute('card=AA11BB22')
      return items.length > 0 && items
    })
    expect(before).toBe(0)
    expect(taps.length).toBeGreaterThan(0)
    expect(taps.length).toBeLessThan(15)
  })

  it('U76 comes in pages that join without a gap, and as CSV', async () => {
    // The journal is told of a link once in 5 s: nothing more comes after that.
    await until('its link', async () => {
      const links = (await dispute('slot=slot-01&limit=1000')).items.filter(({ kind }) => kind.startsWith('link'))
      return links.at(-1)?.kind === 'linkUp'
    })
    const whole = (await dispute('slot=slot-01&limit=1000')).items
    const joined: Item[] = []
    let after: number | null = 0
    while (after !== null) {
      const page: { items: Item[]; next_after: number | null } = await dispute(`slot=slot-01&limit=3&after=${after}`)
      joined.push(...page.items)
      after = page.next_after
    }
    expect(joined).toEqual(whole)
    const csv = await fetch(`${core.api}/api/dispute?slot=slot-01&limit=1000&format=csv`)
    const lines = (await csv.text()).trim().split('\n')
    expect(lines[0]).toBe('seq,time,at,what,kind,outcome,reason,actor,device_id,run,req_id,device_ts,data')
    expect(lines).toHaveLength(whole.length + 1)
    const [from, to] = [whole[3]?.at ?? 0, whole.at(-4)?.at ?? 0]
    const part = (await dispute(`slot=slot-01&from=${from}&to=${to}`)).items
    expect(part.every(({ at }) => at >= from && at <= to)).toBe(true)
  })

  it.each([
    ['nothing', '', 'card'],
    ['two', 'card=AA&slot=slot-01', 'card'],
    ['no card', 'card=a%20b', 'card'],
    ['no device', 'slot=a/b', 'slot'],
    ['no time', 'slot=slot-01&from=yesterday', 'from'],
    ['no number of lines', 'slot=slot-01&limit=5000', 'limit'],
    ['no format', 'slot=slot-01&format=pdf', 'format'],
  ])('U76 asked for %s is answered with the field', async (_, query, field) => {
    const response = await fetch(`${core.api}/api/dispute?${query}`)
    expect([response.status, await response.json()]).toMatchObject([400, { status: 'invalid', field }])
  })

  it('U77 what slots showed has 500 places of each, however long the night', async () => {
    for (let i = 0; i < 600; i++) {
      const card = { visit: i, tag_uid: CARD, balance_cents: 1, round: null, reason: `r${i}`, actions: [] }
      await shows('ready', { mode: 'day', card })
    }
    const { items } = await dispute('slot=slot-01&limit=1000')
    const shown = items.filter(({ what }) => what === 'shown')
    expect(shown).toHaveLength(500)
    expect(shown.at(-1)?.reason).toBe('r599')
  })
})
