import type { Server } from 'node:http'
import type { Socket } from 'node:net'
import { createServer as createTlsServer } from 'node:tls'
import { HANDSHAKE_MS } from '../tls/server-options.js'
import type { TlsKeeper } from '../tls/tls-keeper.js'

/** How every TLS connection begins, and no HTTP request: a record that holds a handshake (RFC 8446 5.1). */
const HANDSHAKE_RECORD = 0x16
/** A browser opens six; a script that forgets to close some more. */
const MAX_PER_ADDRESS = 64

/**
 * Lets one server speak http and https on the same port, told apart by the first byte: whoever types the old address is
 * answered, and not left with a broken connection. `exempt` says which addresses may open as many connections as they like.
 */
export function speakBoth(server: Server, tls: TlsKeeper | null, exempt: (address: string) => boolean): void {
  const [serve] = server.listeners('connection') as [(socket: Socket) => void]
  server.removeListener('connection', serve)
  const serveHttp = (socket: Socket) => serve.call(server, socket)
  const openTls = tls && tlsOver(serveHttp, tls)
  const open = new Map<string, number>()
  const sockets = new Set<Socket>()

  server.on('connection', (socket: Socket) => {
    const address = socket.remoteAddress ?? ''
    const count = (open.get(address) ?? 0) + 1
    if (count > MAX_PER_ADDRESS && !exempt(address)) return socket.destroy()
    open.set(address, count)
    sockets.add(socket)
    socket.once('close', () => {
      sockets.delete(socket)
      const left = (open.get(address) ?? 1) - 1
      if (left > 0) open.set(address, left)
      else open.delete(address)
    })
    if (openTls) byFirstByte(socket, openTls, serveHttp)
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

function byFirstByte(socket: Socket, openTls: (socket: Socket) => void, serveHttp: (socket: Socket) => void): void {
  const late = setTimeout(() => socket.destroy(), HANDSHAKE_MS)
  const fail = () => socket.destroy()
  socket.once('error', fail)
  socket.once('close', () => clearTimeout(late))
  socket.once('data', (first: Buffer) => {
    clearTimeout(late)
    socket.pause()
    socket.unshift(first)
    if (first[0] === HANDSHAKE_RECORD) openTls(socket)
    else {
      socket.off('error', fail)
      serveHttp(socket)
      socket.resume()
    }
  })
}
