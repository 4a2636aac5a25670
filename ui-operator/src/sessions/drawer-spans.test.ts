import { describe, expect, it } from 'vitest'
import { START_MS } from '../testing/samples'
import { desksOf, drawerSpans, sumDrawer } from './drawer-spans'
import { aReport, aTransfer } from './session-samples'

const HOUR = 3_600_000
const drawer = 'drawer:change-01'
const into = { debit: drawer, credit: 'player:1' }
const outOf = { debit: 'player:1', credit: drawer }
const later = START_MS + 2 * HOUR
const account = { account: drawer, before_cents: -10_000, debits_cents: 0, credits_cents: 0, after_cents: 0 }
const report = aReport({
  transfers: [
    aTransfer(1, { ...into, kind: 'top_up', amount_cents: 5000 }),
    aTransfer(2, { ...outOf, kind: 'cash_out', amount_cents: 1500 }),
    aTransfer(3, { kind: 'stake' }),
    aTransfer(4, { at: later, debit: drawer, credit: 'safe', kind: 'drawer_cash', amount_cents: 2000 }),
    aTransfer(5, { at: later, ...outOf, kind: 'reversal', amount_cents: 5000, reverses: 1 }),
    aTransfer(6, { at: later, ...into, kind: 'reversal', amount_cents: 1500, reverses: 2 }),
    aTransfer(7, { debit: 'drawer:bar', credit: 'player:2', kind: 'top_up', amount_cents: 7 }),
  ],
  ledger: { kinds: [], accounts: [{ ...account, balances: true }], balances: true },
})

describe('the cash of a desk by the hour', () => {
  it('O151 tells what guests paid in and got back, what the safe gave, and what lies in the drawer', () => {
    expect(desksOf(report.transfers)).toEqual(['bar', 'change-01'])
    const spans = drawerSpans(report, 'change-01', HOUR)
    expect(spans.map(({ paidIn, paidOut, safe, held }) => [paidIn, paidOut, safe, held])).toEqual([
      [5000, 1500, 0, 13_500],
      [0, 0, 0, 13_500],
      // A top-up and a cash-out were taken back.
      [-5000, -1500, 2000, 12_000],
    ])
    expect(sumDrawer(spans)).toMatchObject({ paidIn: 0, paidOut: 0, safe: 2000, held: 12_000 })
  })
})
