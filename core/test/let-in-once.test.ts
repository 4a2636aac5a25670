import { createEnrolmentKeys, enrolmentKey } from '@eg/shared/enrol-seal'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type Evening, createEvening } from './show-evening.js'

// Who waits is looked up as a command is submitted, and leaves the list only after the commit: what comes in between, at the store's
// own door.

let evening: Evening
let requests = 0
beforeEach(() => {
  evening = createEvening()
  for (const deviceId of ['slot-04', 'slot-05', 'slot-06'])
    evening.send({ kind: 'deviceHello', deviceId, payload: { type: 'slot', version: '1' } }, deviceId)
})
afterEach(() => evening.close())

function newcomer() {
  const { publicKey } = createEnrolmentKeys()
  const key = enrolmentKey(publicKey)
  const applicant = { name: 'pi', model: 'Pi 4', publicKey }
  const seen = { auth: 'enrolled', slotOnline: false, spareOnline: false }
  const of = (kind: string, payload: object) => ({
    kind,
    payload: { req_id: `once-${++requests}`, ...payload },
    applicant,
    seen,
  })
  return {
    enrol: (device_id: string, more: object = {}) => of('opEnrol', { key, device_id, role: 'slot', ...more }),
    swap: (slot_id: string) => of('opSwap', { slot_id, spare_key: key, reason: 'dead' }),
  }
}
const answers = (...works: object[]) => evening.batch(works).outcomes.map(({ answer }) => answer)
const column = (what: string, deviceId: string) =>
  evening.db.prepare(`SELECT ${what} FROM enrolments WHERE device_id = ?`).pluck().get(deviceId)
const letIn = () =>
  evening.db.prepare('SELECT device_id FROM enrolments WHERE revoked_at IS NULL ORDER BY device_id').pluck().all()
/** It connects with the secret that it was sent. */
const comesIn = (deviceId: string) =>
  evening.send({ kind: 'secretUsed', deviceId, secretHash: column('secret_hash', deviceId) })

describe('a device that waits', () => {
  it('A100 is let in under one name, whoever names it otherwise before the list has heard of it', () => {
    const { enrol } = newcomer()
    expect(answers(enrol('slot-04'), enrol('slot-05'))).toMatchObject([
      { status: 'ok', device_id: 'slot-04' },
      { status: 'refused', reason: 'not_pending', field: 'key' },
    ])
    expect(answers(enrol('slot-06'))).toMatchObject([{ reason: 'not_pending' }])
    expect(letIn()).toEqual(['slot-04'])
    expect(evening.journal('opEnrol').map(({ outcome, data }) => [outcome, data.name])).toEqual([
      ['ok', 'pi'],
      ['refused', 'pi'],
      ['refused', 'pi'],
    ])
  })

  it('A100 takes one slot’s place, and none once it was let in', () => {
    const first = newcomer()
    expect(answers(first.swap('slot-04'), first.swap('slot-05'), first.enrol('slot-06'))).toMatchObject([
      { status: 'ok', swap: 1 },
      { status: 'refused', reason: 'unknown_spare', field: 'spare_key' },
      { status: 'refused', reason: 'not_pending' },
    ])
    const second = newcomer()
    expect(answers(second.enrol('slot-06'), second.swap('slot-05'))).toMatchObject([
      { status: 'ok' },
      { reason: 'unknown_spare' },
    ])
    expect(letIn()).toEqual(['slot-04', 'slot-06'])
  })

  it('A100 that is named twice as the spare of one slot keeps the secret it was sent', () => {
    const { swap } = newcomer()
    expect(answers(swap('slot-04'))).toMatchObject([{ status: 'ok', swap: 1 }])
    const sealed = column('sealed', 'slot-04')
    expect(answers(swap('slot-04'))).toMatchObject([{ status: 'ok', swap: 1 }])
    expect(column('sealed', 'slot-04')).toBe(sealed)
  })

  it('A100 may ask again with its key once it came in, was revoked or its swap was taken back', () => {
    const { enrol, swap } = newcomer()
    const replace = { replace: true }
    expect(answers(enrol('slot-04'), enrol('slot-04', replace))).toMatchObject([{ status: 'ok' }, { status: 'ok' }])
    comesIn('slot-04')
    expect(answers(enrol('slot-04', replace))).toMatchObject([{ status: 'ok' }])
    comesIn('slot-04')
    expect(answers(enrol('slot-05'))).toMatchObject([{ status: 'ok' }])
    evening.send({ kind: 'opRevoke', payload: { device_id: 'slot-05' } })
    expect(answers(swap('slot-06'))).toMatchObject([{ status: 'ok', swap: 1 }])
    evening.send({ kind: 'opSwapCancel', payload: { swap: 1, reason: 'a slip' } })
    expect(answers(enrol('slot-05'))).toMatchObject([{ status: 'ok' }])
  })
})
