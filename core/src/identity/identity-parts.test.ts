import { type EnrolHello, createManualClock } from '@eg/shared'
import { createEnrolmentKeys, enrolmentCode, enrolmentKey } from '@eg/shared/enrol-seal'
import { describe, expect, it } from 'vitest'
import { plainAddress, readAddress } from '../addresses.js'
import { createAuthenticate } from './authenticate.js'
import { createDirectory } from './directory.js'
import { createFirstStart } from './first-start.js'
import { createFlapping } from './flapping.js'
import { createHashQueue } from './hash-queue.js'
import { createPageTokens } from './page-tokens.js'
import { createPending } from './pending.js'
import { hashPassword, hashSecret, hashSecretNow, newSecret, verifySecret } from './secrets.js'
import { NOBODY_YET } from './start-identity.js'

describe('the code of the first start', () => {
  it('A27 is eight digits, taken with or without its dash, and void after ten wrong tries', () => {
    const first = createFirstStart()
    expect(first.code).toMatch(/^\d{4}-\d{4}$/)
    expect(first.accepts(first.code)).toBe(true)
    expect(first.accepts(` ${first.code.replace('-', ' ')} `)).toBe(true)
    const wrong = first.code === '0000-0000' ? '1' : '0'
    for (let i = 0; i < 10; i++) {
      expect(first.isSpent()).toBe(false)
      expect(first.accepts(i % 2 === 0 ? wrong.repeat(8) : '12')).toBe(false)
    }
    expect(first.isSpent()).toBe(true)
    expect(first.accepts(first.code)).toBe(false)
  })
})

describe('a client id', () => {
  it('A17 flaps when it is taken over more than five times within a minute, and is well again a minute later', () => {
    const clock = createManualClock()
    const flapping = createFlapping(clock)
    const told = Array.from({ length: 8 }, () => {
      clock.advance(5000)
      return flapping.takenOver('slot-01')
    })
    expect(told).toEqual([false, false, false, false, false, true, false, false])
    expect(flapping.isFlapping('slot-01')).toBe(true)
    expect(flapping.isFlapping('slot-02')).toBe(false)
    clock.advance(61_000)
    expect(flapping.isFlapping('slot-01')).toBe(false)
    for (let i = 0; i < 10; i++) {
      clock.advance(13_000)
      expect(flapping.takenOver('slot-01')).toBe(false)
    }
  })
})

describe('a page token', () => {
  it('A20 is one device’s, lasts ten minutes, and is void with the secret of its device', () => {
    const clock = createManualClock()
    const tokens = createPageTokens(clock)
    const { token, expiresInS } = tokens.issue('slot-01')
    expect(expiresInS).toBe(600)
    expect(tokens.isValid('slot-01', token)).toBe(true)
    expect(tokens.isValid('slot-02', token)).toBe(false)
    expect(tokens.isValid('slot-01', `${token}x`)).toBe(false)
    clock.advance(599_000)
    expect(tokens.isValid('slot-01', token)).toBe(true)
    clock.advance(2000)
    expect(tokens.isValid('slot-01', token)).toBe(false)
    const other = tokens.issue('slot-01').token
    tokens.revoke('slot-01')
    expect(tokens.isValid('slot-01', other)).toBe(false)
  })

  it('A20 of a page that is loaded a thousand times are not kept by the thousand', () => {
    const tokens = createPageTokens(createManualClock())
    const all = Array.from({ length: 1000 }, () => tokens.issue('slot-01').token)
    expect(all.filter((token) => tokens.isValid('slot-01', token))).toHaveLength(20)
  })
})

describe('secrets', () => {
  it('A6 are kept as a salted hash that says how it was made, and only the right one fits', async () => {
    const secret = newSecret('ds_')
    const hashes = [hashSecretNow(secret), await hashSecret(secret), await hashPassword(secret)]
    for (const hash of hashes) {
      expect(hash).toMatch(/^scrypt\$\d+\$\d\$1\$[\w-]{22}\$[\w-]{43}$/)
      expect(hash).not.toContain(secret)
      expect(await verifySecret(secret, hash)).toBe(true)
      expect(await verifySecret(`${secret}x`, hash)).toBe(false)
    }
    expect(new Set(hashes).size).toBe(3)
    expect((await hashPassword('x')).split('$')[1]).toBe(String(2 ** 15))
  })

  it('A6 a password is the same however its letters were composed', async () => {
    expect(await verifySecret('Zo\u00eb', await hashPassword('Zoe\u0308'))).toBe(true)
  })

  it('A9 are checked a few at a time, each address in its turn', async () => {
    const queue = createHashQueue()
    const order: string[] = []
    let running = 0
    let most = 0
    const work = (who: string) => async () => {
      running += 1
      most = Math.max(most, running)
      await new Promise((resolve) => setImmediate(resolve))
      order.push(who)
      running -= 1
    }
    const flood = Array.from({ length: 300 }, () => queue.run('flood', work('flood')))
    const honest = queue.run('honest', work('honest'))
    await Promise.all([...flood, honest])
    expect(order.indexOf('honest')).toBeLessThan(10)
    expect(most).toBeLessThanOrEqual(3)
    const stuck = Array.from({ length: 2100 }, () => queue.run('flood', () => new Promise<void>(() => undefined)))
    expect(stuck.filter((checked) => checked === null).length).toBeGreaterThan(50)
  })
})

