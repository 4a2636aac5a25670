import type { Connection } from 'aedes'

/** A client with more unsent bytes than this does not read; it is disconnected (guard 4). */
export const MAX_UNSENT_BYTES = 512 * 1024

/**
 * Above `MAX_UNSENT_BYTES`, so that a slow reader is let go before a write to it says "wait": aedes holds the publisher
 * back until such a write drains.
 */
const HIGH_WATER_MARK = 1024 * 1024

/** So much of what a client has sent is read before the broker takes it; what follows waits in the client's own network. */
export const READ_AHEAD = 64 * 1024

interface Buffers {
  _writableState?: { length: number; highWaterMark: number }
  /** The WebSocket below a websocket-stream. */
  socket?: { bufferedAmount?: number }
}

/** Bytes that were written to a connection and not yet taken by the network, on TCP and on WebSocket. */
export function unsentBytes(connection: Connection): number {
  const { _writableState, socket } = connection as unknown as Buffers
  return (_writableState?.length ?? 0) + (socket?.bufferedAmount ?? 0)
}

/** For what is written alone: Node's option of that name is for what is read as well, a megabyte of every stranger. */
export function raiseHighWaterMark(connection: Connection): void {
  const { _writableState } = connection as unknown as Buffers
  if (_writableState) _writableState.highWaterMark = HIGH_WATER_MARK
}

/**
 * Ends a connection that does not read. aedes goes on writing to it until the end of the turn, and on a connection that is gone
 * every piece of a packet would cost an error with its stack.
 */
export function letGo(connection: Connection): void {
  Object.assign(connection, { write: () => true })
  connection.destroy()
}
