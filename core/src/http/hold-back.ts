import { subscribe } from 'node:diagnostics_channel'
import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Socket } from 'node:net'
import type { Turns } from '../broker/wire/turns.js'
import { isUnsized } from './refuse-unsized.js'
import type { Caller } from './web-rates.js'

export type Held = 'web_pipelined' | 'web_slowed'

/** How the header of every request ends that Node's parser takes, whatever it begins with: two CRLF (RFC 9112, section 2.1). */
const HEADER_END = '\r\n\r\n'
/** Requests of a connection that wait for their answer: the one, and the next of a client that was quicker than its end. */
const MOST_AT_ONCE = 2
/** What a piece costs that brings no request, in requests: far less, and not nothing, for each is given to the parser by itself. */
const PIECE = 0.05
/** What a turn of the event loop has to do for such a piece, in requests. */
const PIECE_WORK = 0.25
/** What is kept of a connection that is read slowly, in bytes. */
const MOST_HELD = 262_144

const asks = new WeakMap<Socket, (request: IncomingMessage, response: ServerResponse) => void>()

// Of every request that the parser took, also those that Node answers by itself (no Host, an Expect that it does not know).
subscribe('http.server.request.start', (message) => {
  const { socket, request, response } = message as {
    socket: Socket
    request: IncomingMessage
    response: ServerResponse
  }
  asks.get(socket)?.(request, response)
})

/**
 * Gives Node's HTTP parser no more than one request at a time. By itself it reads a chunk to its end: 64 kB are 1,500
 * requests sent without waiting for an answer, and sixty such connections kept everybody else waiting for half a minute
 * (measured). No browser and no common client sends a request behind another (pipelining); who does is let go. Who asks
 * more often than one address may is read more slowly, and all who ask share the turns of the event loop: the first requests
 * of sixty connections were one turn of 100 ms (measured).
 *
 * What a request is, is left to the parser: here is only looked for where the header of one may end, which costs no more
 * than a pause where it was none. Call this when the HTTP server has the socket; what was read before goes in by `push`.
 */
export function holdBack(socket: Socket, caller: Caller, turns: Turns, note: (what: Held) => void): void {
  const push = socket.push.bind(socket)
  const read = socket._read.bind(socket)
  const held: (Buffer | null)[] = []
  let timer: NodeJS.Timeout | undefined
  /** A piece that the parser has not had yet, as when the socket is paused. */
  let underWay = false
  let giving = false
  let request: IncomingMessage | undefined
  let isRefused = false
  let requests = 0
  let unanswered = 0

  socket.once('close', () => clearTimeout(timer))
  asks.set(socket, (next, response) => {
    request = next
    requests += 1
    unanswered += 1
    caller.requests.spend(1)
    response.once('close', () => (unanswered -= 1))
    if (unanswered > MOST_AT_ONCE) letGo()
    // It is told so (`refuse-unsized.ts`), and what it sends is not read.
    isRefused ||= isUnsized(next.headers)
  })

  function letGo() {
    note('web_pipelined')
    held.length = 0
    socket.destroy()
  }

  const mayGive = () => !underWay && !isRefused && timer === undefined && !socket.destroyed
  /** @returns whether more may be read */
  function give(): boolean {
    let wantsMore = true
    if (giving) return wantsMore
    giving = true
    while (held.length > 0 && mayGive()) {
      const ms = caller.requests.waitMs(performance.now())
      if (ms > 0) {
        note('web_slowed')
        timer = setTimeout(goOn, ms)
      } else if (turns.hasRoom(give, false)) wantsMore = givePiece(held.shift() ?? null)
      else break
    }
    giving = false
    return wantsMore && held.length === 0
  }
  function goOn() {
    timer = undefined
    give()
  }
  function givePiece(chunk: Buffer | null): boolean {
    if (chunk === null) return push(null)
    const end = chunk.indexOf(HEADER_END) + HEADER_END.length
    const isWhole = end >= HEADER_END.length
    if (isWhole && end < chunk.length) held.unshift(chunk.subarray(end))
    const before = requests
    const inBody = request?.complete === false
    underWay = true
    const wantsMore = push(isWhole ? chunk.subarray(0, end) : chunk)
    // A request that the parser took has been counted.
    if (requests === before) caller.requests.spend(isWhole && !inBody ? 1 : PIECE)
    turns.spend(requests === before ? PIECE_WORK : 1)
    return wantsMore
  }

  // Node reads a socket past its stream while nobody else listens to it; the parser's own listener comes before this one.
  socket.on('data', () => {
    underWay = false
    give()
  })
  socket._read = (size) => {
    if (held.length === 0) read(size)
  }
  socket.push = (chunk: Buffer | null): boolean => {
    held.push(chunk)
    const more = give()
    if (held.length > 1 && sizeOf(held) > MOST_HELD) letGo()
    return more
  }
}

const sizeOf = (chunks: (Buffer | null)[]) => chunks.reduce((sum, chunk) => sum + (chunk?.length ?? 0), 0)
