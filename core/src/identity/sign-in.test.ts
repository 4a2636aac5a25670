import { createManualClock } from '@eg/shared'
import { describe, expect, it } from 'vitest'
import type { Work } from '../commit/command.js'
import { createDirectory } from './directory.js'
import { createHashQueue } from './hash-queue.js'
import type { Operator } from './records.js'
import { hashSecret } from './secrets.js'
import { createSignIn } from './sign-in.js'

async function desk() {
  const clock = createManualClock()
  const directory = createDirectory(clock)
  const operator = async (name: string): Promise<Operator> => ({
    nameKey: name.toLowerCase(),
    name,
    role: 'cashier',
    // The cheap hash: what counts here is how often, not how long.
    passwordHash: await hashSecret(`${name}'s password`),
    createdAt: 1,
    lastLogin: null,
  })
  const operators = [await operator('Grace'), await operator('Nadia')]
  const nothing = { enrolments: [], removedOperators: [], sessions: [], endedSessions: [], dismissed: [] }
  directory.learn({ ...nothing, operators })
  const noted: Work[] = []
  const signIn = createSignIn({
    clock,
    directory,
    hashes: createHashQueue(),
    adminToken: 'at_1',
    firstStart: null,
    pipeline: {
      run: async () => ({ ok: true, outcome: { answer: { type: 'login', status: 'ok' } } }),
      submit: (work) => void noted.push(work),
    },
  })
  const login = async (name: string, address: string, password = 'wrong') => {
    const result = await signIn.login({ name, password, address })
    return result.ok ? 'ok' : result.why
  }
  return {
    signIn,
    clock,
    login,
    noted,
    right: (name: string, address: string) => login(name, address, `${name}'s password`),
  }
}

describe('logging in', () => {
  it('A23 five failures lock the name for strange addresses, not where its owner logs in from', async () => {
    const { login, right, clock } = await desk()
    expect(await right('Grace', 'home')).toBe('ok')
    for (let i = 0; i < 5; i++) await login('Grace', `stranger-${i}`)
    expect(await right('Grace', 'another')).toBe('locked')
    expect(await right('Grace', 'home')).toBe('ok')
    clock.advance(31_000)
    expect(await right('Grace', 'another')).toBe('ok')
  })

  it('V46 who is there with a login after a restart is not kept out by what strangers try under the name', async () => {
    const { signIn, login, right } = await desk()
    signIn.seenAt('Grace', 'tablet')
    for (let i = 0; i < 5; i++) await login('Grace', `stranger-${i}`)
    expect(await right('Grace', 'another')).toBe('locked')
    expect(await right('Grace', 'tablet')).toBe('ok')
  })

  it('A94 what is typed as a name locks no address that somebody logs in from', async () => {
    const { login, right } = await desk()
    expect(await right('Nadia', '192.168.1.20')).toBe('ok')
    for (let i = 0; i < 5; i++) await login('nadia 192.168.1.20', `stranger-${i}`)
    expect(await right('Nadia', '192.168.1.20')).toBe('ok')
  })

  it('V61 an IPv6 network of 64 bits fails as one address, and does not lock who is at home in it', async () => {
    const { login, right } = await desk()
    expect(await right('Grace', '2001:db8::99')).toBe('ok')
    for (let i = 1; i <= 5; i++) await login(`nobody-${i}`, `2001:db8::${i}`)
    expect(await right('Nadia', '2001:db8::77')).toBe('locked')
    expect(await right('Nadia', '2001:db8:0:1::77')).toBe('ok')
    expect(await right('Grace', '2001:db8::99')).toBe('ok')
  })

  it('A23 who has a login of his own guesses no more often at hers', async () => {
    const { login, right } = await desk()
    await right('Grace', 'desk')
    const results: string[] = []
    for (let i = 0; i < 8; i++) {
      results.push(await login('Grace', 'desk'))
      await right('Nadia', 'desk')
    }
    expect(results.slice(5)).toEqual(['locked', 'locked', 'locked'])
  })

  it('A23 a hundred guesses at once are a hundred failures', async () => {
    const { login, noted } = await desk()
    const results = await Promise.all(Array.from({ length: 100 }, () => login('Grace', 'stranger')))
    expect(results.filter((result) => result === 'locked').length).toBeGreaterThanOrEqual(95)
    expect(noted.length).toBeLessThanOrEqual(5)
  })
})
