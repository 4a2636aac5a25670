/** What a serial card reader has sent so far of something that is not complete. */
export interface CardBytes {
  text: string
  /** In a frame (STX … ETX), in a line (… CR or LF), or in something too long or broken, until its end. */
  within: 'line' | 'frame' | 'waste'
  /** When the last byte came (monotonic ms). */
  at: number
}

export const NO_CARD_BYTES: CardBytes = { text: '', within: 'line', at: 0 }

const STX = 0x02
const ETX = 0x03
const CR = 0x0d
const LF = 0x0a
/** Ten digits and two of the checksum. */
const FRAME_LENGTH = 12
/** Ids have 4 to 10 bytes (ISO 14443); some readers add a few. */
const LINE = /^[0-9A-F]{8,32}$/
const LONGEST = 64
/** A reader sends an id in one go (14 bytes take 15 ms at 9600 baud): the rest of something older is not its rest. */
const PAUSE_MS = 500

/** What bytes meant: ids of cards, and how much could not be understood. */
export interface CardsRead {
  state: CardBytes
  tagUids: string[]
  refused: number
}

/**
 * Reads what a serial card reader sends, in whatever pieces it arrives (`at`: when, monotonic ms). Two forms are known: a
 * line of at least 8 hex digits ended by CR and/or LF, and the frame of RDM6300 and ID-12: STX, 10 hex digits, 2 hex digits
 * with the XOR of the five bytes before, (CR, LF,) ETX. Ids are upper-case.
 */
export function readCardBytes(before: CardBytes, bytes: Uint8Array, at: number): CardsRead {
  const late = (before.text !== '' || before.within !== 'line') && at - before.at > PAUSE_MS
  const read: CardsRead = {
    state: late ? { ...NO_CARD_BYTES, at } : { ...before, at },
    tagUids: [],
    refused: late ? 1 : 0,
  }
  for (const byte of bytes) takeByte(read, byte)
  return read
}

function takeByte(read: CardsRead, byte: number): void {
  const { text, within } = read.state
  if (byte === STX) {
    if (text !== '') read.refused += 1
    return begin(read, 'frame')
  }
  if (byte === ETX || byte === CR || byte === LF) {
    // ID-12 sends CR and LF before its ETX: the frame is complete with either.
    if (within === 'frame') complete(read, isFrame(text), text.slice(0, 10))
    if (within === 'line' && byte !== ETX && text.trim() !== '') complete(read, LINE.test(text.trim()), text.trim())
    return begin(read, 'line')
  }
  if (within === 'waste') return
  const longer = text + String.fromCharCode(byte).toUpperCase()
  if (longer.length <= (within === 'frame' ? FRAME_LENGTH : LONGEST)) {
    read.state = { ...read.state, text: longer }
    return
  }
  read.refused += 1
  begin(read, 'waste')
}

function begin(read: CardsRead, within: CardBytes['within']): void {
  read.state = { ...read.state, text: '', within }
}

function complete(read: CardsRead, valid: boolean, tagUid: string): void {
  if (valid) read.tagUids.push(tagUid)
  else read.refused += 1
}

/** Ten hex digits, then the XOR of the five bytes they are. */
function isFrame(text: string): boolean {
  if (!/^[0-9A-F]{12}$/.test(text)) return false
  const bytes = text.match(/../g)?.map((pair) => Number.parseInt(pair, 16)) ?? []
  return bytes.reduce((xor, byte) => xor ^ byte, 0) === 0
}
