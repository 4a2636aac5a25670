import type { Socket } from 'node:net'
import type { Server } from 'node:tls'
import type { Logger } from 'pino'
import { callerName } from '../broker/wire/addresses.js'

/** One line for an address in this time, in milliseconds: a device that is refused tries again every second. */
const QUIET_MS = 60_000
/** Addresses that are remembered; above it everything is forgotten and may be said again. */
const MAX_REMEMBERED = 1000

/** What the other side means (RFC 8446 6.2; OpenSSL's names), and what to do about it. */
const MEANINGS: [RegExp, string][] = [
  [/UNKNOWN_CA/, 'it does not know our CA: give it ca.pem'],
  [
    /CERTIFICATE_(UNKNOWN|EXPIRED)|BAD_CERTIFICATE/,
    'it does not accept our certificate: has it ca.pem, is its clock right, does the certificate name the address it calls?',
  ],
  [
    /HTTP_REQUEST|WRONG_VERSION_NUMBER|PACKET_LENGTH_TOO_LONG|UNKNOWN_PROTOCOL|BAD_RECORD_TYPE/,
    'it speaks without TLS: switch TLS on there, or use the port without',
  ],
  [/PEER_DID_NOT_RETURN_A_CERTIFICATE/, 'it has no certificate of its own, which EG_TLS_CLIENT_CERTS=require asks for'],
  [/UNSUPPORTED_PROTOCOL|NO_SHARED_CIPHER|UNSUPPORTED_VERSION/, 'it is too old: TLS 1.2 or later is needed'],
  [/HANDSHAKE_TIMEOUT/, 'it connected and said nothing'],
]

export type ReportFault = (server: Server) => void

/**
 * Ends what did not become TLS, and says for each address, once a minute, why: a device that is refused shows it nowhere
 * else.
 */
export function createFaultReport(log: Logger, count: () => void, now: () => number): ReportFault {
  const quietUntil = new Map<string, number>()
  return (server) => {
    // Node remembers what was asked for once: a socket that has closed no longer knows where it came from.
    server.prependListener('connection', (socket: Socket) => void socket.remoteAddress)
    return server.on('tlsClientError', (error: NodeJS.ErrnoException, socket) => {
      count()
      const address = (socket as Socket).remoteAddress ?? addressOfParent(socket)
      // Node tells of a handshake that takes too long, and leaves the connection open.
      socket.destroy()
      // A connection that ended in the middle is nobody's fault to mend: a browser that asks its person does so.
      if (error.code === 'ECONNRESET') return
      const place = callerName(address)
      if ((quietUntil.get(place) ?? 0) > now()) return
      if (quietUntil.size >= MAX_REMEMBERED) quietUntil.clear()
      quietUntil.set(place, now() + QUIET_MS)
      const words = `${error.code ?? ''} ${error.message}`
      const meaning = MEANINGS.find(([pattern]) => pattern.test(words.toUpperCase().replaceAll(' ', '_')))?.[1]
      log.warn({ address, error: error.code ?? error.message }, `no TLS with ${address}: ${meaning ?? 'it ended it'}`)
    })
  }
}

/** A socket that was closed has forgotten where it came from; the one below it may still know. */
function addressOfParent(socket: unknown): string {
  return (socket as { _parent?: Socket })._parent?.remoteAddress ?? 'an unknown address'
}
