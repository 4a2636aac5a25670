import { type Case, V5 } from '../case.js'
import {
  bytes,
  connect,
  drop,
  ended,
  frame,
  hear,
  message,
  publish,
  published,
  send,
  settled,
  silence,
  subscribe,
  text,
  wait,
} from '../steps.js'

const T = 'eg/test/~/x'
const LASTS = { clean: false, properties: { sessionExpiryInterval: 120 } }
const heardBy = [connect('s'), subscribe('s', [{ topic: T, qos: 1 }]), connect('p')].flat()
const forwarded = (id: string, clause: string, name: string, properties: object): Case => ({
  id,
  versions: V5,
  clause,
  sent: `A message with ${name}.`,
  comes: 'The subscriber gets it unaltered.',
  steps: [heardBy, published('p', T, 'm', { qos: 1, properties }), message('s', T, 'm', { properties })],
})
const pair = (name: string, value: string) => Buffer.concat([Buffer.from([0x26]), text(name), text(value)])

const LONG = 'x'.repeat(300)
const toOneWhoTakesLittle = [
  connect('s', { properties: { maximumPacketSize: 128 } }),
  subscribe('s', [{ topic: T, qos: 0 }]),
  connect('p'),
  published('p', T, LONG),
  published('p', T, 'short'),
].flat()
const toOneWhoTakesOne = [
  connect('s', { properties: { receiveMaximum: 1 } }),
  subscribe('s', [{ topic: T, qos: 1 }]),
  connect('p'),
  published('p', T, 'one', { qos: 1, messageId: 1 }),
  published('p', T, 'two', { qos: 1, messageId: 2 }),
  message('s', T, 'one'),
].flat()
const THRICE = Buffer.concat([pair('a', '1'), pair('b', '2'), pair('a', '3')])
const GATHERED = Buffer.concat([pair('a', '1'), pair('a', '3'), pair('b', '2')])
const thrice = [
  heardBy,
  bytes('p', (token) => frame(0x30, text(`eg/test/${token}/x`), [THRICE.length], THRICE, [0x6d])),
  message('s', T, 'm'),
].flat()

export const properties: readonly Case[] = [
  forwarded('user-properties', '[MQTT-3.3.2-17]', 'user properties', { userProperties: { a: '1', b: '2' } }),
  forwarded('payload-format', '[MQTT-3.3.2-4]', 'Payload Format Indicator 1', { payloadFormatIndicator: true }),
  forwarded('content-type', '[MQTT-3.3.2-20]', 'a Content Type', { contentType: 'application/json' }),
  forwarded('response-topic', '[MQTT-3.3.2-15]', 'a Response Topic', { responseTopic: 'eg/test/answer' }),
  forwarded('correlation-data', '[MQTT-3.3.2-16]', 'Correlation Data', { correlationData: Buffer.from([0, 255, 7]) }),
  {
    id: 'user-properties-order',
    versions: V5,
    clause: '[MQTT-3.3.2-18]',
    sent: 'A message with the user properties a=1, b=2, a=3.',
    comes: 'The same three in that order.',
    steps: [thrice, { do: 'cameAs', who: 's', bytes: () => THRICE, came: true }],
    deviation: {
      what: 'The three arrive as a=1, a=3, b=2.',
      why: 'mqtt-packet gathers user properties by name, so the order between names is lost where a name comes twice.',
      steps: [thrice, { do: 'cameAs', who: 's', bytes: () => GATHERED, came: true }],
    },
  },
  {
    id: 'response-topic-with-wildcard',
    versions: V5,
    clause: '[MQTT-3.3.2-14]',
    sent: 'A message whose Response Topic has a wildcard.',
    comes: 'The connection ends.',
    steps: [connect('p'), publish('p', T, 'm', { properties: { responseTopic: 'eg/test/+' } }), ended('p')],
  },
  {
    id: 'message-expiry-counts-down',
    versions: V5,
    clause: '[MQTT-3.3.2-6]',
    sent: 'A message that expires after 100 s waits 2 s for its subscriber to return.',
    comes: 'It arrives with what is left: 98 or less.',
    steps: [
      connect('s', LASTS),
      subscribe('s', [{ topic: T, qos: 1 }]),
      drop('s'),
      connect('p'),
      published('p', T, 'm', { qos: 1, properties: { messageExpiryInterval: 100 } }),
      wait(2100),
      connect('s', LASTS),
      message('s', T, 'm', { properties: { messageExpiryInterval: '<=98' } }),
    ],
  },
  {
    id: 'message-expires',
    versions: V5,
    clause: '[MQTT-3.3.2-5]',
    sent: 'A message that expires after 1 s waits 3 s for its subscriber to return.',
    comes: 'It does not arrive.',
    steps: [
      connect('s', LASTS),
      subscribe('s', [{ topic: T, qos: 1 }]),
      drop('s'),
      connect('p'),
      published('p', T, 'm', { qos: 1, properties: { messageExpiryInterval: 1 } }),
      wait(3000),
      connect('s', LASTS),
      silence('s'),
    ],
  },
  {
    id: 'message-expiry-live',
    versions: V5,
    clause: '[MQTT-3.3.2-6]',
    sent: 'A message that expires after 100 s, to a subscriber who is there.',
    comes: 'It arrives with 100, or less if it waited.',
    steps: [
      heardBy,
      published('p', T, 'm', { qos: 1, properties: { messageExpiryInterval: 100 } }),
      message('s', T, 'm', { properties: { messageExpiryInterval: '<=100' } }),
    ],
  },
  {
    id: 'response-information-not-asked',
    versions: V5,
    clause: '[MQTT-3.1.2-28]',
    sent: 'CONNECT with Request Response Information 0, and one with 1.',
    comes: 'No Response Information to the first; the second may be given none.',
    steps: [
      connect(
        'a',
        { properties: { requestResponseInformation: false } },
        { properties: { responseInformation: undefined } },
      ),
      connect(
        'b',
        { properties: { requestResponseInformation: true } },
        { properties: { responseInformation: undefined } },
      ),
    ],
  },
  {
    id: 'problem-information',
    versions: V5,
    clause: '[MQTT-3.1.2-29]',
    sent: 'A message on a forbidden topic, from clients with Request Problem Information 1 and 0.',
    comes: 'PUBACK 0x87 with a Reason String to the first, without one to the second.',
    steps: [
      connect('a', { properties: { requestProblemInformation: true } }),
      send('a', { cmd: 'publish', topic: 'other/topic', payload: 'm', qos: 1, messageId: 2 }),
      hear('a', { cmd: 'puback', reasonCode: 0x87, properties: { reasonString: '*' } }),
      connect('b', { properties: { requestProblemInformation: false } }),
      send('b', { cmd: 'publish', topic: 'other/topic', payload: 'm', qos: 1, messageId: 2 }),
      hear('b', { cmd: 'puback', reasonCode: 0x87, properties: undefined }),
    ],
  },
]

