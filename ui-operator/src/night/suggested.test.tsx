// @vitest-environment happy-dom
import { contracts, type OpPanic, type OpSession } from '@eg/shared'
import { act } from 'react'
import { afterEach, describe, expect, it } from 'vitest'
import { aScript, aShow, aSuggestion, aVisit } from '../script/script-samples'
import { openDesk } from '../testing/desk'
import { fingerDown } from '../testing/hold'
import { aDevice, aNight, aRun, START_MS } from '../testing/samples'

type Desk = Awaited<ReturnType<typeof openDesk>>
let desk: Desk
afterEach(() => desk.close())

const letGo = (key: string) =>
  act(async () => void document.body.dispatchEvent(new KeyboardEvent('keyup', { key, bubbles: true })))
const last = () => desk.given.at(-1)
const suggestions = () => [...desk.host.querySelectorAll('[data-suggested]')].map((b) => b.getAttribute('data-testid'))
const say = {
  night: (...given: Parameters<typeof aNight>) => desk.say(contracts.opNight, aNight(...given)),
  show: (...given: Parameters<typeof aShow>) => desk.say(contracts.opShow, aShow(...given)),
  script: () => desk.say(contracts.opScript, aScript()),
}
const revealed = aRun({ status: 'revealed', tally: { Ada: 6 }, winner: 'Ada' })
const NO_PANIC: OpPanic = { money: null, game: null, blackout: null, message: null }

