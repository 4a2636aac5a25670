import { isIPv6 } from 'node:net'
import { pagePolicy } from '@eg/shared'
import type { Context, MiddlewareHandler } from 'hono'
import { NONCE, secureHeaders } from 'hono/secure-headers'
import { bare } from './venue-names.js'

/**
 * The headers of the operator's page. It may speak to brokers on its own host and on the one it is told of (`brokerHost`),
 * and to no other: a link with `?mqtt_host=…` to a stranger's broker must not carry the operator's password there.
 */
export function pageHeaders(brokerHost: string | undefined): MiddlewareHandler {
  return secureHeaders(
    pagePolicy(
      [
        (c: Context) => brokerSources(new URL(c.req.url).hostname),
        ...(brokerHost === undefined ? [] : [brokerSources(brokerHost)]),
      ],
      // The libraries of dialogs and of the script's editor make style elements; they know the nonce of the page.
      [NONCE],
    ),
  )
}

/** `ws://core.lan:* wss://core.lan:*` — a policy cannot name an IPv6 address (CSP 3, 2.3.1); there any broker stands. */
function brokerSources(host: string): string {
  if (isIPv6(bare(host)) || !/^[a-z0-9._-]+$/i.test(host)) return 'ws: wss:'
  return `ws://${host}:* wss://${host}:*`
}

const dataHeaders = secureHeaders({
  ...pagePolicy([]),
  // Answers are data: shown as a page by mistake, they may do nothing.
  contentSecurityPolicy: { defaultSrc: ["'none'"], frameAncestors: ["'none'"] },
})

declare module 'hono' {
  interface ContextVariableMap {
    /** The content policy of an answer that is a page of its own, made to be read and printed. */
    contentPolicy: string
  }
}

/** The headers of the API's answers, which no browser or proxy may keep: they tell of cards and money. */
export const apiHeaders: MiddlewareHandler = async (c, next) => {
  await dataHeaders(c, async () => {
    await next()
    if (!c.res.headers.has('cache-control')) c.res.headers.set('cache-control', 'no-store')
  })
  const policy = c.get('contentPolicy')
  if (policy) c.res.headers.set('content-security-policy', policy)
}
