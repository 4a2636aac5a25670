import * as z from 'zod/mini'
import { describe, expect, it } from 'vitest'
import { command, event, state } from './contracts/contract.js'
import { allContracts, contracts } from './contracts/table.js'
import { decodePayload, encodePayload, validate } from './payload.js'

const bytes = (text: string) => new TextEncoder().encode(text)
const given = { publishers: [], subscribers: [], summary: '' }
const word = z.enum(['on', 'off'], 'a word is on or off')
const json = command({
  ...given,
  name: 'j',
  topic: 'j',
  schema: z.object({ n: z.int('n is whole') }),
  sample: { n: 1 },
})
const text = state({ ...given, name: 't', topic: 't', encoding: 'text', schema: word, sample: 'on' as const })
const either = state({
  ...given,
  name: 'e',
  topic: 'e',
  encoding: 'text-or-json',
  schema: z.union([word, z.object({ status: word })], 'on or off, plain or as {status}'),
  sample: 'on' as const,
})
const raw = event({ ...given, name: 'r', topic: 'r', encoding: 'any', schema: z.unknown(), sample: null })

describe('decoding', () => {
  it('C14 reads every encoding: JSON, text, either, and bytes as they are', () => {
    expect(decodePayload(json, bytes('{"n":1,"more":true}'))).toEqual({ ok: true, value: { n: 1 } })
    expect(decodePayload(json, bytes('\ufeff {"n":2}\r\n'))).toEqual({ ok: true, value: { n: 2 } })
    expect(decodePayload(text, bytes('on\n'))).toEqual({ ok: true, value: 'on' })
    expect(decodePayload(either, bytes('off'))).toEqual({ ok: true, value: 'off' })
    expect(decodePayload(either, bytes(' {"status":"on"}'))).toEqual({ ok: true, value: { status: 'on' } })
    const any = Uint8Array.of(0xff, 0, 1)
    expect(decodePayload(raw, any)).toEqual({ ok: true, value: any })
  })

  it('C14 names the field at fault, nested ones with their path, and says what is expected', () => {
    const bad = (contract: (typeof allContracts)[number], value: unknown) => {
      const decoded = decodePayload(contract, bytes(typeof value === 'string' ? value : JSON.stringify(value)))
      return decoded.ok ? 'accepted' : [decoded.field, decoded.reason]
    }
    expect(bad(json, { n: 'x' })).toEqual(['n', 'n is whole'])
    expect(bad(json, {})).toEqual(['n', 'n is missing'])
    expect(bad(json, [1])).toEqual([undefined, 'a JSON object is expected'])
    expect(bad(json, 'null')).toEqual([undefined, 'a JSON object is expected'])
    expect(bad(json, '')).toEqual([undefined, 'the payload is empty; JSON is expected'])
    expect(bad(json, '{"n":')).toEqual([undefined, 'the payload is not JSON'])
    expect(bad(text, 'maybe')).toEqual([undefined, 'a word is on or off'])
    expect(bad(either, 'maybe')).toEqual([undefined, 'on or off, plain or as {status}'])
    const open = contracts.opNightOpen.sample
    expect(bad(contracts.opNightOpen, { ...open, options: ['A', 7] })).toEqual(['options.1', 'an option is a text'])
    expect(bad(contracts.opNightOpen, { ...open, options: ['A', 'A'] })[0]).toBe('options')
    const debit = contracts.walletDebit.sample
    expect(bad(contracts.walletDebit, { ...debit, amount_cents: 'abc' })[0]).toBe('amount_cents')
    const beat = contracts.deviceHeartbeat.sample
    const parts = { ...beat.parts, reader: { status: 'lost' } }
    expect(bad(contracts.deviceHeartbeat, { ...beat, parts })[0]).toBe('parts.reader.status')
  })

  it('C14 gives what could be read of a refused payload, so that its req_id can be answered', () => {
    const decoded = decodePayload(contracts.walletGet, bytes('{"req_id":"w-9","device_id":7}'))
    expect(decoded).toMatchObject({ ok: false, field: 'device_id', raw: { req_id: 'w-9' } })
  })

  it('C14 a card is the same card in upper and lower case, a question without its outer spaces', () => {
    const rfid = decodePayload(contracts.inputRfid, bytes('{"tag_uid":"04a37c91"}'))
    expect(rfid).toEqual({ ok: true, value: { tag_uid: '04A37C91' } })
    expect(validate(contracts.nightVote, { device_id: 'slot-01', step: 1, choice: ' B ' })).toMatchObject({
      value: { choice: 'B' },
    })
  })
})

