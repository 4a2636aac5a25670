import { describe, expect, it } from 'vitest'
import type { PayoutRow } from '../money/read-payouts'
import { aPayout } from '../testing/money-samples'
import { aDevice, START_MS } from '../testing/samples'
import { payoutHours } from './payout-hours'
import { sumOf, tableRows } from './table-rows'

const row = (id: string, more: Partial<PayoutRow> = {}): PayoutRow => ({
  ...aPayout(id),
  closed_at: null,
  tag_uid: null,
  ...more,
})
const table = (id: string, more = {}) => [id, aDevice(id, { kind: 'table', ...more })] as const

describe('what the tables owe', () => {
  it('L51 each table known or named by a payout has its sums: waiting, paid, voided, expired, and the last one', () => {
    const rows = tableRows(
      new Map([table('table-02'), table('table-10'), ['slot-01', aDevice('slot-01')]]),
      [aPayout('w', { table_id: 'table-02', amount_cents: 100, created_at: START_MS + 5 })],
      [
        row('a', { table_id: 'table-02', status: 'claimed', amount_cents: 500, tag_uid: '04A37C91' }),
        row('b', { table_id: 'table-02', status: 'voided', amount_cents: 700 }),
        row('c', { table_id: null, status: 'expired', amount_cents: 900 }),
        row('w', { table_id: 'table-02', status: 'ready', amount_cents: 100 }),
        row('d', { table_id: 'table-03', status: 'claimed', amount_cents: 50 }),
      ],
    )
    expect(rows.map(({ tableId, state }) => [tableId, state])).toEqual([
      ['table-02', 'here'],
      ['table-03', 'page'],
      ['table-10', 'here'],
      [null, 'page'],
    ])
    expect(rows[0]).toMatchObject({
      waiting: { count: 1, cents: 100, oldestAt: START_MS + 5 },
      claimed: { count: 1, cents: 500 },
      voided: { count: 1, cents: 700 },
      expired: { count: 0, cents: 0 },
      last: { payout_id: 'w' },
    })
    expect(sumOf(rows, 'claimed')).toEqual({ count: 2, cents: 550 })
    expect(sumOf(rows, 'expired')).toEqual({ count: 1, cents: 900 })
  })

  it('L52 a table that went silent with payouts waiting comes first; one that never had a device, or owes nothing, does not', () => {
    const devices = new Map([
      table('table-01'),
      table('table-02', { online: false, last_seen: START_MS }),
      table('table-03', { online: false, version: null }),
      table('table-04', { online: false }),
    ])
    const waiting = ['table-01', 'table-02', 'table-03'].map((id) => aPayout(`w-${id}`, { table_id: id }))
    expect(tableRows(devices, waiting, []).map(({ tableId, state, lastSeen }) => [tableId, state, lastSeen])).toEqual([
      ['table-02', 'silent', START_MS],
      ['table-01', 'here', START_MS],
      ['table-03', 'page', null],
      ['table-04', 'away', START_MS],
    ])
  })

  it('L53 by the hour: what was created and what was paid, each when it happened, without gaps and without mistakes', () => {
    const hour = 3_600_000
    const at = Math.floor(START_MS / hour) * hour
    const hours = payoutHours(
      [
        row('a', { created_at: at + 5, amount_cents: 100, status: 'claimed', closed_at: at + 2 * hour }),
        row('b', { created_at: at + 6, amount_cents: 20 }),
        row('c', { created_at: at - 5 * hour, amount_cents: 9000, status: 'voided', closed_at: at }),
      ],
      at + 2 * hour + 1,
    )
    expect(hours).toEqual([
      { at, created: 120, claimed: 0 },
      { at: at + hour, created: 0, claimed: 0 },
      { at: at + 2 * hour, created: 0, claimed: 100 },
    ])
    expect(payoutHours([], START_MS)).toEqual([])
  })
})
