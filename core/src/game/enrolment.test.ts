import { describe, expect, it } from 'vitest'
import { decideAdmission, decideOperator, decideOperatorRemove, decideRevoke } from './enrolment.js'

const asked = { deviceId: 'slot-04', role: 'slot', replace: false, isCore: false }
const free = { enrolled: false, operator: false }

describe('letting a device in', () => {
  it('A10 needs a free name, or the word that it is replaced', () => {
    expect(decideAdmission(asked, free)).toMatchObject({ status: 'ok', changes: [{ type: 'admit' }] })
    expect(decideAdmission(asked, { ...free, enrolled: true })).toMatchObject({
      reason: 'already_enrolled',
      changes: [],
    })
    expect(decideAdmission({ ...asked, replace: true }, { ...free, enrolled: true }).status).toBe('ok')
  })

  it('A10 under a usual name is for what the name says, and never under the core’s or an operator’s', () => {
    expect(decideAdmission({ ...asked, role: 'table' }, free)).toMatchObject({ reason: 'role_mismatch', field: 'role' })
    expect(decideAdmission({ ...asked, deviceId: 'roulette', role: 'table' }, free).status).toBe('ok')
    expect(decideAdmission({ ...asked, deviceId: 'Nadia' }, { ...free, operator: true })).toMatchObject({
      reason: 'name_taken',
    })
    expect(decideAdmission({ ...asked, deviceId: 'core-01', isCore: true }, free)).toMatchObject({ reason: 'reserved' })
  })

  it('A18 is taken back only from who is let in', () => {
    expect(decideRevoke('slot-04', true).changes).toEqual([{ type: 'revoke' }])
    expect(decideRevoke('slot-04', false)).toMatchObject({ reason: 'not_enrolled', changes: [] })
  })
})

describe('an operator', () => {
  const set = { name: 'Nadia', role: 'cashier', hasPassword: true, first: false }
  const nobody = { role: null, gamemasters: 1, device: false }

  it('A22 needs a password to begin with, and a name that is nobody’s in the journal', () => {
    expect(decideOperator(set, nobody).changes).toEqual([{ type: 'set' }])
    expect(decideOperator({ ...set, hasPassword: false }, nobody)).toMatchObject({ reason: 'no_password' })
    expect(decideOperator({ ...set, hasPassword: false }, { ...nobody, role: 'viewer' }).status).toBe('ok')
    for (const name of ['core', 'Timer', 'http', 'admin', 'slot-01', 'table-7']) {
      expect(decideOperator({ ...set, name }, nobody), name).toMatchObject({ reason: 'name_taken', changes: [] })
    }
    expect(decideOperator(set, { ...nobody, device: true })).toMatchObject({ reason: 'name_taken' })
  })

  it('A22 who is the last game master stays it', () => {
    const last = { role: 'gamemaster', gamemasters: 1, device: false }
    expect(decideOperator(set, last)).toMatchObject({ reason: 'last_gamemaster', changes: [] })
    expect(decideOperator({ ...set, role: 'gamemaster' }, last).status).toBe('ok')
    expect(decideOperator(set, { ...last, gamemasters: 2 }).status).toBe('ok')
    expect(decideOperatorRemove('Nadia', last)).toMatchObject({ reason: 'last_gamemaster', changes: [] })
    expect(decideOperatorRemove('Nadia', { ...last, gamemasters: 2 }).status).toBe('ok')
    expect(decideOperatorRemove('Nobody', nobody)).toMatchObject({ reason: 'unknown_operator' })
  })

  it('A27 is made by the first start only while there is no game master', () => {
    expect(decideOperator({ ...set, role: 'gamemaster', first: true }, { ...nobody, gamemasters: 0 }).status).toBe('ok')
    expect(decideOperator({ ...set, role: 'gamemaster', first: true }, nobody)).toMatchObject({ reason: 'not_needed' })
  })
})
