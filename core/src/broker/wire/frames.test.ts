import * as fc from 'fast-check'
import mqttPacket from 'mqtt-packet'
import { describe, expect, it } from 'vitest'
import { AT_ONCE, Frames, type Taken } from './frames.js'
import { DEFAULT_LIMITS } from './limits.js'

type Version = 4 | 5
const rules = { limits: DEFAULT_LIMITS, retainedUnder: () => 0 }
const packet = (parts: object, version: Version = 4) =>
  mqttPacket.generate(parts as mqttPacket.Packet, { protocolVersion: version })
const hello = (version: Version = 4, more: object = {}) =>
  packet(
    { cmd: 'connect', clientId: 'c', protocolId: 'MQTT', protocolVersion: version, clean: true, keepalive: 9, ...more },
    version,
  )
const publish = (topic: string, payload: string | Buffer = 'x', more: object = {}, version: Version = 4) =>
  packet({ cmd: 'publish', topic, payload, qos: 1, messageId: 7, retain: false, dup: false, ...more }, version)
const subscribe = (filters: string[], version: Version = 4) =>
  packet({ cmd: 'subscribe', messageId: 3, subscriptions: filters.map((topic) => ({ topic, qos: 1 })) }, version)

const connected = (version: Version = 4) => {
  const frames = new Frames(rules, AT_ONCE.own)
  expect(frames.take(hello(version)).violation).toBeNull()
  return frames
}
const after = (bytes: Buffer, version: Version = 4): Taken => connected(version).take(bytes)
const reasonOf = ({ violation }: Taken) => violation?.reason

/** A text field as it stands in a packet, of bytes that no library would write. */
const field = (bytes: Buffer) => Buffer.concat([Buffer.from([bytes.length >> 8, bytes.length & 255]), bytes])
const framed = (first: number, ...body: Buffer[]) => {
  const rest = Buffer.concat(body)
  if (rest.length > 127) throw new Error('longer than one byte of length can say')
  return Buffer.concat([Buffer.from([first, rest.length]), rest])
}
const rawPublish = (topic: Buffer) => framed(0x30, field(topic), Buffer.from('x'))
const rawFilter = (filter: Buffer) => framed(0x82, Buffer.from([0, 1]), field(filter), Buffer.from([0]))
const rawConnect = (clientId: Buffer, ...more: Buffer[]) =>
  framed(0x10, field(Buffer.from('MQTT')), Buffer.from([4, 2, 0, 0]), field(clientId), ...more)

