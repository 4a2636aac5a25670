import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createManualClock } from '@eg/shared'
import { pino } from 'pino'
import { afterAll, describe, expect, it } from 'vitest'
import type { Pipeline } from '../commit/pipeline.js'
import type { Enrolment } from './records.js'
import { NOBODY_YET, startIdentity } from './start-identity.js'

const dir = mkdtempSync(join(tmpdir(), 'eg-identity-'))
afterAll(() => rmSync(dir, { recursive: true }))

const SLOT: Enrolment = {
  deviceId: 'slot-01',
  name: null,
  model: null,
  enrolledAt: 1,
  role: 'slot',
  secretHash: null,
  legacyFrom: '10.0.0.7',
  publicKey: null,
  coreKey: null,
  sealed: null,
  revoked: false,
}

describe('who was let in', () => {
  it('V63 is let in no more once its role, secret or address is another', () => {
    const identity = startIdentity({
      auth: 'enrolled',
      dbPath: join(dir, 'core.db'),
      clock: createManualClock(),
      log: pino({ level: 'silent' }),
      pipeline: {} as Pipeline,
      booted: { ...NOBODY_YET, enrolments: [SLOT] },
      holderOf: () => undefined,
      publish: () => undefined,
      end: () => undefined,
      onDevice: () => undefined,
    })
    const as = (more: Partial<Enrolment>) =>
      identity.stillIn({ kind: 'device', enrolment: { ...SLOT, ...more }, page: false })
    expect(as({})).toBe(true)
    expect(as({ sealed: 'x' })).toBe(true)
    expect(as({ role: 'table' })).toBe(false)
    expect(as({ legacyFrom: '10.0.0.8' })).toBe(false)
    expect(as({ secretHash: 'another' })).toBe(false)
    identity.learn({ ...NOBODY_YET, enrolments: [{ ...SLOT, revoked: true }] })
    expect(as({})).toBe(false)
    identity.stop()
  })
})
