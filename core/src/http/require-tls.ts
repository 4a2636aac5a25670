import { isLoopback } from '../addresses.js'

/**
 * The answer to a request that came over the network without TLS, where TLS is on: a browser is sent on, everything else
 * is told what to do. Null for one that may go on. The way back is not for ever (307): who switches TLS off again must not
 * find browsers that remember.
 */
export function withoutTls(request: Request, address: string | undefined): Response | null {
  const url = new URL(request.url)
  if (url.protocol === 'https:' || isLoopback(address)) return null
  // The same port, also where it is the usual one of http and would go without saying.
  const secure = `https://${url.hostname}:${url.port || 80}`
  const headers = { 'cache-control': 'no-store', vary: 'accept' }
  const reads = request.method === 'GET' || request.method === 'HEAD'
  if (reads && request.headers.get('accept')?.includes('text/html'))
    return new Response(null, {
      status: 307,
      headers: { ...headers, location: `${secure}${url.pathname}${url.search}` },
    })
  const detail = `The core speaks TLS to the network. Ask ${secure} instead, and let your program know the venue's CA (curl --cacert ca.pem …). What cannot speak TLS is let in with EG_PLAIN=yes on the core. Nothing was changed.`
  return Response.json(
    { ok: false, status: 'refused', reason: 'tls_required', detail },
    { status: 426, headers: { ...headers, upgrade: 'TLS/1.2, HTTP/1.1', connection: 'Upgrade' } },
  )
}