const hostile: [string, Uint8Array][] = [
  ['empty', new Uint8Array()],
  ['not UTF-8', Uint8Array.of(0x7b, 0xff, 0xfe, 0x7d)],
  ['a cut UTF-8 sequence', Uint8Array.of(0x22, 0xc3)],
  ['null', bytes('null')],
  ['a number', bytes('1e999')],
  ['20,000 open brackets', bytes('['.repeat(20_000))],
  ['20,000 lists', bytes('['.repeat(20_000) + ']'.repeat(20_000))],
  ['20,000 objects', bytes('{"a":'.repeat(20_000) + '1' + '}'.repeat(20_000))],
]

describe('hostile payloads', () => {
  it.each(hostile)('C15 %s: refused by every contract, and never thrown', (_, payload) => {
    for (const contract of allContracts) {
      const decoded = decodePayload(contract, payload)
      expect(decoded.ok, contract.name).toBe(false)
      if (!decoded.ok) expect(decoded.reason.length, contract.name).toBeGreaterThan(0)
    }
  })

  it('C15 a prototype in the payload is data nobody inherits from, in every contract', () => {
    const evil = '"__proto__":{"polluted":true,"device_id":"slot-01"},"constructor":{"prototype":{"polluted":true}}'
    for (const contract of allContracts) {
      if (contract.encoding === 'text') continue
      const sample = JSON.stringify(contract.sample)
      const decoded = decodePayload(contract, bytes(`{${evil},${sample.slice(1)}`))
      expect(decoded.ok, contract.name).toBe(true)
      if (decoded.ok) expect((decoded.value as { polluted?: unknown }).polluted, contract.name).toBeUndefined()
    }
    const tally = decodePayload(
      contracts.nightResult,
      bytes(JSON.stringify(contracts.nightResult.sample).replace('"A":2', '"__proto__":2,"constructor":3')),
    )
    expect(tally.ok && Object.getPrototypeOf(tally.value.tally)).toBe(Object.prototype)
    expect(Object.hasOwn(Object.prototype, 'polluted')).toBe(false)
    expect(
      decodePayload(contracts.walletGet, bytes('{"__proto__":{"req_id":"a","device_id":"slot-01","tag_uid":"A"}}')).ok,
    ).toBe(false)
  })

  it('C15 what a table adds to a payout is of bounded depth, so that it can be encoded and copied', () => {
    const payout = (meta: string) => bytes(JSON.stringify(contracts.payoutNew.sample).replace('}', `,"meta":${meta}}`))
    expect(decodePayload(contracts.payoutNew, payout('{"bets":[{"on":"red","cents":5}]}')).ok).toBe(true)
    for (const deep of ['['.repeat(17) + ']'.repeat(17), '['.repeat(20_000) + ']'.repeat(20_000)]) {
      expect(decodePayload(contracts.payoutNew, payout(deep))).toMatchObject({ ok: false, field: 'meta' })
    }
  })
})

describe('encoding', () => {
  it('C13 text is sent as it is, everything else as JSON, and what was encoded is decoded to the same', () => {
    expect(encodePayload(text, 'on')).toBe('on')
    expect(encodePayload(either, 'off')).toBe('off')
    expect(encodePayload(either, { status: 'on' })).toBe('{"status":"on"}')
    expect(encodePayload(json, { n: 1 })).toBe('{"n":1}')
  })
})
