// @vitest-environment happy-dom
import '../testing/all-words'
import { readScreens } from '../view/screens'
import { TABS } from '../view/view-store'
import { act } from 'react'
import { createRoot } from 'react-dom/client'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { openSession } from '../testing/desk'
import type { Access, AccessState } from './access'
import type { Denial } from './access-calls'
import { createEntrance } from './entrance'
import { Gate } from './gate'
import { createOpenAccess } from './open-access'

let close: (() => Promise<void>) | undefined
afterEach(async () => {
  vi.useRealTimers()
  await close?.()
})

const LEA: AccessState = { is: 'in', name: 'Léa', role: 'gamemaster' }
/** The real one, also while a test moves time itself. */
const soon = setTimeout
const settle = () => new Promise((resolve) => soon(resolve, 0))

/** The gate before a core whose answers the test gives. */
async function open(state: AccessState, denials: (Denial | null)[] = []) {
  Object.assign(globalThis, { IS_REACT_ACT_ENVIRONMENT: true })
  const asked: string[][] = []
  const base = createOpenAccess(state)
  const answer = (): Denial | null => {
    const denial = denials.shift() ?? null
    if (denial === null) base.store.setState(LEA, true)
    return denial
  }
  const access: Access = {
    ...base,
    login: async (...words) => (asked.push(['login', ...words]), answer()),
    setup: async (...words) => (asked.push(['setup', ...words]), answer()),
  }
  let left = 0
  const begun: string[] = []
  await readScreens(TABS)
  const desk: { current: ReturnType<typeof openSession> | null } = { current: null }
  const entrance = createEntrance({
    access,
    lang: 'fr',
    begin: (lang) => {
      begun.push(lang)
      desk.current = openSession([], { access })
      return desk.current.session
    },
    leave: () => (left += 1),
  })
  const host = document.createElement('div')
  document.body.replaceChildren(host)
  const root = createRoot(host)
  await act(async () => root.render(<Gate access={access} entrance={entrance} />))
  close = async () => {
    await act(async () => root.unmount())
    entrance.stop()
  }
  const find = (id: string) => host.querySelector<HTMLElement>(`[data-testid="${id}"]`)
  const press = (id: string) =>
    act(async () => {
      find(id)?.click()
      await settle()
    })
  const type = (id: string, text: string) =>
    act(async () => {
      const input = find(id) as HTMLInputElement
      Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, 'value')?.set?.call(input, text)
      input.dispatchEvent(new Event('input', { bubbles: true }))
    })
  const becomes = (next: AccessState) => act(async () => base.store.setState(next, true))
  return {
    host,
    find,
    press,
    type,
    becomes,
    asked,
    desk,
    left: () => left,
    begun: () => begun.length,
    lang: () => begun[0],
  }
}

