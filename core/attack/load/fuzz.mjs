// Malformed packets: valid ones of every kind, spoilt at random places. The same seed makes the same sessions.
import { address, closeAll, connectPacket, encode, openSocket, sleep } from './client.mjs'
import { frame, upgrade } from './web-sockets.mjs'

const GROUP = 60
const AT_ONCE = 8

/** mulberry32: a small generator whose whole state is a number. */
function generator(seed) {
  let state = seed >>> 0
  const next = () => {
    state = (state + 0x6d2b79f5) >>> 0
    let t = Math.imul(state ^ (state >>> 15), 1 | state)
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32
  }
  const below = (n) => Math.floor(next() * n)
  return { below, chance: (share) => next() < share, one: (list) => list[below(list.length)] }
}

const TOPICS = [
  'test',
  'eg/test/a',
  'eg/test/é/🎰',
  'eg/night/vote',
  'eg/core/wallet/debit',
  'eg/dev/slot-01/hello',
  '__proto__',
  'a'.repeat(300),
  '/'.repeat(99),
  '/'.repeat(100),
  'a/'.repeat(5000),
]
const FILTERS = ['#', '+', 'eg/#', 'eg/test/+', '+/+/+', '$SYS/#', '$share/g/eg/test/a', 'constructor', ...TOPICS]
const PAYLOADS = [
  '',
  'x',
  '{}',
  '{"device_id":"slot-01","step":1,"choice":"A","req_id":"q"}',
  '{"__proto__":{}}',
  '\0'.repeat(500),
]

function properties(random, where) {
  const all = {
    publish: {
      payloadFormatIndicator: random.chance(0.5),
      messageExpiryInterval: random.below(5),
      contentType: 'text',
      responseTopic: random.one(TOPICS),
      correlationData: Buffer.from('x'),
      userProperties: { [random.one(['a', '__proto__', 'constructor'])]: 'b' },
    },
    connect: {
      sessionExpiryInterval: random.one([0, 1, 4_294_967_295]),
      receiveMaximum: 1 + random.below(9),
      maximumPacketSize: 1 + random.below(99),
      topicAliasMaximum: 5,
    },
    will: { willDelayInterval: random.below(3), contentType: 'x' },
    subscribe: { subscriptionIdentifier: 1 + random.below(9) },
    disconnect: { sessionExpiryInterval: random.one([0, 1, 4_294_967_295]) },
    ack: { reasonString: 'because' },
  }[where]
  return Object.fromEntries(Object.entries(all ?? {}).filter(() => random.chance(0.4)))
}

function anyPacket(random, version) {
  const messageId = 1 + random.below(3)
  const with5 = (packet, where) =>
    version === 5 && random.chance(0.5) ? { ...packet, properties: properties(random, where) } : packet
  const ack = (cmd) => with5({ cmd, messageId, reasonCode: 0 }, 'ack')
  const subscription = () => ({
    topic: random.one(FILTERS),
    qos: random.below(3),
    nl: random.chance(0.2),
    rap: random.chance(0.2),
    rh: random.below(3),
  })
  // Either of these ends the session; the others go on.
  if (random.chance(0.04)) return anyConnect(random, version, 'again')
  if (random.chance(0.02))
    return { cmd: random.one(['connack', 'pingresp']), returnCode: 0, reasonCode: 0, sessionPresent: false }
  return random.one([
    () =>
      with5(
        {
          cmd: 'publish',
          topic: random.one(TOPICS),
          payload: random.one(PAYLOADS),
          qos: random.below(3),
          messageId,
          retain: random.chance(0.3),
          dup: false,
        },
        'publish',
      ),
    () =>
      with5(
        { cmd: 'subscribe', messageId, subscriptions: Array.from({ length: 1 + random.below(5) }, subscription) },
        'subscribe',
      ),
    () => ({ cmd: 'unsubscribe', messageId, unsubscriptions: [random.one(FILTERS)] }),
    () => ack(random.one(['puback', 'pubrec', 'pubrel', 'pubcomp'])),
    () => ({ cmd: 'pingreq' }),
    () => with5({ cmd: 'disconnect', reasonCode: 0 }, 'disconnect'),
  ])()
}

