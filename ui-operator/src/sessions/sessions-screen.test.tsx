// @vitest-environment happy-dom
import { contracts, type OperatorRole, type OpSession } from '@eg/shared'
import { afterEach, beforeAll, describe, expect, it } from 'vitest'
import { createOpenAccess } from '../login/open-access'
import { openDesk } from '../testing/desk'
import { at, seek, tap, textAt, write } from '../testing/page'
import { START_MS } from '../testing/samples'
import { readScreens } from '../view/screens'
import { TABS } from '../view/view-store'
import { aCurrent, aLast, anEvening, aReset, aRow } from './session-samples'

type Desk = Awaited<ReturnType<typeof openDesk>>
let desk: Desk
let asked: string[] = []
// The screens' files are read before the clock of the first test runs.
beforeAll(() => readScreens(TABS), 60_000)
afterEach(() => desk.close())

const PREVIEW = {
  session: 3,
  cards: 8,
  cents: 34_300,
  frozen: 1,
  frozen_cents: 300,
  desks: [{ desk_id: 'change-01', by: 'Nadia', drawer_cents: 50_000 }],
}

/** What the core answers over HTTP, by the beginning of the path. */
function openCore(answers: Record<string, unknown>, role?: OperatorRole) {
  asked = []
  const access = createOpenAccess(role ? { is: 'in', name: 'Léa', role } : { is: 'open' })
  return {
    ...access,
    fetch: async (input: string | URL | Request) => {
      const path = String(input)
      asked.push(path)
      const found = Object.entries(answers).find(([start]) => path.startsWith(start))
      return found ? Response.json(found[1]) : new Response('', { status: 500 })
    },
  }
}
async function open(evening: OpSession, answers: Record<string, unknown> = {}, role?: OperatorRole) {
  const list = { '/api/sessions?': { items: [aRow(3)], next_before: null } }
  desk = await openDesk([], { access: openCore({ ...answers, ...list }, role) })
  desk.session.view.setState({ myName: role ? '' : 'Nadia' })
  await desk.press('tab-sessions')
  await desk.say(contracts.opSession, evening)
  await desk.pass(0)
}
const given = () =>
  desk.given.map(({ name, payload }) => {
    const { req_id: id, ...fields } = payload
    expect(id).not.toBe('')
    return [name, fields]
  })
const enabled = (id: string) => !(at(id) as HTMLButtonElement).disabled

describe('a session begins', () => {
  it('J60 with a name, how many people and notes, on the last session that was seen', async () => {
    await open(anEvening())
    await tap('session-start-confirm')
    expect(given()).toEqual([])
    await write('session-name', 'Les Dupont')
    await write('session-size', '12.5')
    expect((at('session-size') as HTMLInputElement).value).toBe('')
    await tap('session-start-confirm')
    expect(given()).toEqual([])
    await write('session-size', '12')
    await write('session-notes', 'un fauteuil')
    await tap('session-start-confirm')
    const plan = { name: 'Les Dupont', group_size: 12, notes: 'un fauteuil' }
    expect(given()).toEqual([['opSessionStart', { ...plan, expect_last: 3, by: 'Nadia' }]])
  })

  it('J60 says what is missing, and begins all the same only with a reason', async () => {
    const reset = { ready: false, missing: ['cards_undecided', 'devices'], devices: [aReset('slot-01')] }
    await open(anEvening({}, reset))
    expect(textAt('session-missing')).toContain('1 appareil n’est pas prêt')
    expect(textAt('session-missing')).toContain('Le sort des cartes')
    await write('session-name', 'Les Dupont')
    await write('session-size', '4')
    await tap('session-start-confirm')
    expect(given()).toEqual([])
    await write('session-reason', 'ils attendent')
    await tap('session-start-confirm')
    expect(given()[0]?.[1]).toMatchObject({ reason: 'ils attendent' })
  })

  it('J61 not at all while a question is open or cards are worked on, whatever the reason', async () => {
    await open(anEvening({}, { ready: false, missing: ['run_open'] }))
    expect(textAt('session-missing')).toContain('Une question est ouverte')
    expect([enabled('session-start-confirm'), seek('session-reason')]).toEqual([false, null])
  })
})

