// @vitest-environment happy-dom
import { allContracts, contracts, type OperatorRun, type OpPanic, type OpSwaps } from '@eg/shared'
import { act } from 'react'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { aScript, aShow, aSuggestion, aVisit } from '../script/script-samples'
import { createOperatorCalls } from '../setup/operator-calls'
import { openDesk, settle } from '../testing/desk'
import { fingerDown } from '../testing/hold'
import { aCard, aDesk, GAME, TAG } from '../testing/money-samples'
import { FROZEN, MESSAGE, somePanic } from '../testing/panic-samples'
import { aDevice, aNight, aRun, START_MS } from '../testing/samples'
import { createMemoryKeep } from './keep'

// A command says on what it was made: whoever was slower is told so, instead of doing a thing twice.

type Desk = Awaited<ReturnType<typeof openDesk>>
let desk: Desk | null = null
beforeEach(() => window.sessionStorage.clear())
afterEach(async () => {
  await desk?.close()
  desk = null
})

type Expected = Record<string, unknown>
type Act = () => Promise<Expected>

const given = (page: Desk, name: string): Expected => {
  const last = page.given.findLast((each) => each.name === name)
  expect(last, `${name} was not given`).toBeDefined()
  return last?.payload ?? {}
}
/** A page on which this run stands, and what happens on it. */
const onRun = (name: string, run: Partial<OperatorRun>, play: (page: Desk) => Promise<void>) => async () => {
  desk = await openDesk()
  await desk.say(contracts.opNight, aNight('wait', aRun(run)))
  await play(desk)
  return given(desk, name)
}
const key = (name: string) => (page: Desk) => page.key(name)
const hold = async (page: Desk, id: string) => {
  await fingerDown(page.get(id))
  await page.pass(800)
  await act(settle)
  await page.tick()
}
const onPanic = (name: string, panic: Partial<OpPanic>, play: (page: Desk) => Promise<void>) => async () => {
  desk = await openDesk()
  await desk.say(contracts.opPanic, somePanic(panic))
  await desk.press('panic')
  await play(desk)
  return given(desk, name)
}
const inShow = (name: string, play: (page: Desk) => Promise<void>) => async () => {
  desk = await openDesk()
  await desk.say(contracts.opScript, aScript())
  await desk.say(contracts.opNight, aNight('wait', aRun()))
  await desk.say(contracts.opShow, aShow(aVisit('cellar', 2), { suggested: aSuggestion('next') }))
  await desk.pass(600)
  await play(desk)
  return given(desk, name)
}
const because = async (page: Desk) => {
  await page.type('reason', 'en retard')
  await page.press('reason-confirm')
}
const A_SWAP: OpSwaps['items'][number] = {
  swap: 3,
  slot_id: 'slot-04',
  spare_id: 'spare-02',
  status: 'done',
  fenced: true,
  reason: 'écran noir',
  by: 'Léa',
  at: START_MS,
  ended_at: START_MS,
  problem: null,
  returned_at: null,
  returned_from: null,
}
const swapping = (status: 'sent' | 'done') => async () => {
  desk = await openDesk()
  await desk.say(contracts.opDevice, aDevice('slot-04', { online: false }), { device_id: 'slot-04' })
  await desk.say(contracts.opDevice, aDevice('spare-01', { kind: 'spare' }), { device_id: 'spare-01' })
  await desk.say(contracts.opNight, aNight('wait', aRun()))
  await desk.say(contracts.opSwaps, { items: [{ ...A_SWAP, status }] })
  await desk.press('slot-slot-04')
  await desk.press('slot-replace')
  if (status === 'sent') await desk.press('swap-another')
  await desk.press('spare-spare-01')
  await because(desk)
  return given(desk, 'opSwap')
}
const closing: Act = async () => {
  const keeps = { tab: createMemoryKeep(), machine: createMemoryKeep() }
  keeps.tab.setItem('eg.tab', 'desk')
  keeps.machine.setItem('eg.desk', 'change-01')
  desk = await openDesk([], { keeps })
  await desk.say(contracts.gameState, GAME)
  const shift = { shift: 8, by: 'Nadia', opened_at: START_MS, opened_with_cents: 20_000 }
  await desk.say(contracts.opDesk, aDesk({ shift }), { device_id: 'change-01' })
  await desk.press('shift-end')
  // Counted for shift 8, whatever is open when it is sent.
  await desk.say(contracts.opDesk, aDesk({ shift: { ...shift, shift: 9 } }), { device_id: 'change-01' })
  await desk.type('shift-close-amount', '200')
  await desk.press('shift-close-confirm')
  return given(desk, 'opShiftClose')
}
const adjusting: Act = async () => {
  desk = await openDesk([], { reads: { cards: async () => [aCard({})], card: async () => aCard({}) } })
  await desk.say(contracts.gameState, GAME)
  await desk.key('p')
  await desk.press(`player-${TAG}`)
  await desk.press('card-adjust')
  await desk.type('adjust-amount', '5')
  await desk.type('adjust-form-reason', 'panne')
  await desk.type('adjust-form-name', 'Nadia')
  await desk.press('adjust-form-confirm')
  return given(desk, 'opCardAdjust')
}
const starting: Act = async () => {
  desk = await openDesk()
  await desk.say(contracts.opScript, aScript())
  await desk.say(contracts.opNight, aNight('open', null))
  const ended = { show: 4, status: 'ended' as const, suggested: aSuggestion('start', { leads_to: 'safe' }) }
  await desk.say(contracts.opShow, aShow(null, ended))
  await desk.pass(600)
  await desk.press('action-start')
  return given(desk, 'opShowStart')
}
/** Passwords travel over HTTP alone. */
const setting = (role: 'cashier' | null) => async () => {
  const bodies: Expected[] = []
  const calls = createOperatorCalls(async (_, init) => {
    bodies.push(JSON.parse(String(init?.body)) as Expected)
    return new Response('{}')
  })
  await calls.set('Sam', 'viewer', role)
  return bodies[0] ?? {}
}

