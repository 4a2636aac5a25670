import {
  createServer as createHttpServer,
  type IncomingHttpHeaders,
  type IncomingMessage,
  type Server as HttpServer,
  type ServerResponse,
} from 'node:http'
import { type Server as HttpsServer, createServer as createHttpsServer } from 'node:https'
import { type AddressInfo, createServer as createTcpServer, type Server as TcpServer, type Socket } from 'node:net'
import { createServer as createTlsServer } from 'node:tls'
import type { Connection } from 'aedes'
import websocket from 'websocket-stream'
import { hasForeignCertificate } from '../tls/client-certificate.js'
import type { TlsKeeper } from '../tls/tls-keeper.js'
import { limitCallers } from './limit-callers.js'
import { takeOneRequest } from './one-request.js'
import { highWaterMark, raiseHighWaterMark } from './unsent.js'
import { DEFAULT_LIMITS, type WireLimits } from './wire/limits.js'
import { callerName } from './wire/addresses.js'
import type { Offenders } from './wire/offenders.js'

const WS_PATHS: ReadonlySet<string> = new Set(['/', '/mqtt'])

/** What takes a new connection; `request` is the one that opened a WebSocket. */
export type Handle = (connection: Connection, request?: IncomingMessage) => void

/** What a port is given beside its address. */
export interface Guards {
  handle: Handle
  /** Whether a WebSocket that asks with these headers may be opened. */
  admits: (headers: IncomingHttpHeaders) => boolean
  limits: WireLimits
  note: Offenders['note']
}

/** How many may be knocking at once: everybody, when the core comes back. Above it clients try again after a second. */
const BACKLOG = 4096

export interface Listener {
  port: number
  close(): Promise<void>
}

/** Where the broker listens. */
export interface Places {
  host: string
  tcpPort: number
  wsPort: number
  /** Without: no TLS. */
  tls: TlsKeeper | null
}

/** The ports that were opened; those of TLS are null without it. */
export interface BrokerPorts {
  tcpPort: number
  wsPort: number
  tlsPort: number | null
  wssPort: number | null
}

/**
 * Opens the broker's ports. With TLS those without it are for this machine alone, unless the network asked for them
 * (EG_PLAIN); each listener is in `opened` as soon as it is there.
 * @throws a listen error (`EADDRINUSE`) for a taken port
 */
export async function openListeners(
  guards: Guards,
  { host, tcpPort, wsPort, tls }: Places,
  opened: Listener[],
): Promise<BrokerPorts> {
  const open = async (listener: Promise<Listener>): Promise<number> => {
    opened.push(await listener)
    return (await listener).port
  }
  const plainHost = tls && !tls.config.plain ? '127.0.0.1' : host
  return {
    tcpPort: await open(listenTcp(guards.handle, plainHost, tcpPort, guards.limits)),
    wsPort: await open(listenWebSocket(guards, plainHost, wsPort)),
    tlsPort: tls && (await open(listenTls(guards, host, tls.config.mqttPort, tls))),
    wssPort: tls && (await open(listenWebSocket(guards, host, tls.config.wssPort, tls))),
  }
}

/** MQTT over TCP. Without `noDelay` a QoS 1 round trip waits for Nagle's algorithm (43 ms instead of 0.2 ms, measured). */
export async function listenTcp(
  handle: Handle,
  host: string,
  port: number,
  { unsentBytes }: WireLimits = DEFAULT_LIMITS,
): Promise<Listener> {
  const server = createTcpServer({ noDelay: true, highWaterMark: highWaterMark(unsentBytes) }, handle)
  const sockets = socketsOf(server)
  await listening(server, host, port)
  return {
    port: (server.address() as AddressInfo).port,
    close: () => closed(server, () => sockets.forEach((socket) => socket.destroy())),
  }
}

/** MQTT over TLS. A client with a certificate that is not of our CA is not taken (`client-certificate.ts`). */
export async function listenTls(
  { handle, limits, note }: Guards,
  host: string,
  port: number,
  tls: TlsKeeper,
): Promise<Listener> {
  const server = createTlsServer({ ...tls.options(false), noDelay: true }, (socket) => {
    if (hasForeignCertificate(socket)) return socket.destroy()
    // Node takes no `highWaterMark` for what a TLS server accepts.
    raiseHighWaterMark(socket, limits.unsentBytes)
    handle(socket)
  })
  limitCallers(server, limits, note)
  tls.keep(server)
  const sockets = socketsOf(server)
  await listening(server, host, port)
  return {
    port: (server.address() as AddressInfo).port,
    close: () => closed(server, () => sockets.forEach((socket) => socket.destroy())),
  }
}

/**
 * MQTT over WebSocket, on `/mqtt` and on `/`, for devices and the venue's own pages (`admits`): a browser opens a
 * WebSocket for any page and leaves it to the server to ask whose it is. A plain HTTP request is told what this is. With
 * `tls` it is wss.
 */
export async function listenWebSocket(
  { handle, admits, limits, note }: Guards,
  host: string,
  port: number,
  tls?: TlsKeeper,
): Promise<Listener> {
  const slow = { headersTimeout: limits.connectMs, requestTimeout: limits.connectMs, connectionsCheckingInterval: 1000 }
  const server = tls
    ? createHttpsServer({ ...tls.options(true), ...slow }, tellWhatThisIs)
    : createHttpServer(slow, tellWhatThisIs)
  limitCallers(server, limits, note)
  const more = 'it sends more than the one request that opens a WebSocket'
  takeOneRequest(server, (socket) => note('wire_not_mqtt', callerName(socket.remoteAddress), more))
  // After it: what looks on at each connection would be taken for what serves it.
  tls?.keep(server as HttpsServer)
  const wss = websocket.createServer({
    server,
    perMessageDeflate: false,
    maxPayload: limits.webSocketBytes,
    maxFragments: limits.webSocketPieces,
    verifyClient: ({ req }: { req: IncomingMessage }) =>
      WS_PATHS.has((req.url ?? '/').split('?', 1)[0] ?? '/') && admits(req.headers),
  })
  const sockets = socketsOf(server)
  // A taken port: `listening` rejects with it. The same error again here would be an uncaught one.
  wss.on('error', () => undefined)
  wss.on('stream', (stream: Connection, request: IncomingMessage) => {
    request.socket.setNoDelay(true)
    raiseHighWaterMark(stream, limits.unsentBytes)
    handle(stream, request)
  })
  await listening(server, host, port)
  return {
    port: (server.address() as AddressInfo).port,
    close: () =>
      closed(server, () => {
        for (const client of wss.clients as Iterable<{ terminate(): void }>) client.terminate()
        // Also those that connected and never became a WebSocket, or not even TLS.
        for (const socket of sockets) socket.destroy()
      }),
  }
}

function tellWhatThisIs(_: IncomingMessage, response: ServerResponse): void {
  response.writeHead(426, { 'content-type': 'text/plain; charset=utf-8', connection: 'close' })
  response.end('This is the MQTT broker (WebSocket). Pages are on ports 3000 and 5173, the API is on 8000.\n')
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

/** The TCP connections that are open: below TLS, so that those are among them that have not shaken hands. */
function socketsOf(server: TcpServer | HttpServer): Set<Socket> {
  const sockets = new Set<Socket>()
  server.on('connection', (socket: Socket) => {
    sockets.add(socket)
    socket.once('close', () => sockets.delete(socket))
  })
  return sockets
}

function closed(server: TcpServer | HttpServer, endClients: () => void): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve())
    endClients()
  })
}
