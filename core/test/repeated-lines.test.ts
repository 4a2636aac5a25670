import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type Evening, createEvening, night } from './show-evening.js'

// Two machines under one name, at the store's own door: commands come 10 ms apart.

let evening: Evening
beforeEach(() => {
  evening = createEvening()
})
afterEach(() => evening.close())
const greeting = (deviceId: string, more: object = {}) => ({
  kind: 'deviceHello',
  deviceId,
  payload: { type: 'slot', version: '1', ...more },
})
const hello = (deviceId: string, more: object = {}) => evening.send(greeting(deviceId, more), deviceId)
const hellos = () => evening.journal('deviceHello').map(({ data }) => data.version)
/** The identity of slot-04 is another machine's now, and that has come in (EG_AUTH=open). */
function swapped() {
  hello('slot-04', { install_key: 'old' })
  hello('spare-01', { install_key: 'new' })
  const payload = { slot_id: 'slot-04', spare_id: 'spare-01', reason: 'dead', force: true }
  const seen = { auth: 'open', slotOnline: false, spareOnline: true }
  expect(evening.send({ kind: 'opSwap', payload, seen, applicant: null })).toMatchObject({ status: 'ok' })
  hello('slot-04', { install_key: 'new' })
}

describe('a device that says hello again and again', () => {
  it('D68 is one line a version, however often the two take turns; each of them is answered and known', () => {
    for (let i = 0; i < 10; i++)
      for (const version of ['1', '2']) {
        expect(hello('slot-01', { version })).toMatchObject({ status: 'ok' })
        expect(evening.last().devices).toMatchObject([{ deviceId: 'slot-01', version }])
      }
    hello('slot-02')
    expect(hellos()).toEqual(['1', '2', '1'])
  })

  it('D68 has its line once more after a restart of the core', () => {
    hello('slot-01')
    evening.restart()
    hello('slot-01')
    expect(hellos()).toEqual(['1', '1'])
  })

  it('D68 has its line although another command of its batch had a fault', () => {
    const [, broken] = evening.batch([greeting('slot-01'), { kind: 'opModeSet' }]).outcomes
    expect(broken?.fault).toBeDefined()
    expect(hellos()).toEqual(['1'])
  })

  it('D68 is told at each hello what the core holds of its vote', () => {
    swapped()
    evening.send(night)
    const question = { step: 1, question: 'Q?', options: ['A', 'B'], reveal: 'operator' }
    evening.send({ kind: 'opNightOpen', payload: question })
    evening.send({ kind: 'nightVote', payload: { device_id: 'slot-04', step: 1, choice: 'A' } }, 'slot-04')
    for (let i = 0; i < 3; i++) {
      hello('slot-04', { install_key: 'new' })
      const told = evening.last().publications.filter(({ contract }) => contract === 'deviceAnswer')
      expect(told).toMatchObject([{ payload: { choice: 'A', replayed: true } }])
    }
  })

  it('D68 after a swap without a fence is one alarm in the journal, and seen each time', () => {
    swapped()
    const returnedAt = () => evening.db.prepare('SELECT returned_at FROM swaps').pluck().get() as number | null
    const seen = new Set<number | null>()
    for (let i = 0; i < 10; i++) {
      hello('slot-04', { install_key: 'third' })
      hello('slot-04', { install_key: 'new' })
      seen.add(returnedAt())
    }
    expect(evening.journal('fencedReturn')).toMatchObject([{ outcome: 'refused', reason: 'not_fenced' }])
    expect(seen.size).toBe(10)
  })
})