describe('a session that is on', () => {
  it('J62 shows its time without pauses, pauses with or without a reason, and goes on', async () => {
    await open(anEvening({ current: aCurrent() }))
    await desk.pass(2000)
    await desk.tick()
    await desk.pass(300)
    expect(textAt('session-time')).toBe('00:10:02')
    await desk.key('u')
    await tap('pause-confirm')
    const pause = { from: START_MS, by: 'Nadia', reason: 'alarme', until: null, resumed_by: null }
    const paused = { status: 'paused' as const, running_since: null, active_ms: 660_000, pauses: [pause] }
    await desk.say(contracts.opSession, anEvening({ current: aCurrent(paused) }))
    await desk.pass(1000)
    expect(textAt('session-time')).toBe('00:11:00')
    expect(textAt('session-now')).toContain('alarme')
    await desk.key('u')
    expect(given()).toEqual([
      ['opSessionPause', { session: 3, by: 'Nadia' }],
      ['opSessionResume', { session: 3, by: 'Nadia' }],
    ])
  })

  it('J63 is closed though something is open only with a reason', async () => {
    await open(anEvening({ current: aCurrent() }))
    desk.answers['opSessionClose'] = { status: 'refused', reason: 'run_open' }
    await tap('session-close')
    expect(seek('close-reason')).toBeNull()
    await tap('close-confirm')
    expect(textAt('close-dialog')).toContain('Révélez-la ou annulez-la')
    await tap('close-confirm')
    await write('close-reason', 'groupe parti')
    desk.answers['opSessionClose'] = { status: 'ok' }
    await tap('close-confirm')
    expect(given()).toEqual([
      ['opSessionClose', { session: 3, by: 'Nadia' }],
      ['opSessionClose', { session: 3, reason: 'groupe parti', by: 'Nadia' }],
    ])
    expect(seek('close-dialog')).toBeNull()
  })

  it('J63 asks for no reason where none would help', async () => {
    await open(anEvening({ current: aCurrent() }))
    desk.answers['opSessionClose'] = { status: 'stale', reason: 'stale' }
    await tap('session-close')
    await tap('close-confirm')
    expect([seek('close-reason'), textAt('close-dialog').includes('a changé')]).toEqual([null, true])
  })
})

describe('between two groups', () => {
  it('J64 resets all that need it at once, one again, and takes somebody’s word by name', async () => {
    const devices = [
      aReset('slot-01'),
      aReset('slot-02', { reason: 'card_here' }),
      aReset('table-01', { status: 'manual', reason: 'legacy' }),
      aReset('slot-03', { status: 'ready' }),
    ]
    await open(anEvening({}, { ready: false, missing: ['devices'], devices }))
    expect(textAt('reset-slot-02')).toContain('une carte y est encore posée')
    expect(textAt('reset-table-01')).toContain('ancien système')
    expect(seek('reset-slot-03')).toBeNull()
    await desk.key('z')
    await tap('reset-retry-slot-02')
    await tap('reset-confirm-table-01')
    expect(given()).toEqual([
      ['opSessionReset', { targets: 'needed' }],
      ['opSessionReset', { targets: ['slot-02'] }],
      ['opSessionConfirm', { target_id: 'table-01', by: 'Nadia' }],
    ])
    desk.session.view.setState({ myName: '' })
    await desk.pass(0)
    expect(enabled('reset-confirm-table-01')).toBe(false)
  })

  it('J65 folds many devices down to those that wait for a hand', async () => {
    const many = Array.from({ length: 30 }, (_, i) => aReset(`slot-${i}`, i === 17 ? { status: 'manual' } : {}))
    await open(anEvening({}, { ready: false, missing: ['devices'], devices: many }))
    const rows = () => document.querySelectorAll('.eg-reset-row').length
    expect([rows(), seek('reset-slot-17') !== null]).toEqual([1, true])
    expect(textAt('reset-panel')).toContain('30 à faire')
    await tap('reset-unfold')
    expect(rows()).toBe(30)
  })

  it('J66 chooses for the cards on the sums that were shown; expiring asks why', async () => {
    const reset = { ready: false, missing: ['cards_undecided'], cards_undecided: true }
    await open(anEvening({}, reset), { '/api/sessions/cards/3': PREVIEW })
    expect(textAt('cards-sum')).toContain('8 cartes')
    const sums = { session: 3, by: 'Nadia', expect_cards: 8, expect_cents: 34_300 }
    await tap('cards-confirm')
    await tap('cards-cash_out')
    await tap('cards-confirm')
    await tap('cards-expire')
    await tap('cards-confirm')
    await write('cards-reason', 'jetons de jeu')
    await tap('cards-confirm')
    expect(given()).toEqual([
      ['opSessionCards', { ...sums, choice: 'keep' }],
      ['opSessionCards', { ...sums, choice: 'cash_out', desk_id: 'change-01' }],
      ['opSessionCards', { ...sums, choice: 'expire', reason: 'jetons de jeu' }],
    ])
  })

  it('J66 pays nothing out of a drawer that does not hold it, and says why a choice stopped', async () => {
    const job = { job: 1, session: 3, choice: 'cash_out' as const, status: 'stopped' as const, desk_id: 'change-01' }
    const so = { why: null, by: 'Nadia', at: START_MS, ended_at: START_MS, cards: 8, cents: 34_300, done: 3 }
    const cards = [{ ...job, ...so, reason: 'drawer_short', done_cents: 9000, skipped: 1 }]
    const poor = { ...PREVIEW, desks: [{ desk_id: 'change-01', by: 'Nadia', drawer_cents: 100 }] }
    const reset = { ready: false, missing: ['cards_undecided'], cards_undecided: true, cards }
    await open(anEvening({}, reset), { '/api/sessions/cards/3': poor })
    expect(textAt('cards-job-1')).toContain('3 sur 8 cartes')
    expect(textAt('cards-job-1')).toContain('apportez des espèces')
    await tap('cards-cash_out')
    expect(enabled('cards-confirm')).toBe(false)
  })
})

