import { spawnSync } from 'node:child_process'
import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  createEnrolmentKeys,
  enrolmentCode,
  enrolmentKey,
  isEnrolmentKey,
  openSecret,
  sealSecret,
} from './enrol-seal.js'

const SECRET = 'ds_0123456789abcdefghijklmnopqrstuvwxyzABCDEFG'

describe('a sealed secret', () => {
  it('A4 is read by whoever holds the private key, and by nobody else', () => {
    const keys = createEnrolmentKeys()
    const sealed = sealSecret(SECRET, keys.publicKey)
    expect(openSecret(sealed, keys)).toBe(SECRET)
    expect(JSON.stringify(sealed)).not.toContain(SECRET)
    expect(() => openSecret(sealed, createEnrolmentKeys())).toThrow()
    expect(() => openSecret(sealed, { ...createEnrolmentKeys(), publicKey: keys.publicKey })).toThrow()
  })

  it('A4 is never the same twice, and says so when a single bit was altered', () => {
    const keys = createEnrolmentKeys()
    const sealed = sealSecret(SECRET, keys.publicKey)
    expect(sealSecret(SECRET, keys.publicKey).sealed).not.toBe(sealed.sealed)
    const bytes = Buffer.from(sealed.sealed, 'base64url')
    const bit = fc.integer({ min: 0, max: bytes.length * 8 - 1 })
    fc.assert(
      fc.property(bit, (at) => {
        const altered = Buffer.from(bytes)
        altered[at >> 3] = (altered[at >> 3] ?? 0) ^ (1 << (at & 7))
        expect(() => openSecret({ ...sealed, sealed: altered.toString('base64url') }, keys)).toThrow()
      }),
    )
    for (const short of ['', 'AAAA']) expect(() => openSecret({ ...sealed, sealed: short }, keys)).toThrow()
  })

  it('A4 is made for no key that gives no secret: too short, too long, of low order', () => {
    const low = [Buffer.alloc(32), Buffer.concat([Buffer.from([1]), Buffer.alloc(31)])].map((b) =>
      b.toString('base64url'),
    )
    for (const bad of ['', 'x', 'A'.repeat(42), 'A'.repeat(44), ...low]) {
      expect(isEnrolmentKey(bad), bad).toBe(false)
      expect(() => sealSecret(SECRET, bad), bad).toThrow()
    }
    expect(isEnrolmentKey(createEnrolmentKeys().publicKey)).toBe(true)
  })

  it('A5 a code has six digits from 1 to 6, the same at both ends, each digit about as often', () => {
    const seen = Array.from({ length: 400 }, () => {
      const { publicKey } = createEnrolmentKeys()
      expect(enrolmentCode(publicKey)).toBe(enrolmentCode(publicKey))
      expect(enrolmentKey(publicKey)).toMatch(/^[0-9a-f]{16}$/)
      return enrolmentCode(publicKey)
    })
    for (const code of seen) expect(code).toMatch(/^[1-6]{6}$/)
    const digits = seen.join('')
    for (const digit of '123456') expect(digits.split(digit).length - 1).toBeGreaterThan(digits.length / 6 / 1.5)
  })
})

describe('making keys', () => {
  it('A91 never stops the process, however often memory is collected meanwhile', () => {
    const built = new URL('../../dist/node/enrol-seal.js', import.meta.url).href
    const many = `import { createEnrolmentKeys, sealSecret } from '${built}'
      const keys = createEnrolmentKeys()
      for (let i = 0; i < 20000; i++) sealSecret('secret', keys.publicKey)`
    const { status, stderr } = spawnSync(
      process.execPath,
      ['--max-semi-space-size=1', '--input-type=module', '--eval', many],
      { encoding: 'utf8', timeout: 60_000 },
    )
    expect(stderr).toBe('')
    expect(status).toBe(0)
  }, 70_000)
})
