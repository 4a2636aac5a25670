import { afterEach, beforeEach, expect, it } from 'vitest'
import type { Machine } from './spare-venue.js'
import { everythingAddsUp, type Played } from './whole-evening-checks.js'
import { openWholeEvening, SCRIPT, until, type WholeEvening } from './whole-evening-venue.js'

// Two groups, one night each, on real slots, a spare, and devices of another maker; an operator over HTTP and MQTT.

const [ADA, BOB, CARL] = ['04ADA57C91', '04B0B57C91', '04CA2157C9'] as const
const DESK = { desk_id: 'change-01' }

let venue: WholeEvening
let one: Machine
let two: Machine
let spare: Machine
let three: Awaited<ReturnType<WholeEvening['foreign']>>
let table: Awaited<ReturnType<WholeEvening['foreign']>>
let played: Played

beforeEach(async () => {
  venue = await openWholeEvening()
  played = { votes: [], continues: new Map(), rounds: [] }
  one = await venue.machine()
  two = await venue.machine()
  spare = await venue.machine()
  await Promise.all([one.start(), two.start(), spare.start()])
  await venue.enrol(one, 'slot-01')
  await venue.enrol(two, 'slot-02')
  await venue.enrol(spare, 'spare-01')
  three = await venue.foreign('slot-03', 'slot')
  table = await venue.foreign('table-01', 'table')
}, 200_000)
afterEach(() => venue?.close())

/** The show has come to a step: its run. */
async function at(step: string): Promise<number> {
  const { position } = await venue.showSays(`the step ${step}`, (now) => now.position?.step_id === step)
  return position?.run ?? 0
}
const suggests = (action: string, leadsTo: string | null = null) =>
  venue.showSays(`${action} to be suggested`, (now) => now.suggested.action === action && now.leads_to === leadsTo)

/** Somebody presses a button of a real slot, and it is counted as the vote number `count` of the run. */
async function press(slot: Machine, device: string, run: number, choice: number, options: string[], count: number) {
  await venue.lit(slot, ['1', '2', '3', '4', '5', '6'].map((n, i) => (i < options.length ? n : '.')).join(' '))
  slot.program().type(String(choice))
  await venue.voted(run, count)
  played.votes.push({ run, device_id: device, choice: options[choice - 1] ?? '' })
}
/** The slot of another maker votes; its answer. */
async function send(run: number, step: number, choice: string) {
  const answer = await three.ask('eg/night/vote', { run, step, choice })
  if (answer.status === 'counted') played.votes.push({ run, device_id: 'slot-03', choice })
  return answer
}

/** Every check is green or waived, and doors are opened: until then they stay closed. */
async function openDoors() {
  expect(await venue.tryOp('doors/open')).toMatchObject({ status: 'refused', reason: 'not_ready' })
  await venue.op('ready/clock', { now_ms: Date.now() })
  for (const [slot, device] of [
    [one, 'slot-01'],
    [two, 'slot-02'],
  ] as const) {
    await venue.op('devices/command', { target_id: device, action: 'press_test', seconds: 120 })
    await venue.lit(slot, '1 2 3 4 5 6')
    for (const button of '123456') slot.program().type(button)
    await until(`the press test of ${device}`, async () => (await check(`${device}/lights`))?.state === 'green')
  }
  expect(await check('show/script')).toMatchObject({ state: 'green' })
  await until('the doors', async () => {
    const red = (await checks()).filter(({ state }) => state === 'red')
    const waived = red.map(({ check, problem }) => ({ check, problem }))
    if (waived.length > 0) await venue.tryOp('ready/waive', { checks: waived, reason: 'a test has none', by: 'Nadia' })
    return (await venue.tryOp('doors/open')).status === 'ok'
  })
}
interface Check {
  check: string
  state: string
  problem: string | null
}
const checks = async () => (await venue.get<{ checks: Check[] }>('/api/ready')).checks
const check = async (id: string) => (await checks()).find((one) => one.check === id)

/** By day: a card with money at a slot, and one round there. */
async function playRound(slot: Machine, tag: string) {
  const stakes = async () => (await venue.get<{ items: object[] }>('/api/wallet/transfers?kind=stake&limit=100')).items
  const before = (await stakes()).length
  // A slot that has just connected does not know yet that it is linked, and refuses the card as offline: it is presented again.
  await until('stakes to be offered', async () => {
    slot.program().type(`card ${tag}`)
    return venue.lit(slot, /^1/, 5000).then(
      () => true,
      () => false,
    )
  })
  slot.program().type('1')
  await until('the round', async () => (await stakes()).length > before)
}

async function nextTo(step: string, visit: number) {
  await venue.op('show/next', { expect_visit: visit })
  return at(step)
}

