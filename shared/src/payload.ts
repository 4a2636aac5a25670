import * as z from 'zod/mini'
import type { Contract, Payload } from './contracts/contract.js'
import { NOT_SURE, quickParserOf } from './quick-parse.js'

export type Decoded<T> = { ok: true; value: T } | { ok: false; field: string | undefined; reason: string; raw: unknown }

const decoder = new TextDecoder('utf-8', { fatal: true })

/**
 * Reads a payload as its contract says. Never throws: what does not fit is `{ ok: false }` with the first field at
 * fault (`options.2`) and a sentence, and what could be read of it in `raw` (for the `req_id` of an answer).
 */
export function decodePayload<C extends Contract>(contract: C, bytes: Uint8Array): Decoded<Payload<C>> {
  if (contract.encoding === 'any') return { ok: true, value: bytes as Payload<C> }
  let text: string
  try {
    text = decoder.decode(bytes)
  } catch {
    return { ok: false, field: undefined, reason: 'the payload is not UTF-8', raw: undefined }
  }
  if (contract.encoding === 'text' || (contract.encoding === 'text-or-json' && !text.trimStart().startsWith('{'))) {
    return validate(contract, text.trim())
  }
  let raw: unknown
  try {
    raw = JSON.parse(text)
  } catch {
    return {
      ok: false,
      field: undefined,
      reason: text === '' ? 'the payload is empty; JSON is expected' : 'the payload is not JSON',
      raw: undefined,
    }
  }
  return validate(contract, raw)
}

/** Checks a value that was already read against its contract's schema. */
export function validate<C extends Contract>(contract: C, raw: unknown): Decoded<Payload<C>> {
  const quick = quickParserOf(contract.schema)(raw)
  if (quick !== NOT_SURE) return { ok: true, value: quick as Payload<C> }
  const parsed = z.safeParse(contract.schema, raw)
  if (parsed.success) return { ok: true, value: parsed.data as Payload<C> }
  const { field, reason } = firstIssue(contract, parsed.error, raw)
  return { ok: false, field, reason, raw }
}

export function encodePayload<C extends Contract>(contract: C, payload: Payload<C>): string {
  if (typeof payload === 'string' && contract.encoding !== 'json') return payload
  return JSON.stringify(payload)
}

function firstIssue(
  contract: Contract,
  error: z.core.$ZodError,
  raw: unknown,
): { field: string | undefined; reason: string } {
  const issue = error.issues[0]
  if (!issue) return { field: undefined, reason: 'not valid' }
  const field = issue.path.length > 0 ? issue.path.join('.') : undefined
  if (
    contract.encoding === 'json' &&
    field === undefined &&
    (typeof raw !== 'object' || raw === null || Array.isArray(raw))
  ) {
    return { field, reason: 'a JSON object is expected' }
  }
  const value = issue.path.reduce<unknown>((at, key) => (at as Record<PropertyKey, unknown> | undefined)?.[key], raw)
  if (value === undefined && field !== undefined) return { field, reason: `${field} is missing` }
  const generic = issue.message === '' || issue.message === 'Invalid input'
  return { field, reason: generic ? `${field ?? 'the payload'} is not valid` : issue.message }
}
