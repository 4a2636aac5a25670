import type { Socket } from 'node:net'
import type { Server } from 'node:tls'

/** How many of one address may be shaking hands at once. A device has one; a house of simulated ones tries again. */
const MAX_UNFINISHED = 64

/**
 * Bounds what those can take who connect and never become a client: a handshake costs memory and time before anybody knows
 * who it is. `exempt` says which addresses are not counted.
 */
export function limitHandshakes(server: Server, exempt: (address: string) => boolean): void {
  const [shakeHands] = server.listeners('connection') as [(socket: Socket) => void]
  server.removeListener('connection', shakeHands)
  /** The ports at the other side, by address. */
  const unfinished = new Map<string, Set<number>>()
  const finish = (address: string, port: number) => {
    const ports = unfinished.get(address)
    ports?.delete(port)
    if (ports?.size === 0) unfinished.delete(address)
  }
  server.on('connection', (socket: Socket) => {
    const { remoteAddress: address = '', remotePort: port = 0 } = socket
    const ports = unfinished.get(address) ?? new Set()
    if (ports.size >= MAX_UNFINISHED && !exempt(address)) return socket.destroy()
    unfinished.set(address, ports.add(port))
    socket.once('close', () => finish(address, port))
    shakeHands.call(server, socket)
  })
  server.on('secureConnection', ({ remoteAddress = '', remotePort = 0 }) => finish(remoteAddress, remotePort))
}
