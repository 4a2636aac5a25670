import type { Connection } from 'aedes'

/**
 * Above the unsent bytes that a client may have (guard 4), so that a slow reader is let go before a write to it says "wait":
 * aedes holds the publisher back until such a write drains.
 */
export const highWaterMark = (maxUnsentBytes: number) => 2 * maxUnsentBytes

interface Buffers {
  _writableState?: { length: number; highWaterMark: number }
  /** The WebSocket below a websocket-stream. */
  socket?: { bufferedAmount?: number; terminate?(): void }
}

/** Bytes that were written to a connection and not yet taken by the network, on TCP and on WebSocket. */
export function unsentBytes(connection: Connection): number {
  const { _writableState, socket } = connection as unknown as Buffers
  return (_writableState?.length ?? 0) + (socket?.bufferedAmount ?? 0)
}

/** websocket-stream takes no `highWaterMark`; its 16 kB would make every slow page hold the publishers back. */
export function raiseHighWaterMark(connection: Connection, maxUnsentBytes: number): void {
  const { _writableState } = connection as unknown as Buffers
  if (_writableState) _writableState.highWaterMark = highWaterMark(maxUnsentBytes)
}

/**
 * Ends a connection that does not read, with what waits for it. aedes goes on writing to it until the end of the turn, and on a
 * connection that is gone every piece of a packet would cost an error with its stack.
 */
export function endFrozen(connection: Connection): void {
  const { socket } = connection as unknown as Buffers
  Object.assign(connection, { write: () => true })
  // A WebSocket says goodbye behind what is not read, and would wait for an answer with all of it in memory.
  socket?.terminate?.()
  connection.destroy()
}
