// @vitest-environment happy-dom
import { contracts } from '@eg/shared'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { openDesk } from '../testing/desk'
import { aNight, aRun } from '../testing/samples'
import { aScript, aShow, aSuggestion, aVisit } from './script-samples'

let desk: Awaited<ReturnType<typeof openDesk>>
beforeEach(() => window.sessionStorage.clear())
afterEach(() => desk.close())

const last = () => desk.given.at(-1)
const steps = (what: 'state' | 'branch') =>
  ['safe', 'cellar', 'quarrel', 'garden', 'verdict'].map((id) => desk.get(`script-step-${id}`).dataset[what])

async function playing(more: Parameters<typeof aShow>[1] = {}, visit = {}) {
  desk = await openDesk()
  await desk.say(contracts.opScript, aScript())
  await desk.say(contracts.opNight, aNight('wait', aRun()))
  const before = aVisit('safe', 1, { outcome: 'winner', winner: 'A' })
  const position = aVisit('cellar', 2, visit)
  await desk.say(contracts.opShow, aShow(position, { path: [before, position], ...more }))
}

describe('the script beside the night', () => {
  it('F43 without a script it says how to load one; the key opens where it is written', async () => {
    desk = await openDesk()
    await desk.say(contracts.opNight, aNight('open', null))
    expect(desk.get('script-none').textContent).toContain('Aucun script')
    expect(desk.get('script-edit').textContent).toContain('M')
  })

  it('F43 tells what is done, here and ahead, and under the current step where each outcome leads', async () => {
    await playing()
    expect(steps('state')).toEqual(['done', 'here', 'ahead', 'ahead', 'ahead'])
    expect(steps('branch')).toEqual([undefined, undefined, 'true', 'true', undefined])
    expect(desk.get('branch-verdict').textContent).toContain('5 · verdict ?')
    expect(desk.get('branch-quarrel').textContent).toContain('égalité')
    // A word that follows another outcome says that it is another one: “1 ou aucun vote”.
    const words = [...desk.host.querySelectorAll('.eg-branch-outcomes')].map((row) =>
      [...row.children].map(
        (each, i) => i === 0 || !each.matches('.eg-branch-word') || (each.textContent ?? '').startsWith('ou '),
      ),
    )
    expect(words.flat().every(Boolean)).toBe(true)
    expect(desk.host.querySelector('.eg-branches')?.textContent).toContain('ou ')
    expect(desk.get('branch-quarrel').dataset['taken']).toBeUndefined()
  })

  it('F43 once an outcome stands, the branch that is taken is marked', async () => {
    await playing({ leads_to: 'quarrel', suggested: aSuggestion('next', { leads_to: 'quarrel' }) }, { outcome: 'tie' })
    expect(desk.get('branch-quarrel').dataset['taken']).toBe('true')
    expect(desk.get('branch-verdict').dataset['taken']).toBe('false')
  })

  it('F46 a step is looked at without going there; a jump names step, visit and reason, and says what it voids', async () => {
    await playing()
    await desk.press('peek-verdict')
    expect(desk.get('peek').textContent).toContain('vous tranchez')
    expect(desk.given).toEqual([])
    await desk.press('peek-jump')
    expect(desk.get('reason-dialog').textContent).toContain('La question en cours est annulée')
    await desk.press('reason-confirm')
    expect(desk.given).toEqual([])
    await desk.type('reason', 'en retard')
    await desk.press('reason-confirm')
    expect(last()).toMatchObject({
      name: 'opShowJump',
      payload: { step: 'verdict', reason: 'en retard', expect_visit: 2 },
    })
  })

  it('F46 a jump that was decided on another visit is sent with that one: the core says that the show has moved on', async () => {
    await playing()
    desk.answers['opShowJump'] = { status: 'stale', reason: 'stale', detail: 'English' }
    await desk.key('j')
    const choice = desk.get('jump-step') as HTMLSelectElement
    expect(choice.value).toBe('')
    expect((desk.get('reason-confirm') as HTMLButtonElement).disabled).toBe(true)
    await desk.choose('jump-step', 'garden')
    await desk.say(contracts.opShow, aShow(aVisit('verdict', 3)))
    await desk.type('reason', 'en retard')
    await desk.press('reason-confirm')
    expect(last()?.payload).toMatchObject({ step: 'garden', expect_visit: 2 })
    expect(desk.get('error-show.jump').textContent).toContain('La situation a changé')
  })

  it('F47 the show is ended before its script only with a reason', async () => {
    await playing()
    await desk.key('x')
    await desk.press('reason-confirm')
    expect(desk.given).toEqual([])
    await desk.type('reason', 'alarme')
    await desk.press('reason-confirm')
    expect(last()).toMatchObject({ name: 'opShowEnd', payload: { reason: 'alarme', expect_visit: 2 } })
  })

  it('F47 a show that was ended early says when and why', async () => {
    await playing()
    const ended = { status: 'ended' as const, script: 1, ended_at: 1_700_000_000_000, end_reason: 'alarme' }
    await desk.say(contracts.opShow, aShow(null, { ...ended, suggested: aSuggestion('start') }))
    expect(desk.get('script-ended').textContent).toContain('alarme')
  })

  it('F43 a jump stands in the evening so far with its reason', async () => {
    const jump = aVisit('garden', 3, { via: 'jump', reason: 'en retard', run: 7 })
    await playing({ position: jump, path: [aVisit('safe', 1), jump] })
    expect(desk.get('step-run-7').textContent).toContain('en retard')
  })
})