describe('the suggested action', () => {
  it('F41 is the core’s word: the show is started with the script on the screen, by Enter', async () => {
    desk = await openDesk()
    await say.script()
    await say.night('open', null)
    await say.show(null, { suggested: aSuggestion('start', { leads_to: 'safe' }) })
    expect(suggestions()).toEqual(['action-start'])
    expect(desk.get('action-start').textContent).toContain('1 · safe ?')
    await desk.pass(600)
    await desk.key('Enter')
    expect(last()).toMatchObject({ name: 'opShowStart', payload: { expect_script: 'hash-1' } })
  })

  it('F42 Next says where it leads, and names the visit on the screen', async () => {
    desk = await openDesk()
    await say.script()
    await say.night('next', revealed)
    const visit = aVisit('safe', 3, { outcome: 'winner', winner: 'A' })
    const next = (to: string) =>
      say.show(visit, { leads_to: to, suggested: aSuggestion('next', { run: 7, leads_to: to }) })
    await next('cellar')
    expect(suggestions()).toEqual(['action-next'])
    expect(desk.get('action-next').textContent).toContain('2 · cellar ?')
    await desk.pass(600)
    await desk.press('action-next')
    expect(last()).toMatchObject({ name: 'opShowNext', payload: { expect_visit: 3 } })
    await next('end')
    expect(desk.get('action-next').textContent).toContain('le script est joué')
  })

  it('F41 a step that was voided is redone by its own run, also after a question by hand', async () => {
    desk = await openDesk()
    await say.night('next', aRun({ ...revealed, run: 12 }))
    await say.show(aVisit('safe', 1), { suggested: aSuggestion('redo', { run: 7 }) })
    await desk.pass(600)
    await desk.press('action-redo')
    expect(last()).toMatchObject({ name: 'opNightRedo', payload: { run: 7 } })
  })

  it('F41 the night that was played is ended, on the mode that was seen', async () => {
    desk = await openDesk()
    await desk.say(contracts.modeState, { mode: 'night', since: START_MS })
    await say.night('next', revealed)
    await say.show(null, { suggested: aSuggestion('end_night') })
    await desk.pass(600)
    await desk.press('action-end-night')
    expect(last()).toMatchObject({ name: 'opModeSet', payload: { mode: 'day', expect_mode: 'night' } })
  })

  it('F80 after the night of a session the suggestion leads to closing it; Enter never undoes within a moment what it did', async () => {
    desk = await openDesk()
    await desk.say(contracts.modeState, { mode: 'night', since: START_MS })
    await say.night('next', revealed)
    await say.show(null, { suggested: aSuggestion('end_night') })
    await desk.press('tab-night')
    await desk.pass(600)
    await desk.say(contracts.modeState, { mode: 'day', since: START_MS })
    await say.show(null, { suggested: aSuggestion('begin_night') })
    expect(suggestions()).toEqual(['action-begin-night'])
    await desk.pass(2000)
    await desk.key('Enter')
    expect(desk.given).toEqual([])
    const sample = contracts.opSession.sample as OpSession
    if (!sample.current) throw new Error('the sample has no session')
    const counts = { ...sample.current.counts, runs: 3 }
    await desk.say(contracts.opSession, { ...sample, current: { ...sample.current, counts } })
    expect(suggestions()).toEqual(['action-to-session'])
    await desk.pass(600)
    await desk.press('action-to-session')
    expect([desk.given, desk.session.view.getState().tab]).toEqual([[], 'sessions'])
  })

  it('O7 where the night has begun or ended a finger waits half a second, Enter five', async () => {
    desk = await openDesk()
    await desk.say(contracts.modeState, { mode: 'night', since: START_MS })
    await say.night('open', null)
    await say.show(null, { suggested: aSuggestion('start') })
    await say.show(null, { suggested: aSuggestion('end_night') })
    await desk.pass(300)
    await desk.press('action-end-night')
    await desk.pass(300)
    await desk.key('Enter')
    expect(desk.given).toEqual([])
    await desk.press('action-end-night')
    expect(last()).toMatchObject({ name: 'opModeSet', payload: { mode: 'day' } })
  })

  it('O7 Enter waits five seconds for what the suggestion came to mean, not again after a panel was closed', async () => {
    desk = await openDesk()
    await desk.say(contracts.modeState, { mode: 'night', since: START_MS })
    await say.night('open', null)
    await say.show(null, { suggested: aSuggestion('end_night') })
    for (let i = 0; i < 3; i++) {
      await desk.pass(2000)
      await desk.tick()
    }
    await desk.key('n')
    await desk.key('Escape', desk.get('composer-question'))
    await desk.pass(600)
    await desk.key('Enter')
    expect(last()).toMatchObject({ name: 'opModeSet', payload: { mode: 'day' } })
  })

  it('F54 a frozen game says so in its place, its timer stands, and the way on, held, takes back that very freeze', async () => {
    desk = await openDesk()
    await say.night('wait', aRun({ remaining_ms: 23_400, duration_s: 60 }))
    await say.show(null, { suggested: aSuggestion('unfreeze', { run: 7 }) })
    const game = { panic: 4, since: START_MS, by: 'Léa', reason: 'somebody fell' }
    await desk.say(contracts.opPanic, { ...NO_PANIC, game })
    expect(desk.get('night-frozen').textContent).toContain('Léa')
    expect(desk.get('night-frozen').textContent).toContain('somebody fell')
    expect(desk.get('countdown').textContent).toBe('00:24')
    expect((desk.get('action-redo') as HTMLButtonElement).disabled).toBe(true)
    await desk.pass(600)
    // F79: it was stopped by a hold, and one Enter or one tap does not let it go on.
    await desk.key('Enter')
    await letGo('Enter')
    const tap = await fingerDown(desk.get('action-unfreeze'))
    await tap.lift()
    await desk.pass(850)
    expect(desk.given).toEqual([])
    await desk.tick()
    await desk.key('Enter')
    await desk.pass(800)
    expect(last()).toMatchObject({ name: 'opGameUnfreeze', payload: { panic: 4 } })
    expect(desk.given).toHaveLength(1)
  })

  it('F79 letting a frozen game go on is held; an Enter for another button, or while locked, does not begin it', async () => {
    desk = await openDesk()
    await say.night('wait', aRun({ remaining_ms: 23_400, duration_s: 60 }))
    await say.show(null, { suggested: aSuggestion('unfreeze', { run: 7 }) })
    const game = { panic: 4, since: START_MS, by: 'Léa', reason: null }
    await desk.say(contracts.opPanic, { ...NO_PANIC, game })
    expect(suggestions()).toEqual(['action-unfreeze'])
    await desk.key('Enter', desk.get('tab-night'))
    await desk.pass(1000)
    await act(async () => desk.session.view.setState({ locked: true }))
    await desk.key('Enter')
    await desk.pass(1000)
    expect(desk.given).toEqual([])
  })

  it('F54 a paused session says so in its place, and the way on resumes that session', async () => {
    desk = await openDesk()
    await say.night('wait', aRun())
    await say.show(null, { suggested: aSuggestion('resume', { run: 7 }) })
    const sample = contracts.opSession.sample as OpSession
    if (!sample.current) throw new Error('the sample has no session')
    await desk.say(contracts.opSession, { ...sample, current: { ...sample.current, session: 9, status: 'paused' } })
    await desk.say(contracts.opPanic, {
      ...NO_PANIC,
      game: { panic: null, since: START_MS, by: 'Léa', reason: null },
    })
    expect(desk.find('night-frozen')).toBeNull()
    expect(desk.get('night-paused').textContent).toContain('pause')
    await desk.pass(600)
    await desk.press('action-resume')
    expect(last()).toMatchObject({ name: 'opSessionResume', payload: { session: 9 } })
  })
})

