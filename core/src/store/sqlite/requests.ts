import { createHash } from 'node:crypto'
import type { Answer } from '@eg/shared'
import { hasSealed, sealedHash, sealedId } from './sealed-requests.js'
import type { Transaction } from './transaction.js'

/**
 * A request with an id is carried out once: the same id with the same content gets the first answer again, for ever,
 * also when that was a refusal; the same id with other content is a `conflict`. The answer of a request that was purged has
 * lost what was personal: its card is an alias.
 */
export function once(
  tx: Transaction,
  request: { actor: string; reqId: string; kind: string; type: string; payload: object; at: number },
  carryOut: () => Answer,
): Answer {
  const { req_id: _, ...content } = request.payload as { req_id?: string }
  const hash = createHash('sha256').update(request.kind).update(JSON.stringify(content)).digest('base64')
  const before = findRequest(tx, request.actor, request.reqId)
  if (before) {
    if (before.hash === (before.sealed ? sealedHash(request.reqId, hash) : hash))
      return JSON.parse(before.answer) as Answer
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

/** A request as it was kept, also where the purge has sealed it. */
function findRequest(tx: Transaction, actor: string, reqId: string) {
  const plain = tx.sql.request.get(actor, reqId) as { hash: string; answer: string } | undefined
  if (plain) return { ...plain, sealed: false }
  if (!hasSealed(tx.sql.meta)) return undefined
  const sealed = tx.sql.request.get(actor, sealedId(actor, reqId)) as { hash: string; answer: string } | undefined
  return sealed && { ...sealed, sealed: true }
}
