import { createManualClock } from '@eg/shared'
import { describe, expect, it } from 'vitest'
import { createMemoryKeep, type Keep } from '../session/keep'
import { createAccess, forgetPass } from './access'
import type { AccessCalls, Admission, Denial } from './access-calls'

const settle = () => new Promise((resolve) => setTimeout(resolve, 0))
const admitted = (token: string, name = 'Léa'): Admission => ({
  ok: true,
  pass: { name, role: 'gamemaster', token, expiresInS: 3600 },
})
const denied = (reason: string, more: Partial<Denial> = {}): Admission => ({ ok: false, denial: { reason, ...more } })

/** A core whose words the test chooses. */
async function play(
  options: { auth?: 'open' | 'enrolled' | 'away'; setup?: boolean; keep?: Keep; renew?: Admission } = {},
) {
  const clock = createManualClock()
  const keep = options.keep ?? createMemoryKeep()
  const said: string[] = []
  const core = {
    auth: options.auth ?? ('enrolled' as const),
    login: admitted('ot_1'),
    renew: options.renew ?? admitted('ot_2'),
    status: 200,
    loggingOut: undefined as (() => Promise<void>) | undefined,
  }
  const calls: AccessCalls = {
    auth: async () => core.auth,
    setupNeeded: async () => options.setup ?? false,
    login: async (name) => (said.push(`login ${name}`), core.login),
    setup: async (code, name) => (said.push(`setup ${code} ${name}`), core.login),
    renew: async (token) => (said.push(`renew ${token}`), core.renew),
    async logout(token, everywhere) {
      said.push(`logout ${token} ${everywhere}`)
      await core.loggingOut?.()
    },
  }
  const asked: (string | null)[] = []
  const fetcher = (async (_, init) => {
    asked.push(new Headers(init?.headers).get('authorization'))
    return new Response('{}', { status: core.status })
  }) as typeof fetch
  const access = createAccess({ clock, calls, fetcher, keep })
  await settle()
  return { access, clock, keep, core, said, asked, state: () => access.store.getState() }
}