describe('what the cockpit says', () => {
  it('F49 a standstill says since when, and which slots are missing', async () => {
    desk = await openDesk()
    for (const id of ['slot-01', 'slot-02', 'slot-03'])
      await desk.say(contracts.opDevice, aDevice(id), { device_id: id })
    await say.night('wait', aRun({ voters: [{ device_id: 'slot-02', at: START_MS }] }))
    await say.show(null, { suggested: aSuggestion('wait', { run: 7 }) })
    expect(desk.find('stalled')).toBeNull()
    await say.show(null, { suggested: aSuggestion('wait'), stalled: { at: START_MS, after_s: 180 } })
    const told = desk.get('stalled').textContent
    expect(told).toMatch(/\(3\smin\)/)
    expect(told).toContain('slot-01, slot-03')
    await say.show(null, { suggested: aSuggestion('reveal'), stalled: { at: START_MS, after_s: 180 } })
    expect(desk.get('stalled').textContent).toContain('attend que vous le révéliez')
  })

  it('F48 a result without a winner says why: too few votes and a tie are not “nobody voted”', async () => {
    desk = await openDesk()
    const without = (tally: Record<string, number>, more = {}) =>
      say.night('next', aRun({ status: 'revealed', winner: null, tally, ...more }))
    await without({ Ada: 3, Boris: 3 })
    expect(desk.get('winner').textContent).toContain('Égalité')
    expect(desk.get('step-run-7').textContent).toContain('Égalité')
    await without({ Ada: 3, Boris: 1 })
    expect(desk.get('winner').textContent).toContain('Trop peu de votes')
    await say.show(aVisit('safe', 1, { run: 7, outcome: 'no_quorum' }))
    await without({ Ada: 2, Boris: 2 })
    expect(desk.get('winner').textContent).toContain('Trop peu de votes')
  })

  it('F58 no two actions of the night share a key, none takes one of the rail’s, and each is in the palette', async () => {
    desk = await openDesk()
    await desk.say(contracts.opDevice, aDevice('slot-01'), { device_id: 'slot-01' })
    await say.script()
    await say.night('reveal', aRun({ status: 'closed' }))
    await say.show(aVisit('safe', 1), { suggested: aSuggestion('reveal', { run: 7 }) })
    const undoable = { seq: 42, kind: 'opNightClose', by: 'Léa', at: START_MS, until: START_MS + 60_000, run: 7 }
    await desk.say(contracts.opUndoable, { window_s: 60, items: [{ ...undoable, undone_by: null }] })
    const offered = [...desk.session.actions.getState().offered.values()].flat()
    const all = offered.flatMap(({ key }) => (key ? [key] : []))
    expect(all.filter((key, i) => all.indexOf(key) !== i)).toEqual([])
    const night = offered.flatMap(({ id, key }) => (key && !/^(go|console)\./.test(id) ? [key] : []))
    expect(night.sort()).toEqual(['+', 'A', 'C', 'J', 'M', 'N', 'O', 'R', 'U', 'V', 'X', '⏎'])
  })
})

describe('a tie', () => {
  it('F58 is decided by the number on the option’s mark, then revealed by Enter', async () => {
    desk = await openDesk()
    await say.night('decide', aRun({ status: 'closed', tied: ['Ada', 'Cléo'] }))
    await say.show(null, { suggested: aSuggestion('decide', { run: 7 }) })
    await desk.key('2')
    await desk.pass(600)
    await desk.key('Enter')
    expect(desk.given).toEqual([])
    await desk.key('3')
    await desk.key('Enter')
    expect(last()).toMatchObject({ name: 'opNightReveal', payload: { run: 7, winner: 'Cléo' } })
  })
})

describe('taking back', () => {
  const item = (seq: number, kind: string, run: number | null, more = {}) => ({
    seq,
    kind,
    by: 'Léa',
    at: START_MS,
    until: START_MS + 48_000,
    run,
    undone_by: null,
    ...more,
  })

  it('F55 the last command that can be taken back is a line with the time that is left, and asks why', async () => {
    desk = await openDesk()
    await say.night('reveal', aRun({ status: 'closed' }))
    await desk.say(contracts.opUndoable, { window_s: 60, items: [item(42, 'opNightClose', 7)] })
    expect(desk.get('undo-line').textContent).toContain('Clore le vote, par Léa, 0:48')
    await desk.key('u')
    await desk.press('reason-confirm')
    expect(desk.given).toEqual([])
    await desk.type('reason', 'trop tôt')
    await desk.press('reason-confirm')
    expect(last()).toMatchObject({ name: 'opUndo', payload: { seq: 42, reason: 'trop tôt' } })
    expect(desk.find('reason')).toBeNull()
  })

  it('F55 what is over, undone, past or of money is not offered', async () => {
    desk = await openDesk()
    await say.night('wait', aRun())
    const items = [
      item(50, 'opDeskTopUp', null),
      item(49, 'opNightClose', 7),
      item(48, 'opNightVoid', 6),
      item(47, 'opModeSet', null),
      item(46, 'opNightExcuse', 7, { undone_by: 60 }),
    ]
    await desk.say(contracts.opUndoable, { window_s: 60, items })
    expect(desk.find('undo-line')).toBeNull()
    await desk.say(contracts.opUndoable, { window_s: 60, items: [...items, item(45, 'opNightExcuse', 7)] })
    expect(desk.get('undo-line').textContent).toContain('Excuser une station')
    await desk.pass(48_500)
    await desk.tick()
    await desk.pass(500)
    expect(desk.find('undo-line')).toBeNull()
  })
})
