import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import * as z from 'zod/mini'
import { allContracts } from './contracts/table.js'
import { NOT_SURE, quickParserOf } from './quick-parse.js'

/** What zod makes of a value, as text: the order of fields counts, because a request is known again by it. */
function byZod(schema: z.core.$ZodType, raw: unknown): string | null {
  const parsed = z.safeParse(schema, raw)
  return parsed.success ? JSON.stringify(parsed.data) : null
}

/** On both sides of the limits that contracts have. */
const AT_LIMITS = [
  -1,
  0,
  0.5,
  1,
  10_000_000,
  10_000_001,
  2 ** 53,
  '',
  ' a ',
  'a/b',
  'ab cd',
  'x'.repeat(64),
  'x'.repeat(1000),
]
const anyValue = fc.oneof(fc.constantFrom(...AT_LIMITS), fc.jsonValue(), fc.constant(undefined))

/** A payload with one thing in it changed: a value, a field that is gone, one that nobody knows, the order turned round. */
const spoiled = (sample: object) =>
  fc.tuple(fc.constantFrom(...Object.keys(sample), 'more'), anyValue, fc.boolean()).map(([name, value, turned]) => {
    const changed = Object.entries({ ...sample, [name]: value }).filter(([, given]) => given !== undefined)
    return Object.fromEntries(turned ? changed.reverse() : changed)
  })

describe('the quick parser', () => {
  it('C13 makes the same of every sample as its schema', () => {
    for (const { name, schema, sample } of allContracts) {
      const quick = quickParserOf(schema)(sample)
      if (quick !== NOT_SURE) expect(JSON.stringify(quick), name).toBe(byZod(schema, sample))
    }
  })

  it('C13 knows what comes thousands of times: votes, debits, the states that follow them', () => {
    const often = ['nightVote', 'walletDebit', 'walletCredit', 'roundPlay', 'nightRound', 'opNight']
    for (const { name, schema, sample } of allContracts)
      if (often.includes(name)) expect(quickParserOf(schema)(sample), name).not.toBe(NOT_SURE)
  })

  it('C15 takes nothing that its schema refuses, and makes nothing else of what it takes', () => {
    const objects = allContracts.filter(({ sample }) => typeof sample === 'object' && sample !== null)
    const payload = fc
      .constantFrom(...objects)
      .chain((contract) =>
        fc.tuple(fc.constant(contract), fc.oneof(spoiled(contract.sample as object), fc.jsonValue())),
      )
    fc.assert(
      fc.property(payload, ([{ schema }, raw]) => {
        const quick = quickParserOf(schema)(raw)
        if (quick !== NOT_SURE) expect(JSON.stringify(quick)).toBe(byZod(schema, raw))
      }),
      { numRuns: 3000 },
    )
  })
})