describe('who is at the page', () => {
  it('A75 is whoever comes where the core asks nobody, and nobody before a login where it asks', async () => {
    const open = await play({ auth: 'open' })
    expect([open.state(), open.access.credentials()]).toEqual([{ is: 'open' }, null])
    await open.access.fetch('/api/timeline')
    expect(open.asked).toEqual([null])
    const page = await play()
    expect(page.state()).toEqual({ is: 'out', ended: null })
    expect(await page.access.login('Léa', 'la nuit tombe')).toBeNull()
    expect(page.state()).toEqual({ is: 'in', name: 'Léa', role: 'gamemaster' })
    expect(page.access.credentials()).toEqual({ username: 'Léa', password: 'ot_1' })
    await page.access.fetch('/api/timeline')
    expect(page.asked).toEqual(['Bearer ot_1'])
  })

  it('A75 waits for a core that does not answer', async () => {
    const page = await play({ auth: 'away' })
    expect(page.state()).toEqual({ is: 'away' })
    page.core.auth = 'enrolled'
    page.clock.advance(2000)
    await settle()
    expect(page.state()).toEqual({ is: 'out', ended: null })
  })

  it('A76 is told why it was not let in', async () => {
    const page = await play()
    page.core.login = denied('locked', { retryAfterS: 30 })
    expect(await page.access.login('Léa', 'wrong')).toEqual({ reason: 'locked', retryAfterS: 30 })
    expect(page.state()).toEqual({ is: 'out', ended: null })
  })

  it('A77 is the first game master, by the code of the first start', async () => {
    const page = await play({ setup: true })
    expect(page.state()).toEqual({ is: 'setup' })
    expect(await page.access.setup('4821-9930', 'Léa', 'la nuit tombe')).toBeNull()
    expect([page.said, page.state().is]).toEqual([['setup 4821-9930 Léa'], 'in'])
  })

  it('A78 has its token renewed before it ends, again and again, and uses the new one', async () => {
    const page = await play()
    await page.access.login('Léa', 'x')
    page.clock.advance(3600_000 * 0.69)
    await settle()
    expect(page.said).toEqual(['login Léa'])
    page.clock.advance(3600_000 * 0.02)
    await settle()
    expect([page.said.at(-1), page.access.credentials()?.password]).toEqual(['renew ot_1', 'ot_2'])
    page.core.renew = admitted('ot_3')
    page.clock.advance(3600_000 * 0.71)
    await settle()
    expect([page.said.at(-1), page.access.credentials()?.password]).toEqual(['renew ot_2', 'ot_3'])
  })

  it('A78 goes on with its token while the core cannot renew it, and tries again', async () => {
    const page = await play()
    await page.access.login('Léa', 'x')
    page.core.renew = denied('no_core')
    page.clock.advance(3600_000 * 0.71)
    await settle()
    expect([page.state().is, page.access.credentials()?.password]).toEqual(['in', 'ot_1'])
    page.core.renew = admitted('ot_2')
    page.clock.advance(15_000)
    await settle()
    expect(page.access.credentials()?.password).toBe('ot_2')
  })

  it('A79 is asked for the login when the core says 401, once, and the broker waits for it', async () => {
    const page = await play()
    await page.access.login('Léa', 'x')
    page.core.status = 401
    page.core.renew = denied('session_ended')
    await page.access.fetch('/api/cards')
    expect(page.state()).toEqual({ is: 'out', ended: 'Léa' })
    // The old token and not none: without one the broker would let the page in as a guest, deaf.
    expect(page.access.credentials()?.password).toBe('ot_1')
    let goesOn = false
    void page.access.refused().then(() => (goesOn = true))
    await settle()
    expect(goesOn).toBe(false)
    page.core.login = admitted('ot_9')
    await page.access.login('Léa', 'x')
    await settle()
    expect([goesOn, page.access.credentials()?.password]).toEqual([true, 'ot_9'])
  })

  it('A79 asks the core before it believes the broker', async () => {
    const page = await play()
    await page.access.login('Léa', 'x')
    await page.access.refused()
    expect([page.said.at(-1), page.access.credentials()?.password]).toEqual(['renew ot_1', 'ot_2'])
    page.core.renew = denied('session_ended')
    void page.access.refused()
    await settle()
    expect(page.state()).toEqual({ is: 'out', ended: 'Léa' })
  })

  it('A80 leaves here or on every page, and nothing that still works stays behind', async () => {
    for (const everywhere of [false, true]) {
      const page = await play()
      await page.access.login('Léa', 'x')
      await page.access.logout(everywhere)
      expect(page.said.at(-1)).toBe(`logout ot_1 ${everywhere}`)
      expect([page.state(), page.keep.getItem('eg.pass')]).toEqual([{ is: 'out', ended: null }, null])
    }
  })

  it('A80 who logs out left by themselves, also when the connection ends before the answer is there', async () => {
    const page = await play({ renew: denied('session_ended') })
    await page.access.login('Léa', 'x')
    page.core.loggingOut = async () => {
      void page.access.refused()
      await settle()
      expect(page.state()).toEqual({ is: 'out', ended: null })
    }
    await page.access.logout(true)
    expect(page.said.at(-1)).toBe('renew ot_1')
    expect(page.state()).toEqual({ is: 'out', ended: null })
  })

  it('A78 is still logged in after a reload, as long as the core says so; a copied tab is not', async () => {
    const first = await play()
    await first.access.login('Léa', 'x')
    const again = await play({ keep: first.keep })
    expect([again.state(), again.said]).toEqual([{ is: 'in', name: 'Léa', role: 'gamemaster' }, ['renew ot_1']])
    const over = await play({ keep: again.keep, renew: denied('session_ended') })
    expect([over.state(), over.keep.getItem('eg.pass')]).toEqual([{ is: 'out', ended: 'Léa' }, null])
    const copied = createMemoryKeep()
    copied.setItem('eg.pass', '{"name":"Léa","role":"gamemaster","token":"ot_1","expiresInS":3600}')
    forgetPass(copied)
    expect((await play({ keep: copied })).state()).toEqual({ is: 'out', ended: null })
  })
})