export const limits: readonly Case[] = [
  {
    id: 'topic-alias-announced-off',
    versions: V5,
    clause: '3.2.2.3.8',
    sent: 'CONNECT.',
    comes: 'CONNACK without a Topic Alias Maximum: none are taken.',
    steps: [connect('a', {}, { properties: { topicAliasMaximum: undefined } })],
  },
  {
    id: 'topic-alias-refused',
    versions: V5,
    clause: '3.3.2.3.4',
    sent: 'A message with Topic Alias 1.',
    comes: 'DISCONNECT 0x94 (topic alias invalid).',
    steps: [settled('p'), publish('p', T, 'm', { properties: { topicAlias: 1 } }), ended('p', 0x94)],
  },
  {
    id: 'topic-alias-not-sent',
    versions: V5,
    clause: '[MQTT-3.1.2-27]',
    sent: 'A message to a subscriber whose CONNECT gave no Topic Alias Maximum.',
    comes: 'The message without a Topic Alias.',
    steps: [heardBy, published('p', T, 'm', { qos: 1 }), message('s', T, 'm', { properties: undefined })],
  },
  {
    id: 'packet-size-announced',
    versions: V5,
    clause: '3.2.2.3.6',
    sent: 'CONNECT.',
    comes: 'CONNACK with the Maximum Packet Size that holds.',
    steps: [connect('a', {}, { properties: { maximumPacketSize: '*' } })],
  },
  {
    id: 'packet-too-large',
    versions: V5,
    clause: '[MQTT-3.2.2-15]',
    sent: 'A PUBLISH whose header says one byte more than that.',
    comes: 'DISCONNECT 0x95 (packet too large), before the rest is read.',
    steps: [settled('p'), { do: 'tooLarge', who: 'p' }, ended('p', 0x95)],
  },
  {
    id: 'packet-size-of-the-client',
    versions: V5,
    clause: '[MQTT-3.1.2-24]',
    sent: 'A message of 300 bytes, then a short one, to a subscriber whose CONNECT said Maximum Packet Size 128.',
    comes: 'The short one alone.',
    steps: [toOneWhoTakesLittle, message('s', T, 'short')],
    deviation: {
      what: 'Both.',
      why: 'aedes keeps the size and does not look at it. What EG itself sends is small; a prop of a venue that cannot take a long message must not subscribe to one.',
      steps: [toOneWhoTakesLittle, message('s', T, LONG), message('s', T, 'short')],
    },
  },
  {
    id: 'receive-maximum-of-the-client',
    versions: V5,
    clause: '[MQTT-3.3.4-9]',
    sent: 'Two QoS 1 messages to a subscriber whose CONNECT said Receive Maximum 1 and who acknowledges none.',
    comes: 'The first alone, until it is acknowledged.',
    steps: [toOneWhoTakesOne, silence('s')],
    deviation: {
      what: 'Both at once.',
      why: 'aedes keeps the number and does not count by it. EG’s own clients and paho give none (65,535).',
      steps: [toOneWhoTakesOne, message('s', T, 'two')],
    },
  },
  {
    id: 'features-announced',
    versions: V5,
    clause: '3.2.2.3',
    sent: 'CONNECT.',
    comes: 'CONNACK that takes nothing away of QoS 2, retained messages and wildcards, since all are served.',
    steps: [
      connect(
        'a',
        {},
        { properties: { maximumQoS: undefined, retainAvailable: undefined, wildcardSubscriptionAvailable: undefined } },
      ),
    ],
  },
]
