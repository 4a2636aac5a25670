import type { Server, Socket } from 'node:net'
import type { WireReason } from '../ops/counters.js'
import type { Offenders } from './wire/offenders.js'
import { callerName, createAddresses } from './wire/addresses.js'
import type { WireLimits } from './wire/limits.js'

/**
 * Holds a port to the limits of connections as soon as one is opened. The wire guard does so where MQTT begins: too late for
 * what comes before it, a TLS handshake that costs the core a signature, or an HTTP request that never becomes a WebSocket.
 */
export function limitCallers(server: Server, limits: WireLimits, note: Offenders['note']): void {
  const addresses = createAddresses(limits, () => performance.now())
  const [serve] = server.listeners('connection') as [(socket: Socket) => void]
  server.removeListener('connection', serve)
  server.on('connection', (socket: Socket) => {
    const address = callerName(socket.remoteAddress)
    const end = ({ reason, message }: { reason: WireReason; message: string }) => {
      note(reason, address, message)
      socket.destroy()
    }
    const refused = addresses.join(address, end)
    if (refused) return end(refused)
    socket.once('close', () => addresses.leave(address, end))
    serve.call(server, socket)
  })
}
