import { describe, expect, it } from 'vitest'
import { ledgerSpans, spanMs, sumSpans } from './ledger-spans'
import { aTransfer, TRANSFERS } from './session-samples'

const HOUR = 3_600_000

describe('the ledger by the hour', () => {
  it('J69 adds stakes, wins and cash up by the hour, leaves no hour out, and a reversal takes away', () => {
    const spans = ledgerSpans(TRANSFERS, HOUR)
    expect(spans.map(({ staked, won, kept, cashIn }) => [staked, won, kept, cashIn])).toEqual([
      [500, 200, 300, 0],
      [0, 0, 0, 0],
      [-200, 0, -200, 2000],
    ])
    expect(spans.map(({ from }) => from % HOUR)).toEqual([0, 0, 0])
    // What the report calls stakes, wins and take.
    expect(sumSpans(spans)).toMatchObject({ staked: 300, won: 200, kept: 100, cashIn: 2000 })
  })

  it('J69 shows a short session by the quarter of an hour, and one without money not at all', () => {
    expect([spanMs(HOUR), spanMs(3 * HOUR)]).toEqual([HOUR / 4, HOUR])
    expect(ledgerSpans([], HOUR)).toEqual([])
    expect(ledgerSpans([aTransfer(1, { kind: 'shift_float' })], HOUR)).toEqual([])
  })
})
