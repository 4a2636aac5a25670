import { checkText } from './text.js'
import { malformed } from './violation.js'

/** Reads the fields of one packet, in place. What is longer than its packet is malformed. */
export class Cursor {
  constructor(
    readonly data: Buffer,
    public at: number,
    readonly end: number,
  ) {}

  get left(): number {
    return this.end - this.at
  }

  /** Where the next `count` bytes begin; they are behind the cursor then. */
  skip(count: number): number {
    const start = this.at
    if (count > this.end - start) throw malformed('a field is longer than its packet')
    this.at = start + count
    return start
  }

  byte(): number {
    return this.data[this.skip(1)] as number
  }

  number16(): number {
    return this.data.readUInt16BE(this.skip(2))
  }

  /** A field with its length before it; where its bytes begin, the cursor stands at their end. */
  field(): number {
    return this.skip(this.number16())
  }

  text(what: string): void {
    const start = this.field()
    checkText(this.data, start, this.at, what)
  }

  /** A variable byte integer (section 1.5.5): at most four bytes, and as few as possible. */
  variable(): number {
    let value = 0
    for (let shift = 0; shift < 28; shift += 7) {
      const byte = this.byte()
      value |= (byte & 0x7f) << shift
      if (byte < 0x80) {
        if (byte === 0 && shift > 0) throw malformed('a length has more bytes than it needs')
        return value
      }
    }
    throw malformed('a length has more than four bytes')
  }
}
