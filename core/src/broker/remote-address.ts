import type { Client } from 'aedes'
import { plainAddress } from '../addresses.js'

/** Where a client connects from: the other end of its TCP connection, below TLS or a WebSocket. */
export function remoteAddress(client: Client): string {
  const { conn, req } = client as unknown as {
    conn: { remoteAddress?: string }
    req?: { socket: { remoteAddress?: string } }
  }
  return plainAddress(req?.socket.remoteAddress ?? conn.remoteAddress)
}
