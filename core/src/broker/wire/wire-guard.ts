import type { Connection } from 'aedes'
import type { IncomingMessage } from 'node:http'
import type { Logger } from 'pino'
import type { Counters, WireReason } from '../../ops/counters.js'
import { type Rates, callerName, createAddresses } from './addresses.js'
import type { PacketRules } from './check-packet.js'
import { AT_ONCE, Frames, type Taken } from './frames.js'
import { type Offenders, createOffenders } from './offenders.js'
import { refusalPacket } from './refusal.js'
import type { WebSocketBelow } from '../websocket-holds.js'
import type { WireViolation } from './violation.js'
import { type Turns, createTurns } from './turns.js'
import { chargeWebSocket } from './websocket-cost.js'

/** How long a refusal is given to leave before its connection is closed, in milliseconds. */
const REFUSAL_LEAVES_MS = 200

/** What the guard uses of a socket, plain or TLS, and of the stream of a WebSocket. */
interface Duplex {
  remoteAddress?: string
  destroyed: boolean
  /** The WebSocket below a websocket-stream. */
  socket?: WebSocketBelow
  read(size?: number): unknown
  emit(event: 'readable'): boolean
  end(packet: Buffer, done: () => void): void
  destroy(): void
  once(event: 'close', listener: () => void): void
}

export interface WireGuard extends Pick<Offenders, 'note'> {
  /** Takes a new connection before the broker has it; false: it was closed. `request` opened a WebSocket. */
  attach(connection: Connection, request?: IncomingMessage): boolean
  /** The broker has answered its CONNECT: what came behind it may go on. */
  open(connection: Connection): void
}

/**
 * Stands between every connection and the broker: aedes reads through it and sees only whole packets that a client may
 * send, as fast as one client may send them.
 */
export function createWireGuard(
  rules: PacketRules & { counters: Counters; log: Logger; now?: () => number },
): WireGuard {
  const { limits, counters, log, now = () => performance.now() } = rules
  const addresses = createAddresses(limits, now)
  const offenders = createOffenders(counters, log, now)
  const turns = createTurns()
  const waiting = new WeakMap<object, () => void>()

  return {
    note: offenders.note,
    open: (connection) => waiting.get(connection)?.(),
    attach(connection, request) {
      const duplex = connection as unknown as Duplex
      const address = callerName(request?.socket.remoteAddress ?? duplex.remoteAddress)
      const end = ({ reason, message }: { reason: WireReason; message: string }) => {
        offenders.note(reason, address, message)
        duplex.destroy()
      }
      const refused = addresses.join(address, end)
      if (refused) {
        end(refused)
        return false
      }
      const rates = addresses.ratesOf(address)
      const note = (reason: WireReason, message: string) => offenders.note(reason, address, message)
      const webSocket = request && duplex.socket
      const { open, stop } = watch(duplex, rules, rates, turns, note, now, webSocket !== undefined)
      const stopCharging = webSocket && chargeWebSocket(webSocket, request, { rates, now, note })
      waiting.set(connection, open)
      duplex.once('close', () => {
        stop()
        stopCharging?.()
        addresses.leave(address, end)
      })
      return true
    },
  }
}

/**
 * Puts the guard into a connection's `read`; what opens it after CONNECT, and what ends its timers. `isCharged`: its bytes
 * are counted below it.
 */
