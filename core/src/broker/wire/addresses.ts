import { isIPv4, isIPv6 } from 'node:net'
import { isLoopback } from '../../addresses.js'
import type { WireReason } from '../../ops/counters.js'
import type { WireLimits } from './limits.js'
import { Shares } from './shares.js'
import { TokenBucket } from './token-bucket.js'

/** Addresses that are remembered for their rate though nobody is connected from them; then the oldest is forgotten. */
const MAX_QUIET = 10_000

/** All connections of an address may send as much as so many of them. */
const ADDRESS_SHARE = 4

/** What is spent with each message and each byte. */
export interface Rates {
  messages: TokenBucket
  bytes: TokenBucket
}

interface Caller extends Rates {
  connections: number
  rate: TokenBucket
}

interface Refused {
  reason: WireReason
  message: string
}

type End = (why: Refused) => void

export interface Addresses {
  /**
   * Counts a connection in; why it may not stay, if it may not. Each one that stays is to `leave`. Where there are as many as
   * there may be, the address with the most makes room for one that has fewer: `end` is called with why.
   */
  join(address: string, end: End): Refused | null
  leave(address: string, end: End): void
  isExempt(address: string): boolean
  /** What one more connection of an address spends: its own, and what it shares with the others. */
  ratesOf(address: string): Rates[]
}

/** How many connections each address has and how fast it opens them. Callers from this machine are not counted. */
export function createAddresses(limits: WireLimits, now: () => number): Addresses {
  const callers = new Map<string, Caller>()
  const shares = new Shares<End>()
  let connections = 0
  const isExempt = (address: string) => !limits.countLoopback && isLoopback(address)

  const rates = (share: number): Rates => ({
    messages: new TokenBucket(limits.messagesPerSecond * share, now()),
    bytes: new TokenBucket(limits.bytesPerSecond * share, now()),
  })

  function callerFrom(address: string): Caller {
    const known = callers.get(address)
    if (known) return known
    if (callers.size >= MAX_QUIET) forgetQuiet()
    const caller = { connections: 0, rate: new TokenBucket(limits.connectsPerSecond, now()), ...rates(ADDRESS_SHARE) }
    callers.set(address, caller)
    return caller
  }

  function forgetQuiet(): void {
    for (const [address, { connections }] of callers) {
      if (connections > 0) continue
      callers.delete(address)
      if (callers.size < MAX_QUIET / 2) return
    }
  }

  return {
    isExempt,
    ratesOf: (address) => (isExempt(address) ? [] : [rates(1), callerFrom(address)]),
    join(address, end) {
      const full: Refused = { reason: 'wire_connections', message: `more than ${limits.connections} connections` }
      const isFull = connections >= limits.connections
      if (isExempt(address)) {
        if (isFull) return full
      } else {
        const caller = callerFrom(address)
        if (caller.rate.waitMs(now()) > 0) {
          return {
            reason: 'wire_connect_rate',
            message: `more than ${limits.connectsPerSecond} new connections a second`,
          }
        }
        caller.rate.spend(1)
        if (caller.connections >= limits.connectionsPerAddress) {
          return {
            reason: 'wire_connections',
            message: `more than ${limits.connectionsPerAddress} connections of one address`,
          }
        }
        if (isFull) {
          const largest = shares.takeFromLargest(address)
          if (!largest) return full
          largest.connection(full)
        }
        caller.connections += 1
        shares.add(address, end)
      }
      connections += 1
      return null
    },
    leave(address, end) {
      connections -= 1
      if (isExempt(address)) return
      shares.remove(address, end)
      const caller = callers.get(address)
      if (!caller) return
      caller.connections -= 1
      const isRested = [caller.rate, caller.messages, caller.bytes].every((bucket) => bucket.isFull(now()))
      if (caller.connections === 0 && isRested) callers.delete(address)
    },
  }
}

/**
 * Under which name an address is counted: IPv4 also where it comes as IPv6 (`::ffff:192.0.2.1`), and of IPv6 the network of
 * 64 bits, all of which one machine may use.
 */
export function callerName(address: string | undefined): string {
  if (address === undefined) return 'unknown'
  const mapped = address.toLowerCase().startsWith('::ffff:') ? address.slice(7) : address
  if (isIPv4(mapped) || !isIPv6(address) || address === '::1') return mapped
  const [head = '', tail] = address.split('%')[0]?.split('::') ?? []
  const first = head === '' ? [] : head.split(':')
  const last = tail === undefined || tail === '' ? [] : tail.split(':')
  const zeros = Array.from({ length: Math.max(0, 8 - first.length - last.length) }, () => '0')
  return `${[...first, ...(tail === undefined ? [] : zeros), ...last].slice(0, 4).join(':')}::/64`
}