describe('the gate', () => {
  it('A75 is not there where nobody asks', async () => {
    const page = await open({ is: 'open' })
    expect(page.find('dock-mode')).not.toBeNull()
    expect(page.find('login')).toBeNull()
    expect([page.find('dock-who'), page.find('operators')]).toEqual([null, null])
  })

  it('A75 shows nothing of the evening and listens to nothing before somebody is let in', async () => {
    const page = await open({ is: 'out', ended: null })
    expect([page.begun(), page.find('dock-mode')]).toEqual([0, null])
    await page.type('login-name', ' Léa ')
    await page.type('login-password', 'la nuit tombe')
    await page.press('login-enter')
    expect(page.asked).toEqual([['login', 'Léa', 'la nuit tombe']])
    expect([page.begun(), page.find('login')]).toEqual([1, null])
    expect(page.find('dock-who')?.textContent).toContain('Léa')
    expect(page.find('dock-role')?.textContent).toBe('Maître de jeu')
  })

  it('A76 says what was wrong, forgets the password, and counts down while locked out', async () => {
    const page = await open({ is: 'out', ended: null }, [{ reason: 'bad_login' }, { reason: 'locked', retryAfterS: 2 }])
    await page.type('login-name', 'Léa')
    await page.type('login-password', 'wrong')
    await page.press('login-enter')
    expect(page.find('login-denied')?.textContent).toBe('Ce nom et ce mot de passe ne vont pas ensemble.')
    expect((page.find('login-password') as HTMLInputElement).value).toBe('')
    await page.type('login-password', 'wrong again')
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
    await page.press('login-enter')
    expect(page.find('login-locked')?.textContent).toBe('Trop d’essais. On peut réessayer dans 00:02')
    await page.type('login-password', 'right')
    expect((page.find('login-enter') as HTMLButtonElement).disabled).toBe(true)
    await act(async () => vi.advanceTimersByTime(1000))
    expect(page.find('login-locked')?.textContent).toContain('00:01')
    await act(async () => vi.advanceTimersByTime(1000))
    expect([page.find('login-locked'), (page.find('login-enter') as HTMLButtonElement).disabled]).toEqual([null, false])
  })

  it('A77 makes the first game master of whoever has the core’s code', async () => {
    const page = await open({ is: 'setup' }, [{ reason: 'bad_code' }])
    await page.press('first-enter')
    expect(page.find('login-error-code')?.textContent).toContain('Huit chiffres')
    await page.type('login-code', '48219930')
    expect((page.find('login-code') as HTMLInputElement).value).toBe('4821-9930')
    await page.type('login-name', 'Léa')
    await page.type('login-password', 'court')
    await page.type('login-again', 'autre')
    await page.press('first-enter')
    expect(page.find('login-error-password')?.textContent).toBe('8 caractères au moins.')
    expect(page.find('login-error-again')?.textContent).toBe('Les deux ne sont pas pareils.')
    expect(page.asked).toEqual([])
    await page.type('login-password', 'la nuit tombe')
    await page.type('login-again', 'la nuit tombe')
    await page.press('first-enter')
    expect(page.find('login-denied')?.textContent).toContain('Ce n’est pas le code du core')
    await page.press('first-enter')
    expect(page.asked.at(-1)).toEqual(['setup', '4821-9930', 'Léa', 'la nuit tombe'])
    expect(page.find('dock-who')).not.toBeNull()
  })

  it('A79 puts the login before the console when the session ends, and what was being typed is there after it', async () => {
    const page = await open(LEA)
    await page.press('tab-players')
    await page.type('player-search', 'Nadia')
    await page.becomes({ is: 'out', ended: 'Léa' })
    expect(page.find('login')?.textContent).toContain('Entrez à nouveau, Léa.')
    expect((page.find('login-name') as HTMLInputElement).value).toBe('Léa')
    expect(page.host.querySelector('.eg-behind')?.hasAttribute('inert')).toBe(true)
    await page.type('login-password', 'la nuit tombe')
    await page.press('login-enter')
    expect([page.find('login'), page.begun(), page.left()]).toEqual([null, 1, 0])
    expect((page.find('player-search') as HTMLInputElement).value).toBe('Nadia')
  })

  it('A80 begins anew when somebody logs out or another one comes: nothing of before stays', async () => {
    const page = await open(LEA)
    await page.becomes({ is: 'out', ended: null })
    expect(page.left()).toBe(1)
    const other = await open(LEA)
    await other.becomes({ is: 'out', ended: 'Léa' })
    expect(other.left()).toBe(0)
    await other.becomes({ is: 'in', name: 'Sam', role: 'cashier' })
    expect(other.left()).toBe(1)
  })

  it('A75 speaks the language that is chosen, before and after the login', async () => {
    const page = await open({ is: 'out', ended: null })
    await page.press('login-lang-en')
    expect(page.find('login')?.textContent).toContain('Your name and password open the console.')
    await page.becomes(LEA)
    expect(page.lang()).toBe('en')
    await act(async () => page.desk.current?.session.view.setState({ lang: 'fr' }))
    await page.becomes({ is: 'out', ended: 'Léa' })
    expect(page.find('login')?.textContent).toContain('Session terminée')
  })
})
