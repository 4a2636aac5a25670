import type { IncomingHttpHeaders } from 'node:http'

/**
 * A body must say how long it is (RFC 9110, 15.5.12): one that comes in chunks may come in a hundred thousand of them, each of
 * which costs the core as much as a request. No client of EG sends one.
 */
export const isUnsized = (headers: IncomingHttpHeaders): boolean => headers['transfer-encoding'] !== undefined

/** The answer to such a request; null for one that may go on. */
export function refuseUnsized(headers: IncomingHttpHeaders): Response | null {
  if (!isUnsized(headers)) return null
  const detail =
    'The body does not say how long it is. Send it in one piece, with Content-Length (curl: --data, not -T -). Nothing was changed.'
  return Response.json(
    { ok: false, status: 'invalid', reason: 'length_required', detail },
    { status: 411, headers: { connection: 'close', 'cache-control': 'no-store' } },
  )
}
