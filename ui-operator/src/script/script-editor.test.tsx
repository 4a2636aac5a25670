// @vitest-environment happy-dom
import { contracts, type Answer } from '@eg/shared'
import { act } from 'react'
import { afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { createOpenAccess } from '../login/open-access'
import { openDesk, settle } from '../testing/desk'
import { aNight, aRun } from '../testing/samples'
import { draftOf } from './draft-store'
import { aScript, aShow, aVisit } from './script-samples'
import { TEMPLATES } from './templates'
import { checkOf } from './use-check'

let desk: Awaited<ReturnType<typeof openDesk>>
beforeAll(() => import('./script-editor'))
beforeEach(() => window.sessionStorage.clear())
afterEach(() => desk.close())

const last = () => desk.given.at(-1)
const FAULT = { line: 4, column: 3, field: 'steps.0.id', detail: 'Nobody could tell which one is meant.' }
const TWICE = { ...FAULT, line: 7, fault: 'id_twice', params: { step: 1, id: 'coffre' } }
const wrong = { status: 'invalid', reason: 'bad_script', field: 'text', problems: [FAULT, TWICE], more: 1 }
const disabled = (id: string) => (desk.get(id) as HTMLButtonElement).disabled

/** The editor with the example of the page's language. */
async function writing() {
  desk = await openDesk()
  await desk.say(contracts.opNight, aNight('open', null))
  await desk.say(contracts.opScript, aScript({ script: null, hash: null, title: null, start: null, steps: [] }))
  await desk.press('script-edit')
  await act(async () => {
    for (let i = 0; i < 20 && !desk.find('open-example'); i++) await new Promise((resolve) => setTimeout(resolve, 1))
  })
  await desk.press('open-example')
}
/** As if it was typed. */
const type = (text: string) =>
  act(async () => {
    draftOf(desk.session).getState().type(text)
    await settle()
  })
const pause = async () => {
  await desk.pass(600)
  await act(settle)
}

describe('the editor of scripts', () => {
  it('F60 asks the core a moment after the last key, once, and only to check', async () => {
    await writing()
    await type('title: A')
    await desk.pass(400)
    await type('title: AB')
    await desk.pass(400)
    expect(desk.given).toEqual([])
    await pause()
    expect(desk.given).toMatchObject([{ name: 'opShowLoad', payload: { text: 'title: AB', check: true } }])
  })

  it('F60 every fault stands in the list with its line; one that is right can be loaded', async () => {
    await writing()
    desk.answers['opShowLoad'] = wrong
    await pause()
    expect(desk.get('problem-4').textContent).toContain('Ligne 4, colonne 3')
    expect(desk.get('problem-4').textContent).toContain(FAULT.detail)
    expect(desk.get('script-problems').textContent).toContain('3 fautes')
    // O152: in the operator’s language where the core names the fault, else in its own.
    expect(desk.get('problem-4').querySelector('[lang]')?.getAttribute('lang')).toBe('en')
    expect(desk.get('problem-7').textContent).toContain('L’étape 1 s’appelle aussi')
    expect(desk.get('problem-7').querySelector('[lang]')).toBeNull()
    expect(desk.find('error-script.check')).toBeNull()
    expect(disabled('editor-load')).toBe(true)
    desk.answers['opShowLoad'] = { status: 'ok' }
    await type(`${TEMPLATES.fr}\n`)
    // What was said of the text before is not said of this one.
    expect(disabled('editor-load')).toBe(true)
    expect(desk.get('script-problems').textContent).toContain('Vérification')
    await pause()
    expect(desk.find('problem-4')).toBeNull()
    expect(disabled('editor-load')).toBe(false)
  })

  it('F60 a script that no message holds is not sent, and says so', async () => {
    await writing()
    await type(`title: ${'x'.repeat(48_000)}`)
    await pause()
    expect(desk.given).toEqual([])
    expect(desk.get('problem-1').textContent).toContain('octets')
  })

  it('F60 an answer that says nothing of the script is no verdict', () => {
    const answer = (more: object) => ({ type: 'show_load', status: 'refused', ...more }) as Answer
    expect(checkOf('x', answer({ status: 'unavailable', reason: 'no_answer' }))).toBeNull()
    expect(checkOf('x', answer({ reason: 'show_running' }))).toBeNull()
    expect(checkOf('x', answer({ ...wrong, problems: [FAULT, 3, { line: 'x' }] }))?.problems).toEqual([FAULT])
  })

  it('F61 loading says what changes, loads what was checked, and closes the editor', async () => {
    await writing()
    await desk.say(contracts.opScript, aScript({ title: 'Ancien' }))
    await pause()
    await desk.press('editor-load')
    expect(desk.get('load-dialog').textContent).toContain(
      'remplace « Ancien »'.replaceAll('« ', '«\u00a0').replaceAll(' »', '\u00a0»'),
    )
    expect(desk.get('load-changes').textContent).toContain('coffre')
    expect(desk.get('load-changes').textContent).toContain('verdict')
    await desk.press('load-confirm')
    expect(last()).toMatchObject({ name: 'opShowLoad', payload: { text: TEMPLATES.fr, expect_script: 'hash-1' } })
    expect(last()?.payload).not.toHaveProperty('check')
    expect(desk.find('script-editor')).toBeNull()
    expect(draftOf(desk.session).getState().isOwn).toBe(false)
  })

  it('F61 while a show runs it says beforehand that nothing can be loaded, checking goes on, and the question stays in sight', async () => {
    await writing()
    await desk.say(contracts.opShow, aShow(aVisit('safe', 1)))
    await desk.say(contracts.opNight, aNight('wait', aRun()))
    expect(desk.get('run-question').textContent).toBe('Qui garde la clé ?')
    await pause()
    expect(desk.get('editor-running').textContent).toContain('avant sa fin')
    expect(disabled('editor-load')).toBe(true)
    expect(last()?.payload).toMatchObject({ check: true })
  })

  it('F62 the preview follows what is written', async () => {
    await writing()
    expect(desk.get('preview-jardin').textContent).toContain('Quelqu’un vient')
    await type('steps:\n  - id: seule\n    question: Seule ?\n    options: [A, { text: B, to: nulle-part }]\n')
    expect(desk.get('preview-seule').querySelector('[data-broken]')?.textContent).toContain('nulle-part')
  })

  it('F59 begins with the script that is loaded, unless something of one’s own is being written', async () => {
    const loaded = { name: 'x.yaml', hash: 'hash-1', text: 'title: chargé' }
    const access = { ...createOpenAccess(), fetch: async () => new Response(JSON.stringify(loaded)) }
    const open = async () => {
      desk = await openDesk([], { access })
      await desk.say(contracts.opScript, aScript())
      await desk.say(contracts.opNight, aNight('open', null))
      await act(settle)
      if (!desk.find('script-editor')) await desk.press('script-edit')
      for (let i = 0; i < 20; i++) await act(() => new Promise((resolve) => setTimeout(resolve, 1)))
    }
    await open()
    expect(draftOf(desk.session).getState()).toMatchObject({ text: 'title: chargé', name: 'x.yaml', isOwn: false })
    expect(desk.find('open-dialog')).toBeNull()
    await type('title: à moi')
    await desk.close()
    await open()
    expect(draftOf(desk.session).getState().text).toBe('title: à moi')
  })

  it('F59 goes on with what was typed after a reload, and the night is one key away', async () => {
    await writing()
    await type('title: gardé')
    await desk.close()
    desk = await openDesk()
    await desk.say(contracts.opNight, aNight('open', null))
    await act(settle)
    expect(desk.find('script-editor')).not.toBeNull()
    expect(draftOf(desk.session).getState().text).toBe('title: gardé')
    await desk.key('m')
    expect(desk.find('script-editor')).toBeNull()
    expect(desk.find('script-none')).not.toBeNull()
  })
})
