import { describe, expect, it } from 'vitest'
import { aLine } from '../testing/samples'
import { linkedLines } from './linked-lines'

const plain = { run: null, device_id: null }
const links = (seq: number, lines: ReturnType<typeof aLine>[]) => {
  const line = lines.find((each) => each.seq === seq)
  return line ? linkedLines(line, lines).map(({ why, line: other }) => `${why} ${other.seq}`) : []
}

describe('lines that belong together', () => {
  it('C92 an undo and what it undid name each other', () => {
    const lines = [
      aLine(5, { ...plain, kind: 'opCardFreeze', outcome: 'ok' }),
      aLine(6, { ...plain, kind: 'opCardFreeze', outcome: 'ok' }),
      aLine(9, { ...plain, kind: 'undo', outcome: 'ok', data: { undoes: 5, command: 'opCardFreeze' } }),
    ]
    expect(links(9, lines)).toEqual(['undoes 5'])
    expect(links(5, lines)).toEqual(['undone_by 9'])
    expect(links(6, lines)).toEqual([])
  })

  it('C92 a reversal, a payout, an order and a freeze are found by the number that they share', () => {
    const lines = [
      aLine(1, { ...plain, kind: 'payoutNew', data: { payout_id: 'p1' } }),
      aLine(2, { ...plain, kind: 'opDeskClaim', data: { payout_id: 'p1' } }),
      aLine(3, { ...plain, kind: 'payoutNew', data: { payout_id: 'p2' } }),
      aLine(4, { ...plain, kind: 'opMoneyFreeze', data: { panic: 7 } }),
      aLine(5, { ...plain, kind: 'opMoneyUnfreeze', data: { panic: 7 } }),
      aLine(6, { ...plain, kind: 'opDeviceCommand', data: { cmd_id: 'c1' } }),
      aLine(7, { ...plain, kind: 'commandDone', data: { cmd_id: 'c1' } }),
      aLine(8, { ...plain, kind: 'cardReset', data: { transfer: 12 } }),
      aLine(9, { ...plain, kind: 'opTransferReverse', data: { transfer: 12 } }),
    ]
    expect([2, 4, 7, 8].map((seq) => links(seq, lines))).toEqual([
      ['payout 1'],
      ['panic 5'],
      ['order 6'],
      ['reversal 9'],
    ])
  })

  it('C92 a vote belongs to what happened to its question, not to the other votes', () => {
    const lines = [
      aLine(1, { kind: 'runOpened', outcome: 'ok', device_id: null }),
      aLine(2),
      aLine(3, { device_id: 'slot-02' }),
      aLine(4, { kind: 'runClosed', outcome: 'ok', device_id: null }),
      aLine(5, { kind: 'runOpened', run: 8, outcome: 'ok', device_id: null }),
    ]
    expect(links(2, lines)).toEqual(['run 1', 'run 4'])
  })
})
