import { TLSSocket } from 'node:tls'

/**
 * Whether a client showed a certificate that is not of our CA. Where certificates are allowed, none is in order; a wrong one
 * is a mistake that its owner must hear of, so the connection is not taken.
 */
export function hasForeignCertificate(socket: unknown): boolean {
  if (!(socket instanceof TLSSocket) || socket.authorized) return false
  return Object.keys(socket.getPeerCertificate()).length > 0
}
