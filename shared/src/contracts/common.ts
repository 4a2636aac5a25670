import * as z from 'zod/mini'
import { DEVICE_ID_PATTERN, REQUEST_ID_PATTERN } from '../ids.js'

export const deviceId = z
  .string()
  .check(z.regex(DEVICE_ID_PATTERN, 'a device id is 1-64 letters, digits, "-", "_" or "."'))

export const requestId = z
  .string()
  .check(z.regex(REQUEST_ID_PATTERN, 'a req_id is 1-128 printable ASCII characters without spaces'))

/** A device's own time: a string or a number, of any clock. Information only; order and time are the core's. */
export const deviceTimestamp = z.union(
  [z.string().check(z.maxLength(64)), z.number()],
  'a time stamp is a string or a number',
)

/** Milliseconds since 1970 on the core's clock. */
export const coreTimeMs = z.int()

/** A card's identifier as the reader gives it. Upper-cased, so that the same card is the same account everywhere. */
export const tagUid = z
  .string()
  .check(z.regex(/^[0-9A-Za-z_.:-]{1,64}$/, 'a card id is 1-64 letters, digits, "-", "_", "." or ":"'), z.toUpperCase())

/** The reason of a refusal: a stable word for programs, and a sentence for people. */
export const refusal = {
  /** A stable word (`not_offered`, `stale`, …), for programs and translations. */
  reason: z.optional(z.string()),
  /** What happened, what it means and what to do, in English. */
  detail: z.optional(z.string()),
  /** The field of the payload that was wrong. */
  field: z.optional(z.string()),
}

/** Why something was done by hand, for whoever reads the books later. */
export const why = z
  .string('a reason is a text')
  .check(z.trim(), z.minLength(1, 'a reason is not empty'), z.maxLength(200, 'a reason has at most 200 characters'))

/** The name of a person. */
export const name = z
  .string('a name is a text')
  .check(z.trim(), z.minLength(1, 'a name is not empty'), z.maxLength(60, 'a name has at most 60 characters'))

/** Onto a card or from it. */
export const direction = z.enum(['credit', 'debit'], 'direction is "credit" (onto the card) or "debit" (from it)')
