// @vitest-environment happy-dom
import { contracts } from '@eg/shared'
import { afterEach, expect, it } from 'vitest'
import { openDesk } from '../testing/desk'
import { someBooks } from '../testing/money-samples'

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