function watch(
  duplex: Duplex,
  rules: PacketRules,
  rates: readonly Rates[],
  turns: Turns,
  note: (reason: WireReason, message: string) => void,
  now: () => number,
  isCharged: boolean,
): { open: () => void; stop: () => void } {
  const isOwn = rates.length === 0
  const frames = new Frames(isOwn ? { ...rules, heardBy: undefined } : rules, isOwn ? AT_ONCE.own : AT_ONCE.stranger)
  const read = duplex.read.bind(duplex)
  let ended = false
  let resume: NodeJS.Timeout | undefined
  let isSlowed = false
  let isOpening = false
  let isHanded = false
  let wasAsked = false
  let isHeld = false
  let late: NodeJS.Timeout | undefined = setTimeout(() => {
    // Its CONNECT may be there, and wait for its turn behind those of hundreds of others: it has that time once more.
    if (isHeld) late = setTimeout(endLate, rules.limits.connectMs)
    else endLate()
  }, rules.limits.connectMs)

  const endLate = () => {
    ended = true
    note('wire_late_connect', `no CONNECT within ${rules.limits.connectMs} ms`)
    duplex.destroy()
  }

  const end = (violation: WireViolation, packet: Buffer | null) => {
    ended = true
    note(violation.reason, violation.message)
    if (packet === null) return void setImmediate(() => duplex.destroy())
    setTimeout(() => duplex.destroy(), REFUSAL_LEAVES_MS)
    duplex.end(packet, () => duplex.destroy())
  }

  /** aedes asks what there is to read when it hears this. */
  const askAgain = () => {
    wasAsked = false
    if (!duplex.destroyed) duplex.emit('readable')
  }

  /** Whether it has to wait; it is then read again when its time has come. */
  const isTooFast = () => {
    if (rates.length === 0) return false
    const at = now()
    let ms = 0
    for (const { messages, bytes } of rates) ms = Math.max(ms, messages.waitMs(at), bytes.waitMs(at))
    if (ms === 0) {
      isSlowed = false
      return false
    }
    if (!isSlowed) note('wire_slowed', 'it sends faster than one client may and is read more slowly')
    isSlowed = true
    resume ??= setTimeout(() => {
      resume = undefined
      askAgain()
    }, ms)
    return true
  }

  /**
   * Whether others, in as much of a hurry, have had this turn. Who sends now and then does not wait in their line; who connects
   * does, because hundreds may at once.
   */
  const isNotItsTurn = () => {
    if (isOwn) return false
    const isInHurry = late !== undefined || !rates.every(({ messages }) => messages.isHardlyUsed)
    return isInHurry && !turns.hasRoom(askAgain, late !== undefined)
  }

  /**
   * What may go on is handed over once a turn: when a packet is handled at once, aedes asks for more while it still parses,
   * and its parser loses its place if it is given any. It is asked again in the next turn.
   */
  const handOver = (bytes: Buffer | null) => {
    if (bytes === null) return null
    isHanded = true
    setImmediate(() => {
      isHanded = false
      if (wasAsked || frames.hasMore) askAgain()
    })
    return bytes
  }

  /** What was left of the last chunk, else a new one; a rest that is no whole packet waits for what follows it. */
  const takeNext = (size: number | undefined): Taken | null => {
    const left = frames.hasMore ? frames.take(null) : null
    if (left?.bytes || left?.violation) return left
    const chunk = read(size) as Buffer | null
    return chunk === null ? null : frames.take(chunk)
  }

  duplex.read = (size) => {
    // Node's own way of reading ahead; who asks that way throws away what it is given.
    if (size === 0) return read(0)
    // aedes carries out what comes while it looks a CONNECT over, for a client that has no id yet.
    if (ended || isOpening) return null
    if (isHanded) {
      wasAsked = true
      return null
    }
    isHeld = isTooFast() || isNotItsTurn()
    if (isHeld) return null
    const isConnect = late !== undefined
    const taken = takeNext(size)
    if (taken === null) return null
    if (!isOwn) turns.spend(taken.work)
    for (const { messages, bytes } of rates) {
      messages.spend(taken.messages)
      if (!isCharged) bytes.spend(taken.bytes?.length ?? 0)
    }
    if (taken.violation) end(taken.violation, refusalPacket(frames.version, !isConnect, taken.violation.code))
    if (isConnect && taken.bytes !== null) {
      clearTimeout(late)
      late = undefined
      isOpening = true
    }
    return handOver(taken.bytes)
  }

  return {
    open() {
      isOpening = false
      setImmediate(askAgain)
    },
    stop() {
      ended = true
      clearTimeout(late)
      clearTimeout(resume)
    },
  }
}
