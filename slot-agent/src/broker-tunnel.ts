import type { IncomingMessage, Server } from 'node:http'
import { type Socket, isIP } from 'node:net'
import { connect } from 'node:tls'
import type { TlsOptions } from './tls-settings.js'

/** Where the core speaks MQTT over wss, and what to trust there. */
export interface TunnelTarget {
  host: string
  port: number
  tls: TlsOptions
}

const PATH = '/mqtt'
/** How long the core may take to answer, in milliseconds. */
const CONNECT_MS = 4000
const OWN_MACHINE = /^(::1|(::ffff:)?127(\.\d{1,3}){3})$/

/**
 * The kiosk page's way to a core that speaks TLS: its WebSocket goes to this server, and from here to the core's wss with the
 * agent's CA. So nobody has to teach the browser of every slot a CA. For this machine alone: to the network it would be a
 * door without TLS.
 */
export function openTunnels(server: Server, target: TunnelTarget): void {
  server.on('upgrade', (request: IncomingMessage, socket: Socket, head: Buffer) => {
    socket.on('error', () => socket.destroy())
    if (!OWN_MACHINE.test(socket.remoteAddress ?? '')) return refuse(socket, '403 Forbidden')
    if ((request.url ?? '').split('?', 1)[0] !== PATH) return refuse(socket, '404 Not Found')
    const { host, port, tls } = target
    const core = connect({ host, port, ...(isIP(host) === 0 && { servername: host }), ...tls })
    const late = setTimeout(() => core.destroy(), CONNECT_MS)
    let open = false
    core.on('error', () => core.destroy())
    core.once('close', () => {
      clearTimeout(late)
      if (open) socket.destroy()
      else refuse(socket, '502 Bad Gateway')
    })
    socket.once('close', () => core.destroy())
    core.once('secureConnect', () => {
      clearTimeout(late)
      open = true
      core.setNoDelay(true)
      socket.setNoDelay(true)
      core.write(requestFor(request, target))
      core.write(head)
      socket.pipe(core).pipe(socket)
    })
  })
}

/** The page's own request, word for word but for the host it is for: the core asks where the page came from. */
function requestFor({ rawHeaders }: IncomingMessage, { host, port }: TunnelTarget): string {
  const lines = [`GET ${PATH} HTTP/1.1`, `Host: ${isIP(host) === 6 ? `[${host}]` : host}:${port}`]
  for (let i = 0; i < rawHeaders.length; i += 2) {
    const name = rawHeaders[i] ?? ''
    if (name.toLowerCase() !== 'host') lines.push(`${name}: ${rawHeaders[i + 1]}`)
  }
  return `${lines.join('\r\n')}\r\n\r\n`
}

function refuse(socket: Socket, status: string): void {
  if (socket.writable) socket.end(`HTTP/1.1 ${status}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`)
  else socket.destroy()
}
