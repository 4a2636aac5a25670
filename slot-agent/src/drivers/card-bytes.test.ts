import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { NO_CARD_BYTES, readCardBytes } from './card-bytes.js'

/** What pieces of text, each `pauseMs` after the one before, are read as. */
function read(pieces: string[], pauseMs = 5) {
  let state = NO_CARD_BYTES
  const tagUids: string[] = []
  let refused = 0
  for (const [i, piece] of pieces.entries()) {
    const taken = readCardBytes(state, Buffer.from(piece, 'latin1'), 1000 + i * pauseMs)
    state = taken.state
    tagUids.push(...taken.tagUids)
    refused += taken.refused
  }
  return { tagUids, refused }
}

const STX = '\x02'
const ETX = '\x03'
/** The frame of RDM6300 for ten hex digits. */
function frame(digits: string, end = ETX): string {
  const bytes = Buffer.from(digits, 'hex')
  const checksum = bytes.reduce((xor, byte) => xor ^ byte, 0)
  return `${STX}${digits}${checksum.toString(16).padStart(2, '0').toUpperCase()}${end}`
}

/** Beginnings of frames, of any length. */
const frames = fc.stringMatching(/^[0-9A-F]{0,16}$/).map((digits) => STX + digits)

describe('what a serial reader sends', () => {
  it('G6 a line of at least 8 hex digits is a card, whatever ends it, in upper case', () => {
    for (const end of ['\r', '\n', '\r\n', '\n\r'])
      expect(read([`04a37c91${end}`])).toEqual({ tagUids: ['04A37C91'], refused: 0 })
    expect(read(['04A37C9\r\n', 'hello\r\n', '04A37C9G\r\n'])).toEqual({ tagUids: [], refused: 3 })
    expect(read(['\r\n\r\n', ' 04A37C91E2F0AA \n'])).toEqual({ tagUids: ['04A37C91E2F0AA'], refused: 0 })
  })

  it('G6 a frame is a card if its checksum is right', () => {
    // The example of the module's data sheet: card 0x62E3086C ED, checksum 08.
    expect(read([`${STX}62E3086CED08${ETX}`]).tagUids).toEqual(['62E3086CED'])
    expect(frame('62E3086CED')).toBe(`${STX}62E3086CED08${ETX}`)
    expect(read([`${STX}62E3086CED09${ETX}`])).toEqual({ tagUids: [], refused: 1 })
    expect(read([`${STX}62E3086CE${ETX}`, `${STX}62E3086CEDX8${ETX}`])).toEqual({ tagUids: [], refused: 2 })
    expect(read([frame('0004A37C91', '\r\n' + ETX)]).tagUids).toEqual(['0004A37C91'])
  })

  it('G6 the pieces in which bytes arrive mean nothing', () => {
    const part = fc.oneof(
      fc.stringMatching(/^[0-9a-f]{8,20}$/).map((digits) => `${digits}\r\n`),
      fc.stringMatching(/^[0-9A-F]{10}$/).map((digits) => frame(digits)),
      fc.stringMatching(/^[0-9A-Z]{1,7}$/).map((noise) => `${noise}\n`),
      fc.constantFrom(STX, ETX, '\r', 'x'.repeat(70)),
    )
    fc.assert(
      fc.property(fc.array(part, { maxLength: 8 }), fc.array(fc.nat(20), { minLength: 1 }), (parts, cuts) => {
        const text = parts.join('')
        const pieces: string[] = []
        for (let at = 0, i = 0; at < text.length; i += 1) {
          const length = 1 + (cuts[i % cuts.length] ?? 0)
          pieces.push(text.slice(at, at + length))
          at += length
        }
        expect(read(pieces)).toEqual(read([text]))
      }),
    )
  })

  it('G6 whatever came before, the next whole frame is read; after the end of a line, the next line too', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string({ unit: 'binary-ascii' }), frames), (noise) => {
        expect(read([noise, frame('0004A37C91')]).tagUids.at(-1)).toBe('0004A37C91')
        expect(read([noise, '\n', '04A37C91\r\n']).tagUids.at(-1)).toBe('04A37C91')
      }),
    )
  })

  it('G6 what broke off is never joined to what comes later', () => {
    expect(read(['04A3', '04A37C91\r\n'], 600)).toEqual({ tagUids: ['04A37C91'], refused: 1 })
    expect(read([`${STX}62E3`, '04A37C91\r\n'], 600).tagUids).toEqual(['04A37C91'])
    expect(read([STX, '04A37C91\r\n'], 600).tagUids).toEqual(['04A37C91'])
    expect(read(['04A3', '7C91\r\n'], 400).tagUids).toEqual(['04A37C91'])
  })
})
