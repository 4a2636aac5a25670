import { describe, expect, it } from 'vitest'
import { returnToPlayer } from './money/paytable.js'
import { PaytableError, parsePaytable, readPaytable } from './read-paytable.js'

const GOOD = `name: Two reels
stakes_cents: [100, 200]
symbols: [a, b]
odds_of: 100
outcomes:
  - { name: Pair, reels: [a, a], pays: 3, odds: 20 }
loses: { odds: 80 }
`
const fault = (text: string): string => {
  try {
    parsePaytable(text, 'x.yaml')
  } catch (error) {
    if (error instanceof PaytableError) return error.message
    throw error
  }
  return 'no fault'
}

describe('a paytable file', () => {
  it('L8 that comes with EG is playable and keeps 8 % for the house', () => {
    const { table } = readPaytable(null)
    expect(table.stakes).toEqual([100, 200, 500])
    expect(returnToPlayer(table)).toBeCloseTo(0.92, 10)
  })

  it('L8 is YAML or JSON', () => {
    const json = JSON.stringify({
      name: 'Two reels',
      stakes_cents: [100, 200],
      symbols: ['a', 'b'],
      odds_of: 100,
      outcomes: [{ name: 'Pair', reels: ['a', 'a'], pays: 3, odds: 20 }],
      loses: { odds: 80 },
    })
    expect(parsePaytable(json, 'x.json').table).toEqual(parsePaytable(GOOD, 'x.yaml').table)
  })

  it.each([
    [
      'L8 odds that do not add up',
      GOOD.replace('odds: 80', 'odds: 79'),
      /add up to 99; they must add up to odds_of, 100/,
    ],
    ['L8 broken YAML, with its place', GOOD.replace('[100, 200]', '[100, 200'), /x\.yaml: line 3, column \d+:/],
    [
      'L8 a stake that is no amount, with its place',
      GOOD.replace('200]', '1.5]'),
      /line 2, column 21: stakes_cents\.1: a stake is a whole number/,
    ],
    ['L8 a field that does not exist', `${GOOD}edge: 3\n`, /Unrecognized key: "edge"/],
    [
      'L8 a symbol that does not exist',
      GOOD.replace('[a, a]', '[a, c]'),
      /outcomes\.0\.reels: "c" is not among the symbols/,
    ],
    [
      'L8 an outcome that can never be shown',
      GOOD.replace('loses: { odds: 80 }', '  - { name: Again, reels: [a, a], pays: 1, odds: 1 }\nloses: { odds: 79 }'),
      /outcomes\.1 \("Again"\) can never be shown/,
    ],
    [
      'L8 a losing that cannot be shown',
      GOOD.replace('[a, a]', '["*", "*"]'),
      /losing has odds, but every combination of the reels pays/,
    ],
    [
      'L8 a win beyond what one operation may move',
      GOOD.replace('pays: 3', 'pays: 60000'),
      /the largest win is 12000000 cents/,
    ],
    [
      'L8 reels of different lengths',
      GOOD.replace('loses: { odds: 80 }', '  - { name: One, reels: [b], pays: 1, odds: 1 }\nloses: { odds: 79 }'),
      /every outcome shows 2 reels/,
    ],
    ['L8 six stakes', GOOD.replace('[100, 200]', '[1, 2, 3, 4, 5, 6]'), /at most 5 stakes, one a button/],
    ['L8 an empty file', '', /x\.yaml:/],
  ])('%s is said in a line', (_, text, message) => {
    expect(fault(text)).toMatch(message)
  })

  it('L8 a file that is not there is named', () => {
    expect(() => readPaytable('/nowhere/x.yaml')).toThrow(/EG_PAYTABLE=\/nowhere\/x\.yaml: cannot be read/)
  })
})
