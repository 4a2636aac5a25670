// @vitest-environment happy-dom
import { contracts } from '@eg/shared'
import { afterEach, describe, expect, it } from 'vitest'
import { openDesk } from '../testing/desk'
import { aNight, aRun, START_MS } from '../testing/samples'

let desk: Awaited<ReturnType<typeof openDesk>>
afterEach(() => desk.close())

const write = async () => {
  await desk.type('composer-question', 'Qui ?')
  await desk.type('composer-option-1', 'Ada')
  await desk.type('composer-option-2', 'Boris')
}

describe('composer', () => {
  it('O8 names the run on the screen that still waits for something, and none when it is over', async () => {
    desk = await openDesk()
    await desk.say(contracts.opNight, aNight('wait', aRun()))
    await desk.press('action-new')
    await write()
    await desk.press('composer-reveal-operator')
    await desk.press('composer-timer-60')
    await desk.pass(600)
    await desk.press('composer-open')
    expect(desk.given.at(-1)).toMatchObject({
      name: 'opNightOpen',
      payload: {
        step: 4,
        question: 'Qui ?',
        options: ['Ada', 'Boris'],
        expect_run: 7,
        reveal: 'operator',
        duration_s: 60,
      },
    })
    expect(desk.find('composer')).toBeNull()
    await desk.say(contracts.opNight, aNight('next', aRun({ status: 'revealed', tally: {} })))
    await desk.pass(600)
    await desk.press('action-new')
    await write()
    await desk.pass(600)
    await desk.press('composer-open')
    expect(desk.given.at(-1)?.payload['expect_run']).toBeNull()
  })

  it('O9 warns that the open run will be voided', async () => {
    desk = await openDesk()
    await desk.say(contracts.opNight, aNight('wait', aRun()))
    await desk.press('action-new')
    expect(desk.get('composer-replaces').textContent).toContain('L’étape 3 est encore ouverte')
    await desk.say(contracts.opNight, aNight('next', aRun({ status: 'revealed', tally: {} })))
    expect(desk.find('composer-replaces')).toBeNull()
  })

  it('O10 shows its own faults and the core’s at the field', async () => {
    desk = await openDesk()
    await desk.say(contracts.opNight, aNight('open', null))
    await desk.press('action-new')
    await desk.pass(600)
    await desk.press('composer-open')
    expect(desk.given).toEqual([])
    expect(desk.get('field-error-question').textContent).toBe('Écrivez la question.')
    expect(desk.get('field-error-options.1').textContent).toBe('Écrivez l’option, ou retirez-la.')
    await write()
    desk.answers['opNightOpen'] = { status: 'invalid', field: 'options.1', detail: 'The core does not like it.' }
    await desk.press('composer-open')
    expect(desk.get('field-error-options.1').textContent).toBe('The core does not like it.')
  })

  it('O156 that came too late says who did what meanwhile, though the core names a field', async () => {
    desk = await openDesk()
    await desk.say(contracts.opNight, aNight('open', null))
    await desk.press('action-new')
    await write()
    await desk.pass(600)
    const changed = { seq: 4, kind: 'runOpened', by: 'Léa', at: START_MS }
    for (const field of [undefined, 'expect_run', 'step']) {
      desk.answers['opNightOpen'] = { status: 'stale', reason: 'stale', detail: 'English', changed, field }
      await desk.press('composer-open')
      expect(desk.get('error-open').textContent, field).toContain('Entre-temps')
      expect(desk.get('error-open').textContent, field).toContain('Léa')
    }
  })

  it('O11 keeps the draft when the panel is closed', async () => {
    desk = await openDesk()
    await desk.say(contracts.opNight, aNight('open', null))
    await desk.press('action-new')
    await write()
    await desk.key('Escape', desk.get('composer-question'))
    expect(desk.find('composer')).toBeNull()
    await desk.pass(600)
    await desk.press('action-new')
    expect((desk.get('composer-option-2') as HTMLInputElement).value).toBe('Boris')
  })

  it('O181 the second half of a double press on “new” does not open what was kept of the draft', async () => {
    desk = await openDesk()
    await desk.say(contracts.opNight, aNight('open', null))
    await desk.press('action-new')
    await write()
    await desk.key('Escape', desk.get('composer-question'))
    await desk.pass(600)
    await desk.press('action-new')
    await desk.pass(300)
    await desk.press('composer-open')
    expect(desk.given).toEqual([])
    // Nor is a question replaced that was opened a moment ago.
    await desk.pass(300)
    await desk.tick()
    await desk.say(contracts.opNight, aNight('wait', aRun()))
    await desk.press('composer-open')
    expect(desk.given).toEqual([])
    await desk.pass(600)
    await desk.press('composer-open')
    expect(desk.given.at(-1)).toMatchObject({ name: 'opNightOpen', payload: { expect_run: 7 } })
  })
})
