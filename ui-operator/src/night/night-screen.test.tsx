// @vitest-environment happy-dom
import { contracts } from '@eg/shared'
import { afterEach, describe, expect, it } from 'vitest'
import { openDesk } from '../testing/desk'
import { timeLeft } from './time-left'
import { aDevice, aNight, aRun, START_MS } from '../testing/samples'

type Desk = Awaited<ReturnType<typeof openDesk>>
let desk: Desk
afterEach(() => desk.close())

const suggestions = () => [...desk.host.querySelectorAll('[data-suggested]')].map((b) => b.getAttribute('data-testid'))
const night = (...given: Parameters<typeof aNight>) => desk.say(contracts.opNight, aNight(...given))
const last = () => desk.given.at(-1)

describe('night cockpit', () => {
  it('O6 shows exactly one suggested action, which Enter carries out, and none while waiting', async () => {
    desk = await openDesk()
    await night('close', aRun())
    expect(suggestions()).toEqual(['action-close'])
    await desk.pass(600)
    await desk.key('Enter')
    expect(last()).toMatchObject({ name: 'opNightClose', payload: { run: 7 } })
    await night('wait', aRun())
    expect(suggestions()).toEqual([])
    await night('next', aRun({ status: 'revealed', tally: {} }))
    expect(suggestions()).toEqual(['action-new'])
    await desk.pass(600)
    await desk.press('action-new')
    expect(suggestions()).toEqual(['composer-open'])
  })

  it('O7 ignores Enter just after the suggestion changed, keys that repeat, and keys with a modifier', async () => {
    desk = await openDesk()
    await night('close', aRun())
    await desk.pass(600)
    await desk.key('Enter')
    await night('reveal', aRun({ status: 'closed' }))
    await desk.key('Enter')
    await desk.key('r', document.body, { repeat: true })
    await desk.key('r', document.body, { ctrlKey: true })
    expect(desk.given.map((g) => g.name)).toEqual(['opNightClose'])
    await desk.pass(600)
    await desk.tick()
    await desk.key('Enter')
    expect(last()?.name).toBe('opNightReveal')
  })

  it('O7 takes no press just after the suggestion changed: a double tap on “close” reveals nothing', async () => {
    desk = await openDesk()
    await night('close', aRun())
    await desk.pass(600)
    await desk.press('action-close')
    await night('reveal', aRun({ status: 'closed' }))
    await desk.pass(300)
    await desk.press('action-reveal')
    expect(desk.given.map((g) => g.name)).toEqual(['opNightClose'])
    await desk.pass(300)
    await desk.press('action-reveal')
    expect(last()?.name).toBe('opNightReveal')
  })

  it('O7 what comes back from behind a panel takes neither Enter nor a press at once', async () => {
    desk = await openDesk()
    await night('reveal', aRun({ status: 'closed' }))
    await desk.pass(600)
    await desk.press('action-void')
    await desk.key('Escape', desk.get('void-reason'))
    await desk.key('Enter')
    await desk.press('action-reveal')
    expect(desk.given).toEqual([])
    await desk.pass(600)
    await desk.press('action-reveal')
    expect(last()?.name).toBe('opNightReveal')
  })

  it('O7 what always means one thing takes every press', async () => {
    desk = await openDesk()
    await night('wait', aRun())
    await desk.press('action-close')
    expect(last()?.name).toBe('opNightClose')
  })

  it('O190 “redo” pressed twice begins the run again once', async () => {
    desk = await openDesk()
    const shown = aRun({ status: 'revealed', tally: { Ada: 6 }, winner: 'Ada' })
    await night('next', shown)
    await desk.pass(600)
    await desk.press('action-redo')
    expect(last()).toMatchObject({ name: 'opNightRedo', payload: { run: 7 } })
    await night('wait', aRun({ run: 8 }))
    await desk.pass(200)
    await desk.press('action-redo')
    await desk.key('o')
    expect(desk.given).toHaveLength(1)
    await desk.pass(400)
    await desk.press('action-redo')
    expect(last()).toMatchObject({ name: 'opNightRedo', payload: { run: 8 } })
  })

  it('O7 single keys act, but not while somebody is typing', async () => {
    desk = await openDesk()
    await night('wait', aRun({ closes_at: START_MS + 60_000, duration_s: 60 }))
    await desk.key('+')
    expect(last()).toMatchObject({ name: 'opNightExtend', payload: { run: 7, seconds: 15 } })
    await desk.key('c', desk.host.querySelector('input[type="search"]') ?? document.body)
    expect(desk.given).toHaveLength(1)
    await desk.key('n')
    expect(desk.find('composer')).not.toBeNull()
  })

  it('O76 offers to close with those that have voted when nobody else is waited for', async () => {
    desk = await openDesk()
    const voters = [1, 2, 3, 4, 5, 6, 7, 8].map((n) => ({ device_id: `slot-0${n}`, at: START_MS }))
    const excused = [{ device_id: 'slot-09', by: 'absent' as const }]
    await night('close', aRun({ voters, excused }))
    expect(desk.get('action-close').textContent).toContain('Clore avec 8 sur 9')
    expect(desk.get('excused-count').textContent).toBe('1 excusée')
    await night('close', aRun({ voters, excused, expects: 'slots', expected: 8 }))
    expect(desk.get('action-close').textContent).toContain('Clore avec 8 sur 9')
    await night('close', aRun({ voters }))
    expect(desk.get('action-close').textContent).toContain('Clore le vote')
  })

  it('O76 lets the operator stop waiting for a slot, and wait for it again', async () => {
    desk = await openDesk()
    await desk.say(contracts.opDevice, aDevice('slot-04'), { device_id: 'slot-04' })
    await night('wait', aRun())
    await desk.press('excuse-slot-04')
    expect(last()).toMatchObject({ name: 'opNightExcuse', payload: { run: 7, slot_id: 'slot-04', excused: true } })
    await night('wait', aRun({ excused: [{ device_id: 'slot-04', by: 'operator' }] }))
    expect(desk.get('tile-slot-04').dataset['word']).toBe('excused')
    await desk.pass(600)
    await desk.press('excuse-slot-04')
    expect(last()?.payload).toMatchObject({ excused: false })
    await night('wait', aRun({ excused: [{ device_id: 'slot-04', by: 'absent' }] }))
    expect(desk.find('excuse-slot-04')).toBeNull()
  })

  it('O177 the second half of a double click does not wait again for a slot that was just excused', async () => {
    desk = await openDesk()
    await desk.say(contracts.opDevice, aDevice('slot-04'), { device_id: 'slot-04' })
    await night('wait', aRun())
    await desk.press('excuse-slot-04')
    await night('wait', aRun({ excused: [{ device_id: 'slot-04', by: 'operator' }] }))
    await desk.pass(300)
    await desk.press('excuse-slot-04')
    expect(desk.given.map(({ payload }) => payload['excused'])).toEqual([true])
    await desk.pass(300)
    await desk.press('excuse-slot-04')
    expect(desk.given.map(({ payload }) => payload['excused'])).toEqual([true, false])
  })

  it('O15 has no count and no winner on the page before the reveal', async () => {
    desk = await openDesk()
    await night('reveal', aRun({ status: 'closed', voters: [{ device_id: 'slot-01', at: START_MS }] }))
    expect(desk.get('voted-count').textContent).toBe('1 sur 9 a voté')
    expect(desk.find('winner')).toBeNull()
    expect(desk.find('tally-1')).toBeNull()
  })

  it('O16 shows a bar for each option and the winner once revealed, of a tie that it was one, or that nobody voted', async () => {
    desk = await openDesk()
    await night('next', aRun({ status: 'revealed', tally: { Ada: 2, Boris: 6 }, winner: 'Boris' }))
    expect([1, 2, 3].map((n) => desk.get(`tally-${n}`).dataset['count'])).toEqual(['2', '6', '0'])
    expect(desk.get('winner').textContent).toMatch(/Gagnant\s: Boris/)
    await night('next', aRun({ status: 'revealed', tally: { Ada: 4, Boris: 4 }, winner: 'Ada' }))
    expect(desk.get('winner').textContent).toMatch(/Égalité, tranchée pour\s: Ada/)
    await night('next', aRun({ status: 'revealed', tally: {}, winner: null }))
    expect(desk.get('winner').textContent).toContain('Personne n’a voté')
  })

  it('O17 reveals a tie only with one of the leaders picked', async () => {
    desk = await openDesk()
    await night('decide', aRun({ status: 'closed', tied: ['Ada', 'Cléo'] }))
    await desk.pass(600)
    await desk.key('Enter')
    expect(desk.given).toEqual([])
    expect(desk.find('tie-2')).toBeNull()
    await desk.press('tie-3')
    await desk.press('action-reveal')
    expect(last()).toMatchObject({ name: 'opNightReveal', payload: { run: 7, winner: 'Cléo' } })
  })

  it('O18 asks why before it voids, and sends the reason', async () => {
    desk = await openDesk()
    await night('wait', aRun())
    await desk.press('action-void')
    await desk.press('void-confirm')
    expect(desk.given).toEqual([])
    expect(desk.get('void-panel').textContent).toContain('Dites pourquoi')
    await desk.type('void-reason', 'Mauvaise question')
    await desk.press('void-confirm')
    expect(last()).toMatchObject({ name: 'opNightVoid', payload: { run: 7, reason: 'Mauvaise question' } })
    expect(desk.find('void-panel')).toBeNull()
  })

  it('O5 says beside the buttons why a command was refused', async () => {
    desk = await openDesk()
    desk.answers['opNightClose'] = { status: 'refused', reason: 'not_open', detail: 'English' }
    await night('wait', aRun())
    await desk.press('action-close')
    expect(desk.get('error-close').textContent).toContain('Cette question n’est plus ouverte.')
  })

  it('O20 counts down on the core’s clock, not on this machine’s', async () => {
    desk = await openDesk()
    await desk.tick(3_600_000)
    await night('wait', aRun({ closes_at: START_MS + 3_600_000 + 42_000, duration_s: 60 }))
    expect(desk.get('countdown').textContent).toBe('00:42')
    expect(timeLeft({ opened_at: 0, closes_at: 60_000 }, -4)).toBe(60_000)
    expect(timeLeft({ opened_at: 0, closes_at: 60_000 }, 59_001)).toBe(1000)
    expect(timeLeft({ opened_at: 0, closes_at: 60_000 }, 60_001)).toBe(0)
  })
})
