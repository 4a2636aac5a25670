import type { Connection } from 'aedes'
import { type WebSocketBelow, hold, letGo } from './websocket-holds.js'

/**
 * How much of what a client sent waits in this process, in bytes: about a thousand votes. Node would take as much as it
 * may write (`highWaterMark`).
 */
const READ_AHEAD = 64 * 1024

interface Readable {
  read(size?: number): unknown
  emit(event: 'readable'): boolean
  destroyed: boolean
  _readableState?: { highWaterMark: number; length: number }
  /** The WebSocket below a websocket-stream. */
  socket?: WebSocketBelow
}

export interface SlowReads {
  /** Before the broker has the connection. */
  attach(connection: Connection): void
  /** There is room again: reads what waited. */
  goOn(): void
}

/**
 * Back-pressure: while `isFull`, nothing more is read from any connection, so that the senders' own systems hold back what
 * they have (TCP's window closes) and the queue in memory has a bound, however many send however fast.
 */
export function createSlowReads(isFull: () => boolean): SlowReads {
  const waiting = new Set<Readable>()
  return {
    attach(connection) {
      const readable = connection as unknown as Readable
      if (readable._readableState) readable._readableState.highWaterMark = READ_AHEAD
      const read = readable.read.bind(readable)
      const readsOn = holdBack(readable)
      readable.read = (size) => {
        if (isFull()) {
          waiting.add(readable)
          return null
        }
        const chunk = read(size)
        readsOn()
        return chunk
      }
    },
    goOn() {
      for (const readable of Array.from(waiting)) {
        if (isFull()) return
        waiting.delete(readable)
        // aedes asks again what there is to read when it hears this.
        if (!readable.destroyed) readable.emit('readable')
      }
    },
  }
}

/**
 * websocket-stream takes whatever its WebSocket has, also while nobody reads: the sender would fill the memory. The
 * WebSocket is paused while more than `READ_AHEAD` waits; what is returned lets it go on when that was read.
 */
function holdBack({ socket, _readableState: state }: Readable): () => void {
  if (!socket || !state) return () => undefined
  socket.on('message', () => {
    if (state.length > READ_AHEAD) hold(socket, 'unread')
  })
  return () => {
    if (state.length <= READ_AHEAD) letGo(socket, 'unread')
  }
}
