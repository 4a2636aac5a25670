import type { Socket } from 'node:net'
import type { Caller } from './web-rates.js'

export type Held = 'web_pipelined' | 'web_slowed'

/** What no HTTP/1 request lacks, whatever else it says (RFC 9112, section 3). */
const VERSION = ' HTTP/1.'
/** A request, and the same words once more in its body. */
const MOST_AT_ONCE = 2

/**
 * Looks at what comes on a connection before Node's HTTP parser has it, which reads a chunk to its end: 64 kB are 1,500
 * requests sent without waiting for an answer, and sixty such connections kept everybody else waiting for half a minute
 * (measured). No browser and no common client sends a request behind another (pipelining); who does is let go. Who asks
 * more often than one address may is read more slowly.
 *
 * What has passed is handed on by `push`, Node's own way in; call this before the HTTP server has the socket, and
 * `unconsume` after.
 */
export function holdBack(socket: Socket, caller: Caller, note: (what: Held) => void): void {
  const push = socket.push.bind(socket)
  const held: (Buffer | null)[] = []
  let timer: NodeJS.Timeout | undefined
  socket.once('close', () => clearTimeout(timer))

  const goOn = () => {
    timer = undefined
    for (const chunk of held.splice(0)) {
      if (timer === undefined) take(chunk)
      else held.push(chunk)
    }
  }
  const take = (chunk: Buffer | null): boolean => {
    const ms = caller.requests.waitMs(performance.now())
    if (chunk !== null && ms > 0) {
      held.push(chunk)
      note('web_slowed')
      timer = setTimeout(goOn, ms)
      return false
    }
    if (chunk !== null) caller.requests.spend(countOf(chunk))
    return push(chunk)
  }

  socket.push = (chunk: Buffer | null): boolean => {
    if (chunk !== null && countOf(chunk) > MOST_AT_ONCE) {
      note('web_pipelined')
      socket.destroy()
      return false
    }
    if (timer === undefined) return take(chunk)
    held.push(chunk)
    return false
  }
}

/** Node reads a socket past its stream while nobody else listens to it. */
export function unconsume(socket: Socket): void {
  socket.on('data', () => undefined)
}

/** How many requests a chunk holds, counted no further than is needed. */
function countOf(chunk: Buffer): number {
  let count = 0
  for (let at = chunk.indexOf(VERSION); at >= 0 && count <= MOST_AT_ONCE; at = chunk.indexOf(VERSION, at + 1))
    count += 1
  return count
}
