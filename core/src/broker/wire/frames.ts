import { type Version, checkConnect } from './check-connect.js'
import { type PacketRules, TYPE, checkFirstByte, checkPacket, topicOf } from './check-packet.js'
import { CODE, WireViolation, malformed } from './violation.js'

const NOTHING: Buffer = Buffer.alloc(0)

/**
 * How many messages go on at once, of a caller from this machine and of another: the broker handles what it is given in one
 * go, and a chunk of 64 kB may hold thousands, which would keep everybody else waiting.
 */
export const AT_ONCE = { own: 256, stranger: 16 } as const

/** So many subscriptions that a message is held against cost the broker about as much as taking one. */
const HEARD_PER_MESSAGE = 16
/** So many are nobody's fault: whoever publishes must not be slowed because ten others listen to everything. */
const HEARD_FREE = 64
/** What a message costs at once for each who hears it, as a share of itself: it is written to every one of them in the same turn. */
const WORK_PER_HEARD = 0.5
/** What a CONNECT costs at once, in messages: a session is found or made, a will kept, what waited handed out. */
const WORK_OF_CONNECT = 8
/** So many bytes, read and written, cost about as much as taking a message. */
const BYTES_PER_WORK = 8192

/** What of a chunk may go on, and what is wrong with what follows. */
export interface Taken {
  bytes: Buffer | null
  /** What its sender is charged with. */
  messages: number
  /** What it costs the broker at once, in messages. */
  work: number
  violation: WireViolation | null
}

/**
 * The packets of one connection, looked at where they lie: `take` is given each chunk as it was read and hands on whole
 * packets, a CONNECT alone. Only the beginning of a packet whose end has not come yet is kept, and never more than its header allows.
 */
export class Frames {
  version: Version = 0
  /** The beginning of a packet, in a buffer that may be larger, and how many bytes it takes to go on. */
  private held = NOTHING
  private heldBytes = 0
  private awaitedBytes = 0
  /** What was read and not looked at yet. */
  private rest: Buffer | null = null

  constructor(
    private readonly rules: PacketRules,
    private readonly atOnce: number,
  ) {}

  /** Whether there is something to take without a new chunk. */
  get hasMore(): boolean {
    return this.rest !== null
  }

  /** Takes a chunk, or with null what was left of the last one. */
  take(chunk: Buffer | null): Taken {
    const data = chunk === null ? this.rest : this.heldBytes === 0 ? chunk : this.behindHeld(chunk)
    const taken: Taken = { bytes: null, messages: 0, work: 0, violation: null }
    this.rest = null
    if (data === null) return taken
    let at = 0
    let isFull = false
    try {
      while (!isFull) {
        const isConnect = this.version === 0
        const end = this.endOfPacket(data, at)
        if (end === 0) break
        this.check(data, at, end, taken)
        at = end
        isFull = isConnect || taken.work >= this.atOnce
      }
    } catch (error) {
      // What the checks themselves stumble over ends the connection that sent it, and not the evening.
      taken.violation = error instanceof WireViolation ? error : malformed(`it cannot be read (${String(error)})`)
    }
    if (at < data.length && !taken.violation) this.keep(data.subarray(at), isFull)
    if (at > 0) taken.bytes = at === data.length ? data : data.subarray(0, at)
    return taken
  }

  private keep(data: Buffer, isWhole: boolean): void {
    if (isWhole) this.rest = data
    else this.hold(data)
  }

  /** Where the packet at `at` ends; 0 while it is not all there. Refused by its header when it is too large. */
  private endOfPacket(data: Buffer, at: number): number {
    this.awaitedBytes = 0
    if (at >= data.length) return 0
    const first = data[at] as number
    checkFirstByte(first, this.version)
    let length = 0
    let body = at + 1
    for (let shift = 0; ; shift += 7) {
      if (shift === 28) throw malformed('a length has more than four bytes')
      if (body >= data.length) return 0
      const byte = data[body++] as number
      length |= (byte & 0x7f) << shift
      // As few bytes as it needs: a rule of MQTT 5 alone (MQTT-1.5.5-1).
      if (byte === 0 && shift > 0 && this.version === 5) throw malformed('a length has more bytes than it needs')
      if (byte < 0x80) break
    }
    const end = body + length
    this.checkSize(first, end - at)
    if (end <= data.length) return end
    this.awaitedBytes = end - at
    return 0
  }

  private checkSize(first: number, bytes: number): void {
    const isConnect = first >> 4 === TYPE.connect
    const { connectBytes, willBytes, packetBytes } = this.rules.limits
    const most = isConnect ? connectBytes + willBytes : packetBytes
    if (bytes <= most) return
    const what = isConnect ? 'a CONNECT' : 'a packet'
    throw new WireViolation('wire_too_large', CODE.tooLarge, `${what} of ${bytes} bytes (at most ${most})`)
  }

  /** Checks a whole packet and adds up what it costs. */
  private check(data: Buffer, at: number, end: number, taken: Taken): void {
    const first = data[at] as number
    let body = at + 1
    while ((data[body++] as number) >= 0x80);
    if (this.version === 0) {
      taken.messages += 1
      taken.work += WORK_OF_CONNECT
      checkConnect(data, body, end, this.rules.limits, (version) => (this.version = version))
      return
    }
    let messages = checkPacket(first, data, body, end, this.version, this.rules)
    const isPublish = first >> 4 === TYPE.publish
    const heard = isPublish && this.rules.heardBy ? this.rules.heardBy(topicOf(data, body)) : 0
    messages += Math.floor(Math.max(0, heard - HEARD_FREE) / HEARD_PER_MESSAGE)
    taken.messages += messages
    taken.work += (messages + (end - at) / BYTES_PER_WORK) * (1 + heard * WORK_PER_HEARD)
  }

  /** What is held with a chunk behind it; null while that is not enough. A packet that comes byte by byte is copied once. */
  private behindHeld(chunk: Buffer): Buffer | null {
    const bytes = this.heldBytes + chunk.length
    if (bytes > this.held.length) {
      const larger = Buffer.allocUnsafe(Math.max(bytes, Math.min(2 * this.held.length, this.awaitedBytes)))
      this.held.copy(larger, 0, 0, this.heldBytes)
      this.held = larger
    }
    chunk.copy(this.held, this.heldBytes)
    this.heldBytes = bytes
    if (bytes < this.awaitedBytes) return null
    const data = this.held.subarray(0, bytes)
    // It is the broker's from here on, which keeps slices of it.
    this.held = NOTHING
    this.heldBytes = 0
    return data
  }

  private hold(rest: Buffer): void {
    this.held = Buffer.from(rest)
    this.heldBytes = rest.length
  }
}