function anyConnect(random, version, clientId) {
  const will = {
    topic: random.one(TOPICS),
    payload: 'gone',
    qos: random.below(3),
    retain: random.chance(0.5),
    ...(version === 5 ? { properties: properties(random, 'will') } : {}),
  }
  return connectPacket(clientId, version, {
    clean: random.chance(0.5),
    keepalive: random.below(3),
    ...(random.chance(0.3) ? { will } : {}),
    ...(random.chance(0.3) ? { username: 'u', password: Buffer.from('p') } : {}),
    ...(version === 5 ? { properties: properties(random, 'connect') } : {}),
  })
}

/** Bytes changed, taken out, put in or moved; more often near the beginning, where headers and lengths are. */
function spoil(random, bytes) {
  let spoilt = Buffer.from(bytes)
  for (let i = random.below(4); i >= 0; i--) {
    const at = random.below(random.chance(0.6) ? Math.min(16, spoilt.length) : spoilt.length)
    const bit = Buffer.from([random.one([0, 1, 0x7f, 0x80, 0xff, random.below(256)])])
    const piece = spoilt.subarray(at, at + random.below(8))
    spoilt = random.one([
      () => ((spoilt[at] = (spoilt[at] ?? 0) ^ (1 << random.below(8))), spoilt),
      () => ((spoilt[at] = bit[0]), spoilt),
      () => Buffer.concat([spoilt.subarray(0, at), bit, spoilt.subarray(at)]),
      () => Buffer.concat([spoilt.subarray(0, at), spoilt.subarray(at + 1)]),
      () => Buffer.concat([spoilt.subarray(0, at), piece, piece, spoilt.subarray(at)]),
      () => spoilt.subarray(0, at),
    ])()
    if (spoilt.length === 0) return Buffer.from(bytes)
  }
  return spoilt
}

/** All that one session sends. */
function session(random) {
  const version = random.one([4, 5])
  const parts = []
  const put = (packet) => {
    let bytes
    try {
      bytes = encode(packet, version)
    } catch {
      return // mqtt-packet makes no packet of that; the next one then
    }
    parts.push(random.chance(0.3) ? spoil(random, bytes) : bytes)
  }
  const hello = anyConnect(
    random,
    version,
    random.one(['fuzz-1', 'fuzz-2', `fuzz-${random.below(500)}`, '', '__proto__']),
  )
  if (random.chance(0.15)) put(hello)
  else parts.push(encode({ ...hello, clientId: hello.clientId || 'fuzz' }, version))
  for (let i = random.below(12); i > 0; i--) put(anyPacket(random, version))
  return parts
}

async function play({ port, wsPort }, seed, number) {
  const random = generator(seed + number * 7919)
  const from = `127.0.${GROUP + (number % 4)}.${(number % 250) + 1}`
  const overWebSocket = random.chance(0.1)
  const parts = session(random)
  const bytes = Buffer.concat(parts)
  const socket = overWebSocket ? (await upgrade({ port: wsPort, from })).socket : openSocket({ port, from }).socket
  const write = (part) => socket.writable && socket.write(overWebSocket ? frame(part) : part)
  for (let at = 0; at < bytes.length;) {
    const end = at + 1 + random.below(random.chance(0.5) ? 20 : bytes.length)
    write(bytes.subarray(at, end))
    at = end
    if (random.chance(0.3)) await sleep(0)
  }
  await sleep(random.below(20))
  if (random.chance(0.5)) socket.end()
  await sleep(5)
  socket.destroy()
  return parts.length
}

/** `first`: the session to begin with; `sessions`: how many at most. */
export async function fuzz({ port, wsPort, seconds, seed, first = 0, sessions = Number.POSITIVE_INFINITY }) {
  const until = performance.now() + seconds * 1000
  let number = first
  let packets = 0
  const worker = async () => {
    while (performance.now() < until && number < first + sessions) {
      const sent = await play({ port, wsPort }, seed, number++)
      packets += sent
    }
  }
  await Promise.all(Array.from({ length: AT_ONCE }, worker))
  closeAll()
  return { seed, sessions: number - first, packets, from: address(GROUP) }
}
