import { createHash } from 'node:crypto'
import type { Answer } from '@eg/shared'
import type { Transaction } from './transaction.js'

/**
 * A request with an id is carried out once: the same id with the same content gets the first answer again, for ever,
 * also when that was a refusal; the same id with other content is a `conflict`.
 */
export function once(
  tx: Transaction,
  request: { actor: string; reqId: string; kind: string; type: string; payload: object; at: number },
  carryOut: () => Answer,
): Answer {
  const { req_id: _, ...content } = request.payload as { req_id?: string }
  const hash = createHash('sha256').update(request.kind).update(JSON.stringify(content)).digest('base64')
  const before = tx.sql.request.get(request.actor, request.reqId) as { hash: string; answer: string } | undefined
  if (before) {
    if (before.hash === hash) return JSON.parse(before.answer) as Answer
    return {
      req_id: request.reqId,
      type: request.type,
      status: 'conflict',
      reason: 'conflict',
      detail: 'This req_id was used before for something else. Nothing was changed; use a new id for a new request.',
      field: 'req_id',
    }
  }
  const answer = carryOut()
  tx.sql.putRequest.run(request.actor, request.reqId, hash, JSON.stringify(answer), request.at)
  return answer
}
