import type { Server as HttpServer } from 'node:http'
import type { Server as HttpsServer } from 'node:https'
import type { Socket } from 'node:net'

/** How the header of a request ends (RFC 9112, section 2.1). */
const HEADER_END = '\r\n\r\n'

const ignore = () => undefined

/**
 * A port for WebSockets takes one request of a connection: who opens one says nothing more until it is answered (RFC 6455,
 * section 4.1). Node's parser would read 64 kB of others behind it to their end, which keeps everybody else waiting. `note`
 * hears of who is let go for it.
 */
export function takeOneRequest(server: HttpServer | HttpsServer, note: (socket: Socket) => void): void {
  server.on('addContext' in server ? 'secureConnection' : 'connection', (socket: Socket) => {
    const push = socket.push.bind(socket)
    let isWhole = false
    let tail = ''
    socket.push = (chunk: Buffer | null): boolean => {
      if (chunk === null) return push(null)
      const seen = tail + chunk.toString('latin1')
      const end = seen.indexOf(HEADER_END) + HEADER_END.length
      const isMore = isWhole || (end >= HEADER_END.length && end < seen.length)
      isWhole ||= end >= HEADER_END.length
      tail = seen.slice(1 - HEADER_END.length)
      if (!isMore) return push(chunk)
      note(socket)
      socket.destroy()
      return false
    }
    // Node reads a socket past its stream while nobody else listens to it.
    socket.on('data', ignore)
  })
  server.prependListener('upgrade', (_: unknown, socket: Socket) => {
    delete (socket as Partial<Socket>).push
    socket.off('data', ignore)
  })
}
