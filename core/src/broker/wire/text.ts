import { isUtf8 } from 'node:buffer'
import { CODE, type ReasonCode, WireViolation } from './violation.js'

const SLASH = 0x2f
const PLUS = 0x2b
const HASH = 0x23

/** As many as aedes and its matcher take, which throws beyond: eg/dev/slot-01/res has four. */
export const MAX_LEVELS = 100

/**
 * Whether bytes are a string of MQTT (section 1.5.4): well-formed UTF-8, so no U+D800 to U+DFFF, and no U+0000.
 * @throws WireViolation
 */
export function checkText(data: Buffer, start: number, end: number, what: string): void {
  let plain = true
  for (let i = start; i < end; i++) {
    const byte = data[i] as number
    if (byte === 0) throw badText(what, 'has a NUL in it')
    if (byte >= 0x80) plain = false
  }
  if (!plain) checkUtf8(data, start, end, what)
}

/**
 * A topic name, of a publish or a will: a string, not empty, no wildcard [MQTT-3.3.2-2], of at most 100 levels.
 * @throws WireViolation
 */
export function checkTopicName(data: Buffer, start: number, end: number, what: string): void {
  if (start === end) throw badTopic(`${what} is empty`, CODE.topic)
  let plain = true
  let levels = 1
  for (let i = start; i < end; i++) {
    const byte = data[i] as number
    if (byte === SLASH) levels += 1
    if (byte === PLUS || byte === HASH) throw badTopic(`${what} has a wildcard in it`, CODE.topic)
    if (byte === 0) throw badText(what, 'has a NUL in it')
    if (byte >= 0x80) plain = false
  }
  if (levels > MAX_LEVELS) throw badTopic(`${what} has more than ${MAX_LEVELS} levels`, CODE.topic)
  if (!plain) checkUtf8(data, start, end, what)
}

/**
 * A topic filter: a string, not empty, `#` alone in the last level, `+` alone in its level [MQTT-4.7.1-1, 4.7.1-2], of at most 100 levels. The
 * wildcards and `/` are never part of a longer UTF-8 sequence, so bytes can be looked at one by one.
 * @throws WireViolation
 */
export function checkFilter(data: Buffer, start: number, end: number): void {
  if (start === end) throw badTopic('a filter is empty', CODE.filter)
  checkText(data, start, end, 'a filter')
  let levels = 1
  for (let i = start; i < end; i++) {
    const byte = data[i]
    if (byte === SLASH) levels += 1
    if (byte !== PLUS && byte !== HASH) continue
    const alone = (i === start || data[i - 1] === SLASH) && (i + 1 === end || data[i + 1] === SLASH)
    if (!alone || (byte === HASH && i + 1 !== end)) throw badTopic('a wildcard stands in a wrong place', CODE.filter)
  }
  if (levels > MAX_LEVELS) throw badTopic(`a filter has more than ${MAX_LEVELS} levels`, CODE.filter)
}

/** Whether a filter that was checked has a wildcard. */
export function isWild(data: Buffer, start: number, end: number): boolean {
  for (let i = start; i < end; i++) if (data[i] === PLUS || data[i] === HASH) return true
  return false
}

function checkUtf8(data: Buffer, start: number, end: number, what: string): void {
  if (!isUtf8(data.subarray(start, end))) throw badText(what, 'is not UTF-8')
}

const badText = (what: string, why: string) => new WireViolation('wire_bad_text', CODE.malformed, `${what} ${why}`)
const badTopic = (message: string, code: ReasonCode) => new WireViolation('wire_bad_topic', code, message)