/** Votes, results and money of one group have ended: the room is put in order for the next. */
async function endOf(session: number, cards: object) {
  expect(await venue.tryOp('session/close', { session })).toMatchObject({ reason: 'show_running' })
  expect(await venue.op('show/next')).toMatchObject({ ended: true })
  await suggests('end_night')
  await venue.op('mode/set', { mode: 'day' })
  await venue.op('session/close', { session })
  const preview = await venue.get<{ cards: number; cents: number }>(`/api/sessions/cards/${session}`)
  const seen = { expect_cards: preview.cards, expect_cents: preview.cents }
  expect(await venue.op('session/cards', { session, by: 'Nadia', ...seen, ...cards })).toMatchObject({ done: 2 })
  await venue.op('session/reset', { targets: 'needed' })
  let confirmed = false
  await until('the room to be ready', async () => {
    const reset = venue.session()?.reset
    const left = reset?.devices.filter(({ status }) => status !== 'ready').map(({ device_id }) => device_id)
    // The desk has no program here: somebody looks at it.
    if (!confirmed && left?.join() === 'change-01')
      confirmed = (await venue.op('session/confirm', { target_id: 'change-01', by: 'Nadia' })).status === 'ok'
    return reset?.ready
  }).catch((error: unknown) => {
    throw new Error(`${String(error)}: ${JSON.stringify(venue.session())}`, { cause: error })
  })
}

