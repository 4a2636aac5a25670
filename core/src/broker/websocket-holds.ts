/** What is used of the WebSocket below a websocket-stream (package ws). */
export interface WebSocketBelow {
  pause(): void
  resume(): void
  terminate(): void
  on(event: 'message', listener: (data: Buffer) => void): void
  on(event: 'ping' | 'pong', listener: () => void): void
  on(event: 'error', listener: (error: NodeJS.ErrnoException) => void): void
  removeAllListeners(event: 'message'): void
}

/** `unread`: what came has not been read. `rate`: it sends more than it may. */
type Why = 'unread' | 'rate'

const held = new WeakMap<WebSocketBelow, Set<Why>>()

/** Reads nothing more from a WebSocket until everybody who held it has let it go. */
export function hold(socket: WebSocketBelow, why: Why): void {
  const reasons = held.get(socket) ?? new Set()
  held.set(socket, reasons.add(why))
  socket.pause()
}

export function letGo(socket: WebSocketBelow, why: Why): void {
  const reasons = held.get(socket)
  if (reasons?.delete(why) && reasons.size === 0) socket.resume()
}
