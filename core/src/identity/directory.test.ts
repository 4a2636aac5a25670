import { createManualClock } from '@eg/shared'
import { describe, expect, it } from 'vitest'
import { createDirectory } from './directory.js'
import type { Enrolment, IdentityChanges, Operator } from './records.js'
import { fingerprint } from './secrets.js'

const none: IdentityChanges = {
  enrolments: [],
  operators: [],
  removedOperators: [],
  sessions: [],
  endedSessions: [],
  dismissed: [],
}
const nadia: Operator = {
  nameKey: 'nadia',
  name: 'Nadia',
  role: 'cashier',
  passwordHash: 'scrypt$',
  createdAt: 1,
  lastLogin: null,
}
const slot: Enrolment = {
  deviceId: 'slot-01',
  role: 'slot',
  secretHash: 'scrypt$a',
  legacyFrom: null,
  name: null,
  model: null,
  publicKey: null,
  coreKey: null,
  sealed: null,
  enrolledAt: 1,
  revoked: false,
}
const hour = 3600_000

function withSession(expiresIn = hour) {
  const clock = createManualClock()
  const directory = createDirectory(clock)
  const session = (token: string, ms = expiresIn) => ({
    sessionId: 's1',
    nameKey: 'nadia',
    tokenHash: fingerprint(token),
    expiresAt: clock.now() + ms,
  })
  directory.learn({ ...none, operators: [nadia], sessions: [session('ot_1')] })
  return { clock, directory, session }
}

describe('a session', () => {
  it('A24 lasts an hour on the monotonic clock, whatever the wall clock does', () => {
    const { clock, directory } = withSession()
    clock.jump(48 * hour)
    expect(directory.sessionOf('ot_1')).toMatchObject({ operator: nadia, expiresInS: 3600 })
    clock.jump(-96 * hour)
    clock.advance(hour - 1000)
    expect(directory.sessionOf('ot_1')).toBeDefined()
    clock.advance(2000)
    expect(directory.sessionOf('ot_1')).toBeUndefined()
    expect(directory.takeExpired()).toEqual(['s1'])
    expect(directory.takeExpired()).toEqual([])
  })

  it('A26 that comes back at a boot with a clock of the past lasts an hour at most', () => {
    const { clock, directory } = withSession(10 * 365 * 24 * hour)
    clock.advance(hour + 1)
    expect(directory.sessionOf('ot_1')).toBeUndefined()
  })

  it('A24 that is renewed has a new token; the old one is good for a minute more', () => {
    const { clock, directory, session } = withSession()
    directory.learn({ ...none, sessions: [session('ot_2')] })
    expect(directory.sessionOf('ot_2')?.sessionId).toBe('s1')
    clock.advance(59_000)
    expect(directory.sessionOf('ot_1')?.sessionId).toBe('s1')
    clock.advance(2000)
    expect(directory.sessionOf('ot_1')).toBeUndefined()
    expect(directory.sessionOf('ot_2')).toBeDefined()
    expect(directory.countSessions('nadia')).toBe(1)
  })

  it('A25 that has ended leaves no token behind, not the old one either', () => {
    const { directory, session } = withSession()
    directory.learn({ ...none, sessions: [session('ot_2')] })
    expect(directory.learn({ ...none, endedSessions: ['s1', 'unknown'] }).sessions).toEqual(['s1'])
    expect(directory.sessionOf('ot_1') ?? directory.sessionOf('ot_2')).toBeUndefined()
  })

  it('A25 of somebody who was removed is worth nothing', () => {
    const { directory } = withSession()
    directory.learn({ ...none, removedOperators: ['nadia'] })
    expect(directory.sessionOf('ot_1')).toBeUndefined()
    expect(directory.operator('NADIA')).toBeUndefined()
  })
})

describe('a device', () => {
  it('A18 is put out when its secret, role or address changes, and not when only its sealed answer is forgotten', () => {
    const directory = createDirectory(createManualClock())
    const learn = (enrolment: Enrolment) => directory.learn({ ...none, enrolments: [enrolment] }).devices
    expect(learn({ ...slot, sealed: 'x', coreKey: 'y' })).toEqual([])
    expect(learn(slot)).toEqual([])
    expect(learn({ ...slot, secretHash: 'scrypt$b' })).toEqual(['slot-01'])
    expect(learn({ ...slot, secretHash: null, legacyFrom: '10.0.0.1' })).toEqual(['slot-01'])
    expect(learn({ ...slot, secretHash: null, legacyFrom: null, revoked: true })).toEqual(['slot-01'])
    expect(directory.enrolment('slot-01')).toBeUndefined()
    expect(directory.enrolments()).toHaveLength(1)
  })
})
