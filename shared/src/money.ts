import * as z from 'zod/mini'

/** The largest amount one operation may move, in cents (100,000.00). */
export const MAX_AMOUNT_CENTS = 10_000_000

/** An amount of one operation: whole cents, 1 to 10,000,000. Zero, fractions, negatives and text are refused. */
export const amountCents = z
  .int('an amount is a whole number of cents')
  .check(
    z.gte(1, 'an amount is at least 1 cent'),
    z.lte(MAX_AMOUNT_CENTS, `an amount is at most ${MAX_AMOUNT_CENTS} cents`),
  )

/** A balance: whole cents, never negative. */
export const balanceCents = z.int().check(z.gte(0))

/** What somebody counted in a drawer: whole cents, 0 to 1,000,000,000. */
export const countCents = z
  .int('a count is a whole number of cents')
  .check(z.gte(0, 'a count is 0 or more'), z.lte(1_000_000_000, 'a count is at most 1000000000 cents'))
