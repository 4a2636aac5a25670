import { endianness } from 'node:os'

/** What a keyboard tells: a key by its number in linux/input-event-codes.h, or that some were lost. */
export type InputEvent = { type: 'key'; code: number; at: number } | { type: 'lost' }

const EV_SYN = 0
const EV_KEY = 1
const SYN_DROPPED = 3
const PRESSED = 1

/** Bytes of a `long`, which is what the kernel counts time with: 4 for a 32-bit program, also on a 64-bit kernel. */
export const LONG_BYTES = ['arm', 'ia32', 'mips', 'mipsel', 'ppc', 's390'].includes(process.arch) ? 4 : 8

/**
 * Parses `struct input_event`s: seconds and microseconds (a `long` each), type and code (16 bits each), value (32 bits), in
 * the byte order of this machine; 24 bytes each, or 16 where a `long` has 4. The kernel gives whole ones only. Keys that
 * are released or repeat are left out; `at` is the kernel's time in ms.
 */
export function parseInputEvents(bytes: Buffer, longBytes = LONG_BYTES): InputEvent[] {
  const size = 2 * longBytes + 8
  const little = endianness() === 'LE'
  const u16 = (at: number) => (little ? bytes.readUInt16LE(at) : bytes.readUInt16BE(at))
  const u32 = (at: number) => (little ? bytes.readUInt32LE(at) : bytes.readUInt32BE(at))
  const u64 = (at: number) => Number(little ? bytes.readBigUInt64LE(at) : bytes.readBigUInt64BE(at))
  const long = longBytes === 4 ? u32 : u64
  const events: InputEvent[] = []
  for (let start = 0; start + size <= bytes.length; start += size) {
    const body = start + 2 * longBytes
    const [type, code, value] = [u16(body), u16(body + 2), u32(body + 4)]
    const at = long(start) * 1000 + long(start + longBytes) / 1000
    if (type === EV_KEY && value === PRESSED) events.push({ type: 'key', code, at })
    if (type === EV_SYN && code === SYN_DROPPED) events.push({ type: 'lost' })
  }
  return events
}

/** Whether a bitmap of sysfs (`device/capabilities/key`: hex words, the highest first) has `bit`. */
export function hasCapability(bitmap: string, bit: number, longBytes = LONG_BYTES): boolean {
  const words = bitmap.trim().split(/\s+/).reverse()
  const word = words[Math.floor(bit / (8 * longBytes))]
  return word !== undefined && ((BigInt(`0x${word || '0'}`) >> BigInt(bit % (8 * longBytes))) & 1n) === 1n
}
