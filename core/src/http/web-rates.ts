import type { Socket } from 'node:net'
import type { Offenders } from '../broker/wire/offenders.js'
import { callerName } from '../broker/wire/addresses.js'
import { Shares } from '../broker/wire/shares.js'
import type { WireLimits } from '../broker/wire/limits.js'
import { TokenBucket } from '../broker/wire/token-bucket.js'
import { type Turns, createTurns } from '../broker/wire/turns.js'

/** Requests of all callers that one turn of the event loop takes: a page's are a few turns, and sixty at once keep no vote waiting. */
const REQUESTS_PER_TURN = 4

/** What the web ports give one address. */
export interface Caller {
  connections: number
  requests: TokenBucket
  handshakes: TokenBucket
}

export interface WebRates {
  /** Which of those who ask is next. */
  turns: Turns
  /**
   * Counts a connection in until it closes; false: there are too many, and it was closed. Where all together have too many,
   * the address with the most makes room for one that has fewer.
   */
  join(socket: Socket): boolean
  /** What the other end of a connection that was counted in may do; undefined for one that is not held to anything. */
  callerOf(socket: Socket): Caller | undefined
}

export interface WebLimits {
  limits: Pick<WireLimits, 'requestsPerSecond' | 'connectsPerSecond' | 'webConnections' | 'webConnectionsPerAddress'>
  exempt: (address: string) => boolean
  note: Offenders['note']
}

/** How many connections each address has on one of the web ports, and what it has asked for. */
export function createWebRates({ limits, exempt, note }: WebLimits): WebRates {
  const callers = new Map<string, Caller>()
  const shares = new Shares<Socket>()
  let connections = 0

  function callerFrom(address: string): Caller {
    const now = performance.now()
    const known = callers.get(address)
    if (known) return known
    for (const [quiet, caller] of callers) if (isForgotten(caller, now)) callers.delete(quiet)
    const requests = new TokenBucket(limits.requestsPerSecond, now)
    const caller = { connections: 0, requests, handshakes: new TokenBucket(limits.connectsPerSecond, now) }
    callers.set(address, caller)
    return caller
  }

  const callerOf = (socket: Socket) => {
    const address = callerName(socket.remoteAddress)
    return exempt(address) ? undefined : callerFrom(address)
  }

  const refuse = (address: string, socket: Socket) => {
    const most = `more than ${limits.webConnectionsPerAddress} web connections of one address, or ${limits.webConnections} of all`
    note('wire_connections', address, most)
    socket.destroy()
  }

  return {
    turns: createTurns(REQUESTS_PER_TURN),
    callerOf,
    join(socket) {
      const caller = callerOf(socket)
      const address = callerName(socket.remoteAddress)
      if (caller) {
        const isFull = connections >= limits.webConnections
        const largest = isFull ? shares.takeFromLargest(address) : undefined
        if (largest) refuse(largest.address, largest.connection)
        else if (isFull || caller.connections >= limits.webConnectionsPerAddress) {
          refuse(address, socket)
          return false
        }
        caller.connections += 1
        shares.add(address, socket)
      }
      connections += 1
      socket.once('close', () => {
        connections -= 1
        if (caller) caller.connections -= 1
        shares.remove(address, socket)
      })
      return true
    },
  }
}

function isForgotten({ connections, requests, handshakes }: Caller, now: number): boolean {
  return connections === 0 && requests.isFull(now) && handshakes.isFull(now)
}