const ACTS: [what: string, contract: string, act: Act, expected: Expected][] = [
  ['close', 'opNightClose', onRun('opNightClose', {}, key('c')), { expect_status: 'open' }],
  ['reveal', 'opNightReveal', onRun('opNightReveal', { status: 'closed' }, key('r')), { expect_status: 'closed' }],
  [
    'redo',
    'opNightRedo',
    onRun('opNightRedo', { status: 'revealed', tally: {} }, key('o')),
    { expect_status: 'revealed' },
  ],
  [
    'void',
    'opNightVoid',
    onRun('opNightVoid', { status: 'closed' }, async (page) => {
      await page.key('v')
      await page.type('void-reason', 'erreur')
      await page.press('void-confirm')
    }),
    { expect_status: 'closed' },
  ],
  [
    'extend',
    'opNightExtend',
    onRun('opNightExtend', { duration_s: 60, closes_at: START_MS + 60_000, timer: 4 }, key('+')),
    { expect_timer: 4 },
  ],
  ['show start', 'opShowStart', starting, { expect_show: 4, expect_script: 'hash-1' }],
  ['show next', 'opShowNext', inShow('opShowNext', (page) => page.press('action-next')), { expect_visit: 2 }],
  [
    'show jump',
    'opShowJump',
    inShow('opShowJump', async (page) => {
      await page.key('j')
      await page.choose('jump-step', 'garden')
      await because(page)
    }),
    { expect_visit: 2 },
  ],
  [
    'show end',
    'opShowEnd',
    inShow('opShowEnd', async (page) => {
      await page.key('x')
      await because(page)
    }),
    { expect_visit: 2 },
  ],
  ...(['money', 'game', 'blackout'] as const).map((scope): (typeof ACTS)[number] => {
    const name = { money: 'opMoneyUnfreeze', game: 'opGameUnfreeze', blackout: 'opBlackoutEnd' }[scope]
    const play = onPanic(name, { [scope]: FROZEN }, (page) => hold(page, `panic-release-${scope}`))
    return [`${scope} released`, name, play, { expect_held: true }]
  }),
  [
    'message clear',
    'opMessageClear',
    onPanic('opMessageClear', { message: MESSAGE }, (page) => page.press('panic-message-clear')),
    { expect_held: true },
  ],
  ...[MESSAGE, null].map((message): (typeof ACTS)[number] => [
    `message show in place of ${message?.panic ?? 'none'}`,
    'opMessageShow',
    onPanic('opMessageShow', { message }, async (page) => {
      await page.type('panic-message-text', 'Sortez')
      await page.press('panic-message-send')
    }),
    { expect_panic: message?.panic ?? null },
  ]),
  ['swap after one that is through', 'opSwap', swapping('done'), { expect_online: false, expect_swap: null }],
  ['swap in place of another', 'opSwap', swapping('sent'), { expect_online: false, expect_swap: 3 }],
  ['shift close', 'opShiftClose', closing, { expect_shift: 8 }],
  ['adjust', 'opCardAdjust', adjusting, { expect_balance_cents: aCard({}).balance_cents }],
  ['operator changed', 'opOperatorSet', setting('cashier'), { expect_role: 'cashier' }],
  ['operator added', 'opOperatorSet', setting(null), { expect_role: null }],
]

/** Played where their screens are tested: there the field stands in what is expected of the command. */
const PLAYED_ELSEWHERE: Record<string, string> = {
  opModeSet: 'app.test.tsx',
  opNightOpen: 'composer/composer.test.tsx',
  opShowLoad: 'script/script-editor.test.tsx',
  opDoorsOpen: 'ready/ready-screen.test.tsx',
  opSessionStart: 'sessions/sessions-screen.test.tsx',
  opSessionCards: 'sessions/sessions-screen.test.tsx',
}
const TESTS = import.meta.glob<string>('../**/*.test.tsx', { query: '?raw', import: 'default', eager: true })

/** Of each command: the fields that say on what it was made. */
const FIELDS = allContracts.flatMap(({ kind, name, schema }) => {
  const { shape } = schema as { shape?: object }
  const fields = Object.keys(shape ?? {}).filter((field) => field.startsWith('expect_'))
  return kind === 'command' && fields.length > 0 ? [{ name, fields: fields.toSorted() }] : []
})

describe('a command says on what it was made', () => {
  it.each(ACTS)('F66 %s', async (_, contract, play, expected) => {
    const payload = await play()
    const told = Object.fromEntries(Object.entries(payload).filter(([field]) => field.startsWith('expect_')))
    expect(told).toEqual(expected)
    expect(Object.keys(expected).toSorted()).toEqual(FIELDS.find(({ name }) => name === contract)?.fields)
  })

  it('F67 no command with such a field is left out', () => {
    const played = new Set(ACTS.map(([, contract]) => contract))
    expect(FIELDS.length).toBeGreaterThan(20)
    expect(FIELDS.map(({ name }) => name).filter((name) => !played.has(name) && !PLAYED_ELSEWHERE[name])).toEqual([])
    for (const [name, file] of Object.entries(PLAYED_ELSEWHERE)) {
      const text = TESTS[`../${file}`] ?? ''
      expect(text, file).toContain(name)
      for (const field of FIELDS.find((each) => each.name === name)?.fields ?? []) expect(text, file).toContain(field)
    }
  })
})