describe('an IPv6 network of 64 bits', () => {
  const MANY = Array.from({ length: 300 }, (_, i) => `2001:db8::${(i + 1).toString(16)}`)

  it('V61 has one turn among those whose secrets are checked', async () => {
    const queue = createHashQueue()
    const order: string[] = []
    const work = (who: string) => async () => void order.push(who)
    const flood = MANY.map((address) => queue.run(address, work('flood')))
    await Promise.all([...flood, queue.run('2001:db8:0:1::1', work('honest'))])
    expect(order.indexOf('honest')).toBeLessThan(10)
  })

  it('V61 has its wrong secrets held back as one address has', async () => {
    const delays: number[] = []
    const clock = { ...createManualClock(), after: (ms: number, run: () => void) => (delays.push(ms), run(), () => {}) }
    const directory = createDirectory(clock)
    const authenticate = createAuthenticate({
      directory,
      clock,
      pageTokens: createPageTokens(clock),
      hashes: createHashQueue(),
      holderOf: () => undefined,
      onSignedIn: () => undefined,
      onFirstUse: () => undefined,
      onFenced: () => undefined,
    })
    const given = { clientId: 'x', username: 'slot-01', password: 'pt_wrong' }
    for (const address of MANY.slice(0, 5)) await authenticate({ ...given, address })
    expect(delays).toEqual([250, 500])
  })
})

describe('addresses', () => {
  it('A21 are compared however they are written', () => {
    expect(plainAddress('::ffff:192.168.1.5')).toBe('192.168.1.5')
    expect(plainAddress('FE80::1%eth0')).toBe('fe80::1')
    expect(plainAddress(undefined)).toBe('unknown')
    expect(readAddress(' 192.168.1.5 ')).toBe('192.168.1.5')
    for (const bad of ['', 'slot', '192.168.1', '192.168.1.0/24', 'unknown'])
      expect(readAddress(bad), bad).toBeUndefined()
  })
})

