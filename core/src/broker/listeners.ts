import {
  createServer as createHttpServer,
  type IncomingHttpHeaders,
  type IncomingMessage,
  type Server as HttpServer,
} from 'node:http'
import { type AddressInfo, createServer as createTcpServer, type Server as TcpServer, type Socket } from 'node:net'
import type { Connection } from 'aedes'
import websocket from 'websocket-stream'
import { HIGH_WATER_MARK, raiseHighWaterMark } from './unsent.js'

const WS_PATHS: ReadonlySet<string> = new Set(['/', '/mqtt'])
/** The largest WebSocket message that is taken, in bytes. */
const WS_MAX_PAYLOAD = 4 * 1024 * 1024

/** What takes a new connection; `request` is the one that opened a WebSocket. */
export type Handle = (connection: Connection, request?: IncomingMessage) => void

/** How many may be knocking at once: everybody, when the core comes back. Above it clients try again after a second. */
const BACKLOG = 4096

export interface Listener {
  port: number
  close(): Promise<void>
}

/** MQTT over TCP. Without `noDelay` a QoS 1 round trip waits for Nagle's algorithm (43 ms instead of 0.2 ms, measured). */
export async function listenTcp(handle: Handle, host: string, port: number): Promise<Listener> {
  const sockets = new Set<Socket>()
  const server = createTcpServer({ noDelay: true, highWaterMark: HIGH_WATER_MARK }, (socket) => {
    sockets.add(socket)
    socket.once('close', () => sockets.delete(socket))
    handle(socket)
  })
  await listening(server, host, port)
  return {
    port: (server.address() as AddressInfo).port,
    close: () => closed(server, () => sockets.forEach((socket) => socket.destroy())),
  }
}

/**
 * MQTT over WebSocket, on `/mqtt` and on `/`, for devices and the venue's own pages (`admits`): a browser opens a
 * WebSocket for any page and leaves it to the server to ask whose it is. A plain HTTP request is told what this is.
 */
export async function listenWebSocket(
  handle: Handle,
  host: string,
  port: number,
  admits: (headers: IncomingHttpHeaders) => boolean,
): Promise<Listener> {
  const server = createHttpServer((_, response) => {
    response.writeHead(426, { 'content-type': 'text/plain; charset=utf-8' })
    response.end('This is the MQTT broker (WebSocket). Pages are on ports 3000 and 5173, the API is on 8000.\n')
  })
  const wss = websocket.createServer({
    server,
    perMessageDeflate: false,
    maxPayload: WS_MAX_PAYLOAD,
    verifyClient: ({ req }: { req: IncomingMessage }) =>
      WS_PATHS.has((req.url ?? '/').split('?', 1)[0] ?? '/') && admits(req.headers),
  })
  // A taken port: `listening` rejects with it. The same error again here would be an uncaught one.
  wss.on('error', () => undefined)
  wss.on('stream', (stream: Connection, request: IncomingMessage) => {
    request.socket.setNoDelay(true)
    raiseHighWaterMark(stream)
    handle(stream, request)
  })
  await listening(server, host, port)
  return {
    port: (server.address() as AddressInfo).port,
    close: () =>
      closed(server, () => {
        for (const client of wss.clients as Iterable<{ terminate(): void }>) client.terminate()
        // Also those that connected and never became a WebSocket.
        server.closeAllConnections()
      }),
  }
}

export function listening(server: TcpServer | HttpServer, host: string, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject)
    server.listen({ host, port, backlog: BACKLOG }, () => {
      server.off('error', reject)
      resolve()
    })
  })
}

function closed(server: TcpServer | HttpServer, endClients: () => void): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve())
    endClients()
  })
}
