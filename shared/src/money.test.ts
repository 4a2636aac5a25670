import * as z from 'zod/mini'
import { describe, expect, it } from 'vitest'
import { amountCents, balanceCents } from './money.js'

const fits = (schema: z.ZodMiniType, value: unknown) => z.safeParse(schema, value).success

describe('money', () => {
  it('C16 an amount is a whole number of cents from 1 to 10,000,000, and nothing else', () => {
    for (const amount of [1, 200, 9_999_999, 10_000_000]) expect(fits(amountCents, amount), String(amount)).toBe(true)
    const bad = [
      0,
      -0,
      -1,
      1.5,
      10_000_001,
      1e12,
      NaN,
      Infinity,
      '200',
      'abc',
      '',
      null,
      undefined,
      true,
      [200],
      {},
      200n,
    ]
    for (const amount of bad) expect(fits(amountCents, amount), String(amount)).toBe(false)
  })

  it('C16 a balance is a whole number of cents and never negative', () => {
    expect([0, 1, 10_000_001].every((balance) => fits(balanceCents, balance))).toBe(true)
    expect([-1, 0.5, '0', null].some((balance) => fits(balanceCents, balance))).toBe(false)
  })
})