it('E60 E61 E62 an evening of two groups from script, over the contracts alone, stands in journal, books and reports as it was', async () => {
  await venue.op('show/load', { text: SCRIPT, name: 'evening.yaml' })
  await openDoors()

  // The first group, by day.
  await venue.op('shifts/open', { ...DESK, count_cents: 20_000, by: 'Nadia' })
  await venue.op('session/start', { name: 'Les Martin', group_size: 3, by: 'Nadia' })
  for (const [tag_uid, amount_cents] of [
    [ADA, 3000],
    [BOB, 1000],
  ] as const) {
    await venue.op('cards/issue', { tag_uid })
    await venue.op('desk/top_up', { ...DESK, tag_uid, amount_cents })
  }
  await venue.op('desk/top_up', { ...DESK, tag_uid: BOB, amount_cents: 500 })
  const { items } = await venue.get<{ items: { seq: number; kind: string }[] }>('/api/undo')
  const wrong = items.find(({ kind }) => kind === 'opDeskTopUp')?.seq
  await playRound(one, ADA)
  const round = { tag_uid: BOB, stake_cents: 100 }
  played.rounds.push(await three.ask('eg/core/rounds/play', round))
  const won = { payout_id: 'p-1', source: 'roulette', amount_cents: 700 }
  expect(await table.ask('eg/core/payouts/new', won, 'payout_id')).toMatchObject({ status: 'ok' })
  await venue.op('desk/claim', { ...DESK, payout_id: 'p-1', tag_uid: BOB })

  // Its night: a branch.
  await suggests('begin_night')
  await venue.op('mode/set', { mode: 'night' })
  await suggests('start')
  let run = (await venue.op('show/start')).run
  await press(one, 'slot-01', run, 1, ['Cellar', 'Garden'], 1)
  await press(two, 'slot-02', run, 1, ['Cellar', 'Garden'], 2)
  await send(run, 1, 'Garden')
  await suggests('next', 'cellar')
  // A tie, and Next over MQTT.
  expect(await venue.opByMqtt('show/next', { expect_visit: 1 })).toMatchObject({ status: 'ok', step_id: 'cellar' })
  run = await at('cellar')
  const three_ = ['Open it', 'Leave it', 'Call somebody']
  await press(one, 'slot-01', run, 1, three_, 1)
  await press(two, 'slot-02', run, 2, three_, 2)
  await send(run, 2, 'Call somebody')
  await suggests('next', 'quarrel')
  // A time-out. A vote in it counts if it came in time: its answer says so.
  run = await nextTo('quarrel', 2)
  await send(run, 3, 'The oldest')
  await suggests('next', 'flight')

  // A slot dies in the middle of a vote, and a spare takes its place.
  run = await nextTo('flight', 3)
  await press(one, 'slot-01', run, 1, ['Run', 'Hide'], 1)
  await press(two, 'slot-02', run, 2, ['Run', 'Hide'], 2)
  await two.kill()
  await venue.online('slot-02', false)
  await venue.op('swap', { slot_id: 'slot-02', spare_id: 'spare-01', reason: 'screen is dark' })
  // Panic while the spare comes in, and the power of the core goes.
  const game = await venue.op('panic/game/freeze', { reason: 'somebody fell' })
  const money = await venue.op('panic/money/freeze', {})
  await venue.op('panic/message/show', { text: 'Please stay where you are', severity: 'alarm' })
  await suggests('unfreeze')
  await spare.linkIs('ready', 'slot-02')
  await venue.online('slot-02')
  await until('the swap to be done', async () => (await venue.swaps()).length === 1)
  // Nobody has seen the spare's buttons and lights work, whoever has seen those of the machine before.
  await until('the alert', async () => (await check('slot-02/lights'))?.problem === 'lights_untested')
  expect(await send(run, 4, 'Run')).toMatchObject({ status: 'refused', reason: 'frozen' })
  expect(await venue.tryOp('undo', { seq: wrong, reason: 'wrong card' })).toMatchObject({ reason: 'frozen' })
  expect(await venue.tryOp('show/next')).toMatchObject({ status: 'refused' })
  await venue.powerCut()
  await Promise.all([three.again(), table.again()])
  await suggests('unfreeze')
  expect((await venue.runs())[0]).toMatchObject({ run, voted: 2, status: 'open' })
  await venue.op('panic/message/clear', { panic: await messageNow() })
  await venue.op('panic/money/unfreeze', { panic: money.panic })
  await venue.op('panic/game/unfreeze', { panic: game.panic })
  await venue.op('undo', { seq: wrong, reason: 'wrong card' })
  await venue.lit(spare, '. 2 . . . .')
  await send(run, 4, 'Run')
  await suggests('reveal')
  await venue.op('night/reveal', { run })

  // The last question; a button is pressed while the core has no power.
  run = await nextTo('verdict', 4)
  await press(spare, 'slot-02', run, 2, ['The butler', 'The widow'], 1)
  await venue.lit(one, '1 2 . . . .')
  await venue.powerCut(async () => {
    one.program().type('2')
    await until('the vote to be kept', () => one.program().output().includes('vote kept'))
  })
  await Promise.all([three.again(), table.again()])
  await venue.voted(run, 2)
  played.votes.push({ run, device_id: 'slot-01', choice: 'The widow' })
  await send(run, 6, 'The butler')
  await suggests('next', 'end')
  await endOf(1, { choice: 'cash_out', ...DESK })

  // The second group. The slot that was replaced is switched on again meanwhile: it is kept out.
  await two.start()
  await venue.op('session/start', { name: 'Les Dupont', group_size: 2, by: 'Nadia' })
  await venue.op('cards/issue', { tag_uid: CARL })
  await venue.op('desk/top_up', { ...DESK, tag_uid: CARL, amount_cents: 2000 })
  await venue.op('desk/top_up', { ...DESK, tag_uid: ADA, amount_cents: 400 })
  await playRound(spare, CARL)
  await venue.op('mode/set', { mode: 'night' })
  run = (await venue.op('show/start')).run
  await press(one, 'slot-01', run, 2, ['Cellar', 'Garden'], 1)
  await press(spare, 'slot-02', run, 2, ['Cellar', 'Garden'], 2)
  await send(run, 1, 'Cellar')
  await suggests('next', 'garden')
  const garden = ['Yes, follow', 'No, wait']
  const before = await nextTo('garden', 6)
  await press(one, 'slot-01', before, 1, garden, 1)
  // Voided by mistake: it goes on as another run, and the show with it.
  const voided = await venue.op('night/void', { run: before, reason: 'wrong button' })
  await suggests('redo')
  const [last] = (await venue.get<{ items: { seq: number; kind: string }[] }>('/api/undo')).items
  expect([last?.kind, voided.status]).toEqual(['opNightVoid', 'ok'])
  run = (await venue.op('undo', { seq: last?.seq, reason: 'meant another' })).run
  played.continues.set(run, before)
  played.votes.push({ run, device_id: 'slot-01', choice: 'Yes, follow' })
  await press(spare, 'slot-02', run, 1, garden, 2)
  await send(run, 5, 'No, wait')
  await suggests('next', 'verdict')
  run = await nextTo('verdict', 7)
  await venue.op('session/pause', { session: 2, reason: 'a phone call', by: 'Nadia' })
  await suggests('resume')
  expect(await send(run, 6, 'The widow')).toMatchObject({ reason: 'frozen' })
  await venue.op('session/resume', { session: 2, by: 'Nadia' })
  await press(one, 'slot-01', run, 1, ['The butler', 'The widow'], 1)
  await press(spare, 'slot-02', run, 1, ['The butler', 'The widow'], 2)
  await send(run, 6, 'The widow')
  await suggests('next', 'end')
  await endOf(2, { choice: 'expire', reason: 'nobody came back' })
  expect((await until('the old one to be told', async () => (await two.link()).replaced && two.link())).state).toBe(
    'revoked',
  )
  await venue.op('doors/close', { door: 1 })

  await everythingAddsUp(venue, played)
}, 400_000)

async function messageNow() {
  const { message } = await venue.get<{ message: { panic: number } | null }>('/api/panic')
  return message?.panic
}