describe('frames', () => {
  it('W34 a publish counts as more messages the more subscriptions hear it', () => {
    const heardBy = (topic: string) => (topic === 'eg/test/heard' ? 164 : 79)
    const frames = new Frames({ ...rules, heardBy }, AT_ONCE.stranger)
    frames.take(hello())
    expect(frames.take(publish('eg/test/heard')).messages).toBe(7)
    expect(frames.take(publish('eg/test/other')).messages).toBe(1)
    expect(after(publish('eg/test/heard')).messages).toBe(1)
  })

  it('W69 what many hear, or is large, goes on in smaller parts: it is read, and written to all of them, at once', () => {
    const heardBy = (topic: string) => (topic === 'eg/test/heard' ? 10 : 0)
    const frames = new Frames({ ...rules, heardBy }, AT_ONCE.stranger)
    frames.take(hello())
    const taken = (topic: string) => {
      while (frames.hasMore) frames.take(null)
      const { bytes, messages, work } = frames.take(Buffer.concat(Array.from({ length: 20 }, () => publish(topic))))
      return { packets: (bytes?.length ?? 0) / publish(topic).length, messages, work: Math.floor(work) }
    }
    expect(taken('eg/test/other')).toEqual({ packets: 16, messages: 16, work: 16 })
    expect(taken('eg/test/heard')).toEqual({ packets: 3, messages: 3, work: 18 })
    const large = publish('eg/test/other', 'x'.repeat(30_000))
    expect(frames.take(Buffer.concat([large, large, large, large, large])).bytes?.length).toBe(4 * large.length)
  })

  it.each([
    ['HTTP', Buffer.from('GET / HTTP/1.1\r\n')],
    ['TLS', Buffer.from([0x16, 3, 1, 0, 0])],
    ['a publish', publish('test')],
    ['a CONNECT with flags', Buffer.from([0x11, 0])],
    ['nothing MQTT knows', Buffer.from([0x00, 0])],
  ])('W1 what does not begin with CONNECT is not MQTT: %s', (_, bytes) => {
    expect(reasonOf(new Frames(rules, AT_ONCE.own).take(bytes))).toBe('wire_not_mqtt')
  })

  it.each([
    [
      'a protocol of another name',
      framed(0x10, field(Buffer.from('MQTX')), Buffer.from([4, 2, 0, 0]), field(Buffer.from('c'))),
    ],
    ['version 6', framed(0x10, field(Buffer.from('MQTT')), Buffer.from([6, 2, 0, 0]), field(Buffer.from('c')))],
    ['the reserved flag', framed(0x10, field(Buffer.from('MQTT')), Buffer.from([4, 3, 0, 0]), field(Buffer.from('c')))],
    [
      'a will of QoS 3',
      framed(0x10, field(Buffer.from('MQTT')), Buffer.from([4, 0x1e, 0, 0]), field(Buffer.from('c'))),
    ],
    [
      'the retain flag of no will',
      framed(0x10, field(Buffer.from('MQTT')), Buffer.from([4, 0x22, 0, 0]), field(Buffer.from('c'))),
    ],
    [
      'a client id longer than the packet',
      framed(0x10, field(Buffer.from('MQTT')), Buffer.from([4, 2, 0, 0, 9, 9, 65])),
    ],
    ['something behind it', rawConnect(Buffer.from('c'), Buffer.from('more'))],
  ])('W1 a CONNECT that is none is refused: %s', (_, bytes) => {
    expect(reasonOf(new Frames(rules, AT_ONCE.own).take(bytes))).toBe('wire_malformed')
  })

  it('W1 a second CONNECT is refused', () => {
    expect(reasonOf(after(hello()))).toBe('wire_protocol')
  })

  it('W3 a CONNECT is refused by its header when it is too large, by its fields when all but its will is', () => {
    const claimed = Buffer.from([0x10, 0xff, 0xff, 0x7f])
    expect(reasonOf(new Frames(rules, AT_ONCE.own).take(claimed))).toBe('wire_too_large')
    const long = hello(4, { username: 'u'.repeat(5000), password: Buffer.alloc(0) })
    expect(reasonOf(new Frames(rules, AT_ONCE.own).take(long))).toBe('wire_too_large')
    expect(new Frames(rules, AT_ONCE.own).take(hello(4, { username: 'u'.repeat(3000) })).violation).toBeNull()
  })

  it.each([4, 5] as const)('W4 a will may be as large as its limit, and no larger (MQTT version %s)', (version) => {
    const will = (bytes: number) => ({ topic: 'test', payload: Buffer.alloc(bytes), qos: 0, retain: false })
    expect(new Frames(rules, AT_ONCE.own).take(hello(version, { will: will(4000) })).violation).toBeNull()
    expect(reasonOf(new Frames(rules, AT_ONCE.own).take(hello(version, { will: will(4097) })))).toBe('wire_will')
  })

  it('W5 a packet of 256 MB is refused by its first five bytes; the largest that may come does', () => {
    expect(after(Buffer.from([0x30, 0xff, 0xff, 0xff, 0x7f]), 5)).toMatchObject({
      bytes: null,
      violation: { reason: 'wire_too_large', code: 0x95 },
    })
    const largest = publish('test', Buffer.alloc(DEFAULT_LIMITS.packetBytes - 12))
    expect(largest.length).toBe(DEFAULT_LIMITS.packetBytes)
    expect(after(largest).violation).toBeNull()
    expect(reasonOf(after(publish('test', Buffer.alloc(DEFAULT_LIMITS.packetBytes - 11))))).toBe('wire_too_large')
  })

  it.each([
    ['a length of five bytes', Buffer.from([0x30, 0xff, 0xff, 0xff, 0xff, 1]), 'wire_malformed'],
    ['QoS 3', Buffer.from([0x36, 5, 0, 1, 65, 0, 1]), 'wire_malformed'],
    ['DUP with QoS 0', Buffer.from([0x38, 3, 0, 1, 65]), 'wire_malformed'],
    ['SUBSCRIBE without its flags', Buffer.from([0x80, 6, 0, 1, 0, 1, 65, 0]), 'wire_malformed'],
    ['PUBREL without its flags', Buffer.from([0x60, 2, 0, 1]), 'wire_malformed'],
    ['PINGREQ with a body', Buffer.from([0xc0, 1, 0]), 'wire_malformed'],
    ['a CONNACK', Buffer.from([0x20, 2, 0, 0]), 'wire_protocol'],
    ['a SUBACK', Buffer.from([0x90, 3, 0, 1, 0]), 'wire_protocol'],
    ['AUTH', Buffer.from([0xf0, 0]), 'wire_protocol'],
    ['a topic longer than its packet', Buffer.from([0x30, 3, 0, 9, 65]), 'wire_malformed'],
    ['an acknowledgement that is too long', Buffer.from([0x40, 3, 0, 1, 0]), 'wire_malformed'],
    ['DISCONNECT with a body', Buffer.from([0xe0, 1, 0]), 'wire_malformed'],
    ['a SUBSCRIBE of nothing', Buffer.from([0x82, 2, 0, 1]), 'wire_protocol'],
    ['options of a subscription', Buffer.from([0x82, 6, 0, 1, 0, 1, 65, 4]), 'wire_malformed'],
  ])('W6 what is not well-formed is refused: %s', (_, bytes, reason) => {
    expect(reasonOf(after(bytes))).toBe(reason)
  })

  it.each([0x32, 0x34, 0x40, 0x50, 0x62, 0x70])('W7 packet id 0 is refused (first byte %i)', (first) => {
    const body = first >> 4 === 3 ? [0, 1, 65, 0, 0] : [0, 0]
    expect(reasonOf(after(Buffer.from([first, body.length, ...body])))).toBe('wire_malformed')
  })

  it.each([
    ['NUL', Buffer.from([65, 0, 65])],
    ['U+D800', Buffer.from([0xed, 0xa0, 0x80])],
    ['U+DFFF', Buffer.from([0xed, 0xbf, 0xbf])],
    ['an overlong slash', Buffer.from([0xc0, 0xaf])],
    ['a byte of Latin-1', Buffer.from([65, 0xe9])],
    ['beyond U+10FFFF', Buffer.from([0xf4, 0x90, 0x80, 0x80])],
  ])('W8 ids, names, topics and filters are UTF-8 without NUL: %s', (_, bytes) => {
    expect(reasonOf(after(rawPublish(bytes)))).toBe('wire_bad_text')
    expect(reasonOf(after(rawFilter(bytes)))).toBe('wire_bad_text')
    expect(new Frames(rules, AT_ONCE.own).take(rawConnect(bytes)).violation).toMatchObject({
      reason: 'wire_bad_text',
      code: 0x85,
    })
    const userName = framed(
      0x10,
      field(Buffer.from('MQTT')),
      Buffer.from([4, 0x82, 0, 0]),
      field(Buffer.from('c')),
      field(bytes),
    )
    expect(reasonOf(new Frames(rules, AT_ONCE.own).take(userName))).toBe('wire_bad_text')
  })

  it('W8 what is UTF-8 passes: accents, emoji, the byte order mark', () => {
    for (const text of ['théâtre', '🎰', '\u{feff}x', 'ｅｇ']) {
      expect(after(rawPublish(Buffer.from(text))).violation).toBeNull()
      expect(after(rawFilter(Buffer.from(`${text}/+`))).violation).toBeNull()
    }
  })

  it.each(['a#', 'a/#b', '#/a', 'a/#/b', '+a', 'a+', 'a/b+/c', '++', '##'])('W9 the filter %s is refused', (filter) => {
    expect(after(subscribe([filter], 5), 5).violation).toMatchObject({ reason: 'wire_bad_topic', code: 0x8f })
    const unsubscribe = packet({ cmd: 'unsubscribe', messageId: 3, unsubscriptions: [filter] })
    expect(reasonOf(after(unsubscribe))).toBe('wire_bad_topic')
  })

  it.each(['#', '+', 'a/#', '+/a/+', '/', '//', '/+', '+/#', '$SYS/#', 'a b'])('W9 the filter %s passes', (filter) => {
    expect(after(subscribe([filter])).violation).toBeNull()
  })

  it.each(['', 'a/+', '#', 'a#b'])('W10 the topic name "%s" is refused, of a publish and of a will', (topic) => {
    expect(after(rawPublish(Buffer.from(topic)), 4).violation).toMatchObject({ reason: 'wire_bad_topic', code: 0x90 })
    const will = Buffer.concat([field(Buffer.from(topic)), field(Buffer.from('x'))])
    const connect = framed(0x10, field(Buffer.from('MQTT')), Buffer.from([4, 6, 0, 0]), field(Buffer.from('c')), will)
    expect(reasonOf(new Frames(rules, AT_ONCE.own).take(connect))).toBe('wire_bad_topic')
  })

  it('W66 a topic or a filter has at most 100 levels', () => {
    const levels = (count: number) => Array.from({ length: count }, () => 'a').join('/')
    expect(after(publish(levels(100))).violation).toBeNull()
    expect(after(subscribe([levels(100)])).violation).toBeNull()
    expect(after(publish(levels(101))).violation).toMatchObject({ reason: 'wire_bad_topic', code: 0x90 })
    expect(after(subscribe([levels(101)])).violation).toMatchObject({ reason: 'wire_bad_topic', code: 0x8f })
  })

  it('W67 what the checks themselves stumble over ends the connection that sent it', () => {
    const heardBy = () => {
      throw new Error('too many words')
    }
    const frames = new Frames({ ...rules, heardBy }, AT_ONCE.stranger)
    frames.take(hello())
    const { violation } = frames.take(rawPublish(Buffer.from('a')))
    expect(violation).toMatchObject({ reason: 'wire_malformed', message: expect.stringContaining('too many words') })
  })

  it('W11 at most 64 filters in a packet', () => {
    const filters = (count: number) => Array.from({ length: count }, (_, i) => `f/${i}`)
    expect(after(subscribe(filters(64))).violation).toBeNull()
    expect(after(subscribe(filters(65), 5), 5).violation).toMatchObject({ reason: 'wire_filters', code: 0x97 })
  })

  it('W11 subscribing costs what it hands out', () => {
    const frames = new Frames(
      { limits: DEFAULT_LIMITS, retainedUnder: (filter) => (filter === 'a/#' ? 100 : 7) },
      AT_ONCE.stranger,
    )
    frames.take(hello())
    expect(frames.take(subscribe(['a/#', 'b/+', 'c'])).messages).toBe(3 * 4 + 107)
  })

  const properties = (first: number, before: Buffer, ...list: number[][]) =>
    framed(first, before, Buffer.from([list.flat().length, ...list.flat()]))
  const topicA = field(Buffer.from('a'))
  it.each([
    ['a session expiry twice', properties(0xe0, Buffer.from([0]), [0x11, 0, 0, 0, 1], [0x11, 0, 0, 0, 1])],
    ['a content type twice', properties(0x30, topicA, [0x03, 0, 1, 65], [0x03, 0, 1, 65])],
    ['a session expiry in a publish', properties(0x30, topicA, [0x11, 0, 0, 0, 1])],
    ['a property nobody knows', properties(0x30, topicA, [0x7f, 1])],
    ['properties longer than their packet', framed(0x30, topicA, Buffer.from([9, 1, 1]))],
    ['a text longer than the properties', properties(0x30, topicA, [0x03, 0, 9, 65])],
    ['a text that is no UTF-8', properties(0x30, topicA, [0x03, 0, 1, 0xff])],
    ['a response topic with a wildcard', properties(0x30, topicA, [0x08, 0, 1, 0x23])],
    ['a topic alias', properties(0x30, topicA, [0x23, 0, 1])],
    ['no properties at all', framed(0x30, topicA)],
  ])('W12 a property of MQTT 5 may stand where it belongs, once: %s', (_, bytes) => {
    expect(after(bytes, 5).violation).not.toBeNull()
  })

  it('W12 the properties that clients send pass', () => {
    const all = {
      payloadFormatIndicator: true,
      messageExpiryInterval: 9,
      contentType: 'text',
      responseTopic: 'test/answer',
      correlationData: Buffer.from([0]),
      userProperties: { a: ['1', '2'], é: 'ü' },
    }
    expect(after(publish('test', 'x', { properties: all }, 5), 5).violation).toBeNull()
    const connect = { sessionExpiryInterval: 5, receiveMaximum: 9, maximumPacketSize: 99, userProperties: { a: 'b' } }
    const will = {
      topic: 'a',
      payload: 'x',
      qos: 1,
      retain: true,
      properties: { willDelayInterval: 1, contentType: 'x' },
    }
    expect(new Frames(rules, AT_ONCE.own).take(hello(5, { properties: connect, will })).violation).toBeNull()
  })

  it('W13 however a stream is cut into chunks, whole packets come out and all of them', () => {
    const stream = Buffer.concat([
      hello(5, { will: { topic: 'a', payload: Buffer.alloc(900), qos: 0, retain: false } }),
      publish('eg/night/vote', Buffer.alloc(300, 65), {}, 5),
      subscribe(['a/+', 'b/#'], 5),
      packet({ cmd: 'pingreq' }),
      publish('test', Buffer.alloc(20_000), { properties: { contentType: 'x' } }, 5),
      packet({ cmd: 'disconnect', reasonCode: 0 }, 5),
    ])
    const cuts = fc.array(fc.integer({ min: 1, max: stream.length - 1 }), { maxLength: 40 })
    fc.assert(
      fc.property(cuts, (places) => {
        const frames = new Frames(rules, AT_ONCE.own)
        const edges = [0, ...places.toSorted((a, b) => a - b), stream.length]
        const out: Taken[] = []
        for (const [i, end] of edges.slice(1).entries()) {
          out.push(frames.take(stream.subarray(edges[i], end)))
          while (frames.hasMore) out.push(frames.take(null))
        }
        expect(out.every(({ violation }) => violation === null)).toBe(true)
        expect(Buffer.concat(out.flatMap(({ bytes }) => bytes ?? [])).equals(stream)).toBe(true)
        expect(out.reduce((sum, { messages }) => sum + messages, 0)).toBe(5 + 2 * 4)
        const heard: string[] = []
        const parser = mqttPacket.parser()
        parser.on('packet', ({ cmd }) => heard.push(cmd))
        for (const { bytes } of out) if (bytes) expect(parser.parse(bytes)).toBe(0)
        expect(heard).toEqual(['connect', 'publish', 'subscribe', 'pingreq', 'publish', 'disconnect'])
      }),
    )
  })

  it('W13 a packet that comes byte by byte is copied a few times, not once a byte', () => {
    const frames = connected()
    const large = publish('test', Buffer.alloc(100_000))
    const held = new Set<unknown>()
    for (let i = 0; i < large.length - 1; i++) {
      expect(frames.take(large.subarray(i, i + 1)).bytes).toBeNull()
      held.add((frames as unknown as { held: Buffer }).held)
    }
    expect(frames.take(large.subarray(-1)).bytes?.equals(large)).toBe(true)
    expect(held.size).toBeLessThan(40)
  })

  it('W27 a chunk of thousands of messages goes on in parts, all of it and in order', () => {
    const frames = connected()
    const all = Array.from({ length: 1000 }, (_, i) => publish('test', String(i)))
    const stream = Buffer.concat([...all, publish('test', 'split').subarray(0, 5)])
    const parts = [frames.take(stream)]
    while (frames.hasMore) parts.push(frames.take(null))
    expect(parts.map(({ messages }) => messages)).toEqual([...Array.from({ length: 3 }, () => AT_ONCE.own), 232])
    const rest = frames.take(publish('test', 'split').subarray(5))
    const out = Buffer.concat([...parts, rest].flatMap(({ bytes }) => bytes ?? []))
    expect(out.equals(Buffer.concat([...all, publish('test', 'split')]))).toBe(true)
  })

  it('W29 a CONNECT goes on alone, whatever came with it', () => {
    const frames = new Frames(rules, AT_ONCE.own)
    expect(frames.take(Buffer.concat([hello(), publish('test')])).bytes?.equals(hello())).toBe(true)
    expect(frames.take(null).bytes?.equals(publish('test'))).toBe(true)
  })

  it('W14 what stands before a violation in the same chunk goes on', () => {
    const good = publish('test')
    const taken = after(Buffer.concat([good, Buffer.from([0x36, 0]), good]))
    expect(taken.bytes?.equals(good)).toBe(true)
    expect(reasonOf(taken)).toBe('wire_malformed')
  })

  it('W13 no bytes at all make the guard fail in any other way than by refusing', () => {
    const versions = fc.constantFrom<Version>(4, 5)
    fc.assert(
      fc.property(versions, fc.uint8Array({ maxLength: 200 }), fc.nat(15), (version, noise, type) => {
        const frames = connected(version)
        frames.take(Buffer.from([type << 4, noise.length & 127, ...noise]))
        new Frames(rules, AT_ONCE.own).take(Buffer.from([0x10, noise.length & 127, ...noise]))
      }),
      { numRuns: 3000 },
    )
  })
})
