import { createAdaptorServer } from '@hono/node-server'
import type { AddressInfo } from 'node:net'
import type { Server } from 'node:http'
import type { Hono } from 'hono'
import { listening } from '../broker/listeners.js'

export interface HttpListener {
  port: number
  close(): Promise<void>
}

/** Serves an app on an address; rejects when the port is taken. */
export async function serveHttp(app: Hono, host: string, port: number): Promise<HttpListener> {
  const server = createAdaptorServer({ fetch: app.fetch }) as Server
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
