import { BOTH, type Case, V4 } from '../case.js'
import { connect, hear, message, publish, published, send, subscribe } from '../steps.js'

const A = 'eg/test/~/a'
const NUMBERS = Array.from({ length: 30 }, (_, i) => String(i))

export const delivery: readonly Case[] = [
  {
    id: 'qos-is-the-lower',
    versions: BOTH,
    clause: { 4: '[MQTT-3.8.4-6]', 5: '[MQTT-3.8.4-8]' },
    sent: 'Messages of QoS 0, 1 and 2 to three subscribers who were granted 0, 1 and 2 on the topic itself.',
    comes: 'Each message with the lower of the two.',
    steps: [
      connect('p'),
      ([0, 1, 2] as const).flatMap((granted) => [
        connect(`s${granted}`),
        ...subscribe(`s${granted}`, [{ topic: A, qos: granted }]),
      ]),
      ([0, 1, 2] as const).flatMap((qos) => [
        ...published('p', A, `of ${qos}`, { qos, messageId: qos + 1 }),
        ...([0, 1, 2] as const).flatMap((granted) => [
          message(`s${granted}`, A, `of ${qos}`, { qos: Math.min(qos, granted) }),
        ]),
      ]),
    ],
  },
  {
    id: 'qos-is-the-lower-under-wildcards',
    versions: BOTH,
    clause: { 4: '[MQTT-3.8.4-6]', 5: '[MQTT-3.8.4-8]' },
    sent: 'A QoS 2 message to a subscriber who was granted 1 on a filter with a wildcard.',
    comes: 'The message with QoS 1.',
    steps: [
      connect('p'),
      connect('s'),
      subscribe('s', [{ topic: 'eg/test/~/+', qos: 1 }]),
      published('p', A, 'm', { qos: 2 }),
      message('s', A, 'm', { qos: 1 }),
    ],
  },
  {
    id: 'qos0-subscription-under-wildcards',
    versions: BOTH,
    clause: { 4: '[MQTT-3.8.4-6]', 5: '[MQTT-3.8.4-8]' },
    sent: 'A QoS 1 message to a subscriber who was granted 0 on a filter with a wildcard.',
    comes: 'The message with QoS 0.',
    steps: [
      connect('p'),
      connect('s'),
      subscribe('s', [{ topic: 'eg/test/~/#', qos: 0 }]),
      published('p', A, 'm', { qos: 1 }),
      message('s', A, 'm', { qos: 0 }),
    ],
  },
  {
    id: 'puback',
    versions: BOTH,
    clause: { 4: '[MQTT-4.3.2-2]', 5: '[MQTT-4.3.2-4]' },
    sent: 'A QoS 1 message, to a topic without subscribers.',
    comes: 'PUBACK with its Packet Identifier.',
    steps: [
      connect('p'),
      send('p', { cmd: 'publish', topic: A, payload: 'm', qos: 1, messageId: 4711 }),
      hear('p', { cmd: 'puback', messageId: 4711 }),
    ],
  },
  {
    id: 'puback-order',
    versions: BOTH,
    clause: { 4: '[MQTT-4.6.0-2]', 5: '[MQTT-4.6.0-2]' },
    sent: '30 QoS 1 messages at once.',
    comes: '30 PUBACKs in their order.',
    steps: [
      connect('p'),
      NUMBERS.map((n, i) => publish('p', A, n, { qos: 1, messageId: i + 1 })),
      NUMBERS.map((_, i) => hear('p', { cmd: 'puback', messageId: i + 1 })),
    ],
  },
  {
    id: 'messages-in-order',
    versions: BOTH,
    clause: { 4: '[MQTT-4.6.0-6]', 5: '[MQTT-4.6.0-5]' },
    sent: '30 QoS 1 messages to one topic, at once.',
    comes: 'The subscriber hears them in that order.',
    steps: [
      connect('s'),
      subscribe('s', [{ topic: A, qos: 1 }]),
      connect('p'),
      NUMBERS.map((n, i) => publish('p', A, n, { qos: 1, messageId: i + 1 })),
      NUMBERS.map((n) => message('s', A, n, { qos: 1 })),
    ],
  },
  {
    id: 'id-again-is-a-new-message',
    versions: BOTH,
    clause: { 4: '4.3.2', 5: '[MQTT-4.3.2-5]' },
    sent: 'Two QoS 1 messages with the same Packet Identifier, the second after the PUBACK of the first.',
    comes: 'Both are delivered.',
    steps: [
      connect('s'),
      subscribe('s', [{ topic: A, qos: 1 }]),
      connect('p'),
      published('p', A, 'one', { qos: 1, messageId: 9 }),
      published('p', A, 'two', { qos: 1, messageId: 9 }),
      message('s', A, 'one'),
      message('s', A, 'two'),
    ],
  },
  {
    id: 'dup-is-not-passed-on',
    versions: BOTH,
    clause: '[MQTT-3.3.1-3]',
    sent: 'A QoS 1 message with DUP 1.',
    comes: 'The subscriber gets it with DUP 0.',
    steps: [
      connect('s'),
      subscribe('s', [{ topic: A, qos: 1 }]),
      connect('p'),
      published('p', A, 'again', { qos: 1, dup: true }),
      message('s', A, 'again', { dup: false }),
    ],
  },
  {
    id: 'dup-is-0-with-qos-0',
    versions: BOTH,
    clause: '[MQTT-3.3.1-2]',
    sent: 'A QoS 1 message with DUP 1, to a subscriber who was granted QoS 0.',
    comes: 'The subscriber gets it with DUP 0.',
    steps: [
      connect('s'),
      subscribe('s', [{ topic: A, qos: 0 }]),
      connect('p'),
      published('p', A, 'again', { qos: 1, dup: true }),
      message('s', A, 'again', { qos: 0, dup: false }),
    ],
  },
  {
    id: 'own-messages',
    versions: V4,
    clause: '3.3.5 (not normative)',
    sent: 'A client publishes to a topic that it has subscribed to.',
    comes: 'It gets its own message.',
    steps: [
      connect('a'),
      subscribe('a', [{ topic: A, qos: 1 }]),
      send('a', { cmd: 'publish', topic: A, payload: 'mine', qos: 1, messageId: 3 }),
      hear('a', { cmd: 'puback', messageId: 3 }, { cmd: 'publish', topic: A, payload: 'mine' }),
    ],
  },
]
