import type { IncomingMessage } from 'node:http'
import type { WireReason } from '../../ops/counters.js'
import { type WebSocketBelow, hold, letGo } from '../websocket-holds.js'
import type { Rates } from './addresses.js'

/** What a message, ping or pong costs beside its bytes, in bytes: six of them carry an empty one, and each is handled by itself. */
const FRAME_COST = 64
/** No client sends an empty one. */
const MOST_EMPTY = 100
/** What ws says of a message with more bytes or pieces than it may have; its other codes (`WS_ERR_…`) are of broken frames. */
const TOO_LARGE: ReadonlySet<string> = new Set(['WS_ERR_UNSUPPORTED_MESSAGE_LENGTH', 'WS_ERR_TOO_MANY_BUFFERED_PARTS'])

export interface CostOptions {
  rates: readonly Rates[]
  now: () => number
  note: (reason: WireReason, message: string) => void
}

/**
 * Charges a WebSocket for what comes below MQTT: all its bytes, and something for each message. What holds no byte of MQTT
 * is seen by nobody else. Who has spent too much is read on when time has paid it back.
 * @returns ends its timer and lets it go
 */
export function chargeWebSocket(
  socket: WebSocketBelow,
  { socket: below }: IncomingMessage,
  { rates, now, note }: CostOptions,
): () => void {
  let timer: NodeJS.Timeout | undefined
  let empty = 0
  let ended = false

  const spend = (cost: number) => rates.forEach(({ bytes }) => bytes.spend(cost))
  const goOn = () => {
    const at = now()
    const ms = Math.max(0, ...rates.map(({ bytes }) => bytes.waitMs(at)))
    timer = ms > 0 ? setTimeout(goOn, ms) : undefined
    if (!timer) letGo(socket, 'rate')
  }

  socket.on('message', ({ length }) => {
    spend(FRAME_COST)
    empty = length === 0 ? empty + 1 : 0
    if (empty <= MOST_EMPTY) return
    // More of them are in the same piece.
    socket.removeAllListeners('message')
    socket.terminate()
    note('wire_malformed', `more than ${MOST_EMPTY} empty messages of a WebSocket in a row`)
  })
  // ws closes the connection itself; what the other end or the network does has no such code.
  socket.on('error', ({ code, message }) => {
    if (!code?.startsWith('WS_ERR_')) return
    note(TOO_LARGE.has(code) ? 'wire_too_large' : 'wire_malformed', `a WebSocket was closed: ${message}`)
  })
  socket.on('ping', () => spend(FRAME_COST))
  socket.on('pong', () => spend(FRAME_COST))
  // Behind the WebSocket's own listener: the messages of this piece have been counted.
  below.on('data', (chunk: Buffer) => {
    spend(chunk.length)
    if (timer || ended) return
    goOn()
    if (!timer) return
    hold(socket, 'rate')
    note('wire_slowed', 'its WebSocket sends more than one client may and is read more slowly')
  })
  return () => {
    ended = true
    clearTimeout(timer)
    // Its end is read too: who does not read it waits half a minute for the other's goodbye, with all that came meanwhile.
    letGo(socket, 'rate')
  }
}