describe('the list of those that wait', () => {
  const clock = createManualClock()
  const make = () => createPending({ clock, directory: { byPublicKey: () => undefined }, onChange: () => undefined })
  const hello = (publicKey = createEnrolmentKeys().publicKey): EnrolHello => ({
    name: 'pi',
    model: 'Pi 4',
    version: '1',
    public_key: publicKey,
  })
  const from = (address: string) => ({ clientId: 'new-1', address })

  it('A12 shows a device with its code, the same at each hello, and forgets one that is silent for ten minutes', () => {
    const pending = make()
    const { publicKey } = createEnrolmentKeys()
    const code = enrolmentCode(publicKey)
    expect(pending.hello(from('10.0.0.1'), hello(publicKey))).toEqual({ status: 'pending', code })
    const since = pending.items()[0]?.since
    clock.advance(9 * 60_000)
    expect(pending.hello(from('10.0.0.1'), hello(publicKey))).toEqual({ status: 'pending', code })
    clock.advance(9 * 60_000)
    pending.sweep()
    expect(pending.items()).toMatchObject([
      { key: enrolmentKey(publicKey), code, wish: null, address: '10.0.0.1', since },
    ])
    clock.advance(2 * 60_000)
    pending.sweep()
    expect(pending.items()).toEqual([])
  })

  it('A12 takes five of one address and a hundred in all, so that strangers cannot fill it', () => {
    const pending = make()
    const ask = (address: string) => pending.hello(from(address), hello())
    const statuses = Array.from({ length: 7 }, () => ask('10.0.0.1'))
    expect(statuses.filter(({ status }) => status === 'pending').length).toBeLessThanOrEqual(5)
    expect(statuses.at(-1)).toMatchObject({ status: 'refused', reason: 'full' })
    expect(ask('10.0.0.2').status).toBe('pending')
    for (let i = 0; i < 600; i++) ask(`10.0.1.${i}`)
    expect(pending.items()).toHaveLength(100)
    expect(ask('10.9.9.9')).toMatchObject({ status: 'refused' })
  })

  it('A12 lets a device wait whose address has fewer in a full list, in the place of the last of the address that has most', () => {
    const pending = make()
    const ask = (address: string) => pending.hello(from(address), hello()).status
    const waiting = (address: string) => pending.items().filter((item) => item.address === address).length
    // Two of a few hundred keys have the same code: the second is refused and comes with another one.
    const fill = (address: string, count: number) => {
      for (let tries = 0; tries < 50 && waiting(address) < count; tries++) ask(address)
    }
    fill('10.0.0.1', 4)
    const longest = pending.items()[0]?.key
    for (let i = 2; i <= 33; i++) fill(`10.0.0.${i}`, 3)
    expect(pending.items()).toHaveLength(100)
    fill('10.9.9.9', 1)
    expect([waiting('10.9.9.9'), waiting('10.0.0.1'), pending.items().length]).toEqual([1, 3, 100])
    expect(pending.items()[0]?.key).toBe(longest)
    fill('10.9.9.9', 2)
    expect([waiting('10.9.9.9'), pending.items().length]).toEqual([2, 100])
    expect(ask('10.9.9.9')).toBe('refused')
  })

  it('V61 takes five of an IPv6 network of 64 bits, whichever addresses they have', () => {
    const pending = make()
    const statuses = Array.from({ length: 40 }, (_, i) => pending.hello(from(`2001:db8::${i + 1}`), hello()))
    expect(statuses.filter(({ status }) => status === 'pending').length).toBeLessThanOrEqual(5)
    expect(pending.hello(from('2001:db8:0:1::1'), hello()).status).toBe('pending')
  })

  it('A12 never shows the same code twice: who waits under a device’s code would be let in for it', () => {
    const pending = make()
    const first = createEnrolmentKeys().publicKey
    const twin = keyWithCode(enrolmentCode(first), first)
    expect(pending.hello(from('10.0.0.1'), hello(first)).status).toBe('pending')
    expect(pending.hello(from('10.0.0.2'), hello(twin))).toMatchObject({ status: 'refused', reason: 'code_taken' })
    expect(pending.items()).toHaveLength(1)
  })

  it('A12 refuses a key that was dismissed, and a key that is none', () => {
    const pending = make()
    const { publicKey } = createEnrolmentKeys()
    pending.hello(from('10.0.0.1'), hello(publicKey))
    expect(pending.remove(enrolmentKey(publicKey), 'dismissed')).toBe('new-1')
    expect(pending.hello(from('10.0.0.1'), hello(publicKey))).toMatchObject({ reason: 'dismissed' })
    expect(pending.hello(from('10.0.0.1'), hello('A'.repeat(43)))).toMatchObject({ reason: 'bad_key' })
    expect(pending.items()).toEqual([])
  })

  it('A100 tells a device that had another name the one that it was let in under since', () => {
    const { publicKey } = createEnrolmentKeys()
    const row = { role: 'slot' as const, secretHash: 'x', legacyFrom: null, name: 'pi', model: 'Pi 4', publicKey }
    const came = { ...row, deviceId: 'slot-04', coreKey: null, sealed: null, enrolledAt: 1, revoked: false }
    const awaited = { ...came, deviceId: 'slot-05', coreKey: 'core', sealed: 'sealed' }
    const directory = createDirectory(clock)
    directory.learn({ ...NOBODY_YET, enrolments: [came, awaited] })
    const pending = createPending({ clock, directory, onChange: () => undefined })
    expect(pending.hello(from('10.0.0.1'), hello(publicKey))).toMatchObject({
      status: 'enrolled',
      device_id: 'slot-05',
      sealed: 'sealed',
    })
    expect(pending.items()).toEqual([])
  })
})

/** Another key with this code: any 32 bytes are a public key, so it takes 46,656 tries on average. */
function keyWithCode(code: string, not: string): string {
  const bytes = Buffer.from(not, 'base64url')
  for (let i = 1; ; i++) {
    bytes.writeUInt32LE(i, 8)
    const key = bytes.toString('base64url')
    if (key !== not && enrolmentCode(key) === code) return key
  }
}
