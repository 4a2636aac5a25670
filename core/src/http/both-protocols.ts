import type { Server } from 'node:http'
import type { Socket } from 'node:net'
import { createServer as createTlsServer } from 'node:tls'
import { HANDSHAKE_MS } from '../tls/server-options.js'
import type { TlsKeeper } from '../tls/tls-keeper.js'
import { callerName } from '../broker/wire/addresses.js'
import { type Held, holdBack } from './hold-back.js'
import { type Caller, type WebLimits, createWebRates } from './web-rates.js'

/** How every TLS connection begins, and no HTTP request: a record that holds a handshake (RFC 8446 5.1). */
const HANDSHAKE_RECORD = 0x16

const WHY: Record<Held, string> = {
  web_pipelined: 'it sends HTTP requests without waiting for an answer',
  web_slowed: 'it asks more often than one address may and is read more slowly',
}

/**
 * Lets one server speak http and https on the same port, told apart by the first byte: whoever types the old address is
 * answered, and not left with a broken connection. What one address may open and ask is in `web`.
 */
export function speakBoth(server: Server, tls: TlsKeeper | null, web: WebLimits): void {
  const [serve] = server.listeners('connection') as [(socket: Socket) => void]
  server.removeListener('connection', serve)
  const rates = createWebRates(web)
  const serveHttp = (socket: Socket) => {
    serve.call(server, socket)
    const address = callerName(socket.remoteAddress)
    const caller = rates.callerOf(socket)
    if (caller) holdBack(socket, caller, rates.turns, (what) => web.note(what, address, WHY[what]))
  }
  const openTls = tls && tlsOver(serveHttp, tls)
  const sockets = new Set<Socket>()

  server.on('connection', (socket: Socket) => {
    if (!rates.join(socket)) return
    sockets.add(socket)
    socket.once('close', () => sockets.delete(socket))
    const caller = rates.callerOf(socket)
    if (openTls) byFirstByte(socket, (tlsSocket) => inTurn(tlsSocket, caller, openTls), serveHttp)
    else serveHttp(socket)
  })
  // Node's own `closeAllConnections` knows of those that speak HTTP already.
  const closeAll = server.closeAllConnections.bind(server)
  server.closeAllConnections = () => {
    closeAll()
    for (const socket of sockets) socket.destroy()
  }
}

function tlsOver(serveHttp: (socket: Socket) => void, tls: TlsKeeper): (socket: Socket) => void {
  const server = createTlsServer({ ...tls.options(true), ALPNProtocols: ['http/1.1'] }, serveHttp)
  tls.keep(server)
  return (socket) => void server.emit('connection', socket)
}

/** A handshake costs the core a signature; an address that wants many waits for its turn. */
function inTurn(socket: Socket, caller: Caller | undefined, shakeHands: (socket: Socket) => void): void {
  if (socket.destroyed) return
  const ms = caller?.handshakes.waitMs(performance.now()) ?? 0
  if (ms > 0) return void setTimeout(() => inTurn(socket, caller, shakeHands), ms)
  caller?.handshakes.spend(1)
  shakeHands(socket)
}

function byFirstByte(socket: Socket, openTls: (socket: Socket) => void, serveHttp: (socket: Socket) => void): void {
  const late = setTimeout(() => socket.destroy(), HANDSHAKE_MS)
  const fail = () => socket.destroy()
  socket.once('error', fail)
  socket.once('close', () => clearTimeout(late))
  socket.once('data', (first: Buffer) => {
    clearTimeout(late)
    socket.pause()
    if (first[0] === HANDSHAKE_RECORD) {
      socket.unshift(first)
      openTls(socket)
    } else {
      socket.off('error', fail)
      serveHttp(socket)
      socket.push(first)
      socket.resume()
    }
  })
}