describe('past sessions', () => {
  it('J67 are listed in pages, newest first, and read anew when one is closed', async () => {
    asked = []
    const pages = [
      { items: [aRow(9), aRow(8)], next_before: 8 },
      { items: [aRow(7)], next_before: null },
    ]
    const access = createOpenAccess()
    const fetch = async (input: string | URL | Request) => {
      asked.push(String(input))
      return Response.json(pages[asked.length === 2 ? 1 : 0])
    }
    desk = await openDesk([], { access: { ...access, fetch } })
    await desk.press('tab-sessions')
    await desk.say(contracts.opSession, anEvening({ last: [aLast(9)] }))
    await desk.pass(0)
    await tap('past-older')
    const rows = () =>
      [...document.querySelectorAll('[data-testid^="past-"] .eg-past-number')].map((n) => n.textContent)
    expect(rows()).toEqual(['9', '8', '7'])
    expect(asked[1]).toContain('before=8')
    expect(seek('past-older')).toBeNull()
    await desk.say(contracts.opSession, anEvening({ last: [aLast(10)] }))
    expect(asked).toHaveLength(3)
  })

  it('J67 say so when they cannot be read', async () => {
    desk = await openDesk([], { access: openCore({}) })
    await desk.press('tab-sessions')
    await desk.say(contracts.opSession, anEvening())
    await desk.pass(0)
    expect(textAt('past-sessions')).toContain('La liste n’a pas pu être lue')
  })

  it('J73 a viewer sees the session and the list, and no button', async () => {
    await open(anEvening({ current: aCurrent() }), {}, 'viewer')
    expect(textAt('session-now')).toContain('Les Martin')
    // O150: as in the report.
    expect(textAt('past-3')).toContain('Groupe 3')
    expect(textAt('past-3').replaceAll(/\s/g, ' ')).toContain(' 10 min ')
    expect(document.querySelectorAll('main .eg-button, main button.eg-past-row')).toHaveLength(0)
    await desk.say(
      contracts.opSession,
      anEvening({}, { ready: false, missing: ['devices'], devices: [aReset('slot-01')] }),
    )
    expect(document.querySelectorAll('main .eg-button')).toHaveLength(0)
    expect(textAt('reset-slot-01')).toContain('À remettre à zéro')
  })
})
