// @vitest-environment happy-dom
import { contracts } from '@eg/shared'
import { afterEach, expect, it } from 'vitest'
import { openDesk } from '../testing/desk'
import { someBooks } from '../testing/money-samples'
import { START_MS } from '../testing/samples'

let desk: Awaited<ReturnType<typeof openDesk>>
afterEach(() => desk.close())

it('O41 says that the books balance quietly, that they do not loudly with what is wrong, and when nothing was heard', async () => {
  desk = await openDesk()
  const chip = () => desk.get('dock-books')
  expect(chip().dataset['books']).toBe('unknown')
  expect(chip().textContent).toContain('Comptes inconnus')
  await desk.say(contracts.opBooks, someBooks())
  expect(chip().dataset['books']).toBe('ok')
  expect(chip().textContent).toContain('Comptes justes')
  expect(desk.find('books-panel')).toBeNull()
  await desk.say(contracts.opBooks, someBooks({ ok: false, problems: ['The accounts add up to 200.'] }))
  expect(chip().dataset['tone']).toBe('problem')
  expect(desk.get('books-panel').getAttribute('role')).toBe('alert')
  expect(desk.get('books-panel').textContent).toContain('The accounts add up to 200.')
  await desk.press('dock-books')
  await desk.say(contracts.opBooks, someBooks({ ok: false, problems: ['The accounts add up to 300.'] }))
  expect(desk.find('books-panel')).toBeNull()
  await desk.press('dock-books')
  expect(desk.get('books-panel').textContent).toContain('300')
})

it('O73 counts books that nobody has checked for 30 s of the core’s clock as unknown, and what was wrong as wrong', async () => {
  desk = await openDesk()
  const state = () => desk.get('dock-books').dataset['books']
  const later = async (ms: number) => {
    await desk.pass(ms)
    await desk.tick(60_000)
    await desk.pass(1000)
  }
  // The core's clock is a minute ahead of this one: only that one counts.
  await desk.tick(60_000)
  await desk.say(contracts.opBooks, someBooks({ checked_at: START_MS + 60_000 }))
  await later(28_000)
  expect(state()).toBe('ok')
  await later(2000)
  expect(state()).toBe('unknown')
  expect(desk.get('dock-books').dataset['tone']).toBe('dim')
  await desk.press('dock-books')
  expect(desk.get('books-panel').textContent).toContain('La dernière vérification est trop ancienne')
  await desk.say(contracts.opBooks, someBooks({ checked_at: START_MS + 92_000 }))
  expect(state()).toBe('ok')
  await desk.say(contracts.opBooks, someBooks({ ok: false, problems: ['It adds up to 200.'] }))
  await later(60_000)
  expect(state()).toBe('wrong')
})
