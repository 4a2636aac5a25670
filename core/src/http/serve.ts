import { type HttpBindings, createAdaptorServer } from '@hono/node-server'
import type { AddressInfo } from 'node:net'
import type { Server } from 'node:http'
import type { Hono } from 'hono'
import { listening } from '../broker/listeners.js'
import { DEFAULT_LIMITS } from '../broker/wire/limits.js'
import type { TlsKeeper } from '../tls/tls-keeper.js'
import { speakBoth } from './both-protocols.js'
import { refuseUnsized } from './refuse-unsized.js'
import { withoutTls } from './require-tls.js'
import type { WebLimits } from './web-rates.js'

/** How long a request may take to arrive: its headers, and all of it. An answer may take as long as it likes. */
const SLOW_REQUESTS = { headersTimeout: 10_000, requestTimeout: 30_000, connectionsCheckingInterval: 5000 }

/** An answer of which nothing is read for so long is given up: 64 connections of each address would keep others out. */
const UNREAD_MS = 120_000

/** For a server that only this machine can reach. */
const NO_LIMITS: WebLimits = { limits: DEFAULT_LIMITS, exempt: () => true, note: () => undefined }

export interface HttpListener {
  port: number
  close(): Promise<void>
}

/**
 * Serves an app on an address; with `tls` as https, and as http to this machine itself (to the network with EG_PLAIN).
 * Rejects when the port is taken.
 */
export async function serveHttp(
  app: Hono,
  host: string,
  port: number,
  tls: TlsKeeper | null = null,
  web: WebLimits = NO_LIMITS,
  unreadMs = UNREAD_MS,
): Promise<HttpListener> {
  const needsTls = tls !== null && !tls.config.plain
  const fetch = (request: Request, env: unknown) => {
    const { socket, headers } = (env as HttpBindings).incoming
    const { remoteAddress, localAddress } = socket
    // Also this machine itself is who comes from the very address that it came to, as with BIND=192.168.10.2.
    const here = remoteAddress !== undefined && remoteAddress === localAddress
    const refused = refuseUnsized(headers) ?? (needsTls && !here ? withoutTls(request, remoteAddress) : null)
    return refused ?? app.fetch(request, env as object)
  }
  const server = createAdaptorServer({ fetch, serverOptions: SLOW_REQUESTS }) as Server
  // Node closes a connection on which nothing has moved for so long, in neither direction.
  server.timeout = unreadMs
  speakBoth(server, tls, web)
  await listening(server, host, port)
  return {
    port: (server.address() as AddressInfo).port,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}
