import type { Answer } from '@eg/shared'
import type { ContentfulStatusCode } from 'hono/utils/http-status'

/** A request that cannot be answered as asked: what was wrong, and with which field. */
export interface HttpProblem {
  ok: false
  status: string
  reason: string
  detail: string
  field?: string
}

/** The HTTP status of an answer of the rules: 200 done, 400 bad input, 409 refused, 500 a fault, 503 not stored. */
export function httpStatus(answer: Pick<Answer, 'status' | 'reason'>): ContentfulStatusCode {
  switch (answer.status) {
    case 'ok':
    case 'counted':
      return 200
    case 'invalid':
      return 400
    case 'unavailable':
      return 503
    default:
      return answer.reason === 'fault' ? 500 : 409
  }
}

export function invalid(reason: string, field?: string): HttpProblem {
  return {
    ok: false,
    status: 'invalid',
    reason: 'invalid',
    detail: `${reason}. Nothing was changed.`,
    ...(field === undefined ? {} : { field }),
  }
}

/** A read that the disk did not give. */
export function unreadable(why: string): HttpProblem {
  const detail = `The core could not read this from its database (${why}). Nothing was changed. Try again; if it stays, look at the core's disk.`
  return { ok: false, status: 'unavailable', reason: 'storage', detail }
}
