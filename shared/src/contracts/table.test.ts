import { describe, expect, it } from 'vitest'
import { routeOf } from '../acl.js'
import { decodePayload, encodePayload, validate } from '../payload.js'
import { buildTopic, covers, filterOf, matchTopic, paramNames } from '../topics.js'
import type { Kind } from './contract.js'
import { allContracts, contracts } from './table.js'

const topicOf = (template: string, value = 'slot-01') =>
  buildTopic(template, Object.fromEntries(paramNames(template).map((name) => [name, value])) as never)

/** Whether a topic exists that both filters match. */
function overlap(a: string[], b: string[]): boolean {
  if (a.length !== b.length) return false
  return a.every((level, i) => level === '+' || b[i] === '+' || level === b[i])
}

// WIRE.md, row by row: what devices in the field publish and subscribe. QoS 1 everywhere.
const WIRE: [topic: string, kind: Kind, retained: boolean, payload: unknown][] = [
  ['eg/dev/slot-01/hello', 'command', false, { type: 'slot', version: '1.0', ts: 1700000000 }],
  ['eg/dev/slot-01/status', 'state', true, 'online'],
  ['eg/dev/slot-01/status', 'state', true, 'offline'],
  ['eg/state/mode', 'state', true, { mode: 'day' }],
  [
    'eg/night/step',
    'state',
    true,
    { step: 1, question: 'Q', options: ['A', 'B'], run: 1, closes_at: null, final: false },
  ],
  ['eg/night/vote', 'command', false, { device_id: 'slot-01', step: 1, choice: 'A', ts: '2024-01-01T20:00:00' }],
  ['eg/night/vote', 'command', false, { device_id: 'slot-01', step: 1, choice: 'A', ts: 1.5, run: 3 }],
  [
    'eg/night/result',
    'state',
    true,
    { step: 1, status: 'success', next_step: 2, run: 1, tally: { A: 1 }, winner: 'A' },
  ],
  ['eg/core/wallet/get', 'command', false, { req_id: '1', device_id: 'slot-01', tag_uid: '04A37C91' }],
  [
    'eg/core/wallet/debit',
    'command',
    false,
    { req_id: '1', device_id: 'slot-01', tag_uid: '04A37C91', amount_cents: 200, reason: 'slot_bet' },
  ],
  [
    'eg/core/wallet/credit',
    'command',
    false,
    { req_id: '1', device_id: 'slot-01', tag_uid: '04A37C91', amount_cents: 500, reason: 'slot_win' },
  ],
  ['eg/dev/slot-01/res', 'event', false, { req_id: '1', type: 'wallet_get', status: 'ok', balance_cents: 100 }],
  [
    'eg/dev/slot-01/res',
    'event',
    false,
    { req_id: '1', type: 'wallet_debit', status: 'insufficient', new_balance_cents: 0 },
  ],
  ['eg/dev/slot-01/res', 'event', false, { req_id: '1', type: 'wallet_credit', status: 'ok', new_balance_cents: 9 }],
  [
    'eg/dev/change-01/res',
    'event',
    false,
    { req_id: '1', type: 'payout_claim', status: 'ok', credited_cents: 5, new_balance_cents: 9 },
  ],
  [
    'eg/dev/slot-01/res',
    'event',
    false,
    { type: 'night_vote', run: 1, step: 1, choice: 'A', status: 'closed', reason: 'x' },
  ],
  [
    'eg/core/payouts/new',
    'command',
    false,
    { payout_id: 'p1', source: 'roulette', amount_cents: 5, meta: { table: 3 } },
  ],
  ['eg/dev/change-01/payouts', 'state', true, { items: [{ payout_id: 'p1', source: 'roulette', amount_cents: 5 }] }],
  [
    'eg/core/payouts/claim',
    'command',
    false,
    { req_id: '1', device_id: 'change-01', payout_id: 'p1', tag_uid: '04A37C91' },
  ],
  ['eg/dev/slot-01/input/status', 'state', true, 'online'],
  [
    'eg/dev/slot-01/input/status',
    'state',
    true,
    {
      status: 'online',
      device_id: 'slot-01',
      led_count: 6,
      button_count: 6,
      capabilities: ['gpio', 'keyboard', 'rfid'],
      timestamp: '2024-01-01',
    },
  ],
  ['eg/dev/slot-01/input/leds', 'state', true, { states: [true, false, false, false, false, true], timestamp: 1 }],
  ['eg/dev/slot-01/input/rfid', 'event', false, { tag_uid: '04A37C91', timestamp: 1 }],
  ['eg/dev/slot-01/input/cmd/led', 'event', false, { index: 5, state: true }],
  ['eg/dev/slot-01/input/cmd/led', 'event', false, { states: [true, false, false, false, false, true] }],
  ['eg/dev/slot-01/input/cmd/test', 'event', false, { action: 'led_sequence' }],
  ['eg/dev/slot-01/input/cmd/test', 'event', false, { action: 'simulate_rfid', tag_uid: '04A37C91' }],
]

describe('the table of contracts', () => {
  it('C10 a contract stands under its own name, and its topic leads back to it alone', () => {
    for (const [name, contract] of Object.entries(contracts)) expect(contract.name).toBe(name)
    for (const contract of allContracts) {
      const topic = topicOf(contract.topic)
      expect(allContracts.filter((c) => matchTopic(c.topic, topic)).map((c) => c.name)).toEqual([contract.name])
      expect(routeOf(topic)?.contract, topic).toBe(contract)
    }
  })

  it('C10 no topic at all belongs to two contracts', () => {
    for (const [i, a] of allContracts.entries()) {
      for (const b of allContracts.slice(i + 1)) {
        const both = overlap(filterOf(a.topic).split('/'), filterOf(b.topic).split('/'))
        expect(both, `${a.name} and ${b.name}`).toBe(false)
      }
    }
  })

  it('C10 every topic is under eg/, with a fixed second level, and outside the topics left free', () => {
    for (const { topic } of allContracts) {
      expect(topic).toMatch(/^eg\/[a-z]+\/[a-z_{}/]+$/)
      expect(paramNames(topic).every((name) => name === 'device_id' || name === 'client_id')).toBe(true)
      expect(covers('eg/test/#', filterOf(topic))).toBe(false)
    }
  })

  it('C11 commands are QoS 1, never retained, read by nobody, and answered; states are retained', () => {
    for (const contract of allContracts) {
      const { name, kind, qos, retain, subscribers, answer, answerTo } = contract
      expect(retain, name).toBe(kind === 'state')
      if (kind === 'state') expect(qos, name).toBe(1)
      if (kind !== 'command') expect(answer, name).toBeUndefined()
      else
        expect({ qos, subscribers, answered: answer !== undefined }, name).toEqual({
          qos: 1,
          subscribers: [],
          answered: true,
        })
      if (kind === 'command') expect(answerTo, name).toBe(contract.topic.startsWith('eg/core/op/') ? 'page' : 'device')
    }
    const types = allContracts.flatMap(({ answer }) => answer ?? [])
    expect(new Set(types).size).toBe(types.length)
  })

  it('C11 a command that moves money or answers a page carries an id, so that it can be sent again', () => {
    for (const contract of allContracts) {
      if (contract.kind !== 'command' || !/^eg\/core\/(wallet|op)\//.test(contract.topic)) continue
      const { req_id: _, ...without } = contract.sample as { req_id: string }
      expect(validate(contract, without), contract.name).toMatchObject({ ok: false, field: 'req_id' })
    }
  })

  it.each(WIRE)('C12 %s is a %s, retained: %s', (topic, kind, retain, payload) => {
    const contract = routeOf(topic)?.contract
    expect(contract).toMatchObject({ kind, retain, qos: 1 })
    if (!contract) return
    const bytes = new TextEncoder().encode(typeof payload === 'string' ? payload : JSON.stringify(payload))
    expect(decodePayload(contract, bytes)).toEqual({ ok: true, value: payload })
  })

  it('C13 every sample fits its own schema and survives being sent', () => {
    for (const contract of allContracts) {
      expect(validate(contract, contract.sample), contract.name).toEqual({ ok: true, value: contract.sample })
      const bytes = new TextEncoder().encode(encodePayload(contract, contract.sample))
      expect(decodePayload(contract, bytes), contract.name).toEqual({ ok: true, value: contract.sample })
    }
  })
})
