import { BOTH, type Case, V4, V5 } from '../case.js'
import { bytes, connectFrame, ended, frame, hear, noProperties, open, text } from '../steps.js'
import {
  badFilter,
  besideASubscriber,
  inTopic,
  malformed,
  NOT_UTF8,
  NUL,
  SURROGATE,
  taken,
  X,
} from './malformed-case.js'

export const malformedPackets: readonly Case[] = [
  malformed('packet-type-0', { 4: '2.2.1', 5: '2.1.2' }, 'A packet of the reserved type 0.', () =>
    Buffer.from([0x00, 0x00]),
  ),
  malformed('packet-type-15', '2.2.1', 'A packet of type 15.', () => Buffer.from([0xf0, 0x00]), V4),
  malformed(
    'auth-unasked',
    '4.12',
    'AUTH on a connection without enhanced authentication.',
    () => frame(0xf0, [0x18, 0]),
    V5,
  ),
  ...[
    ['pingreq', 0xc1, '2.2.2', '2.1.3'],
    ['disconnect', 0xe1, '3.14.1', '3.14.1'],
  ].map(([name, first, v4, v5]) =>
    malformed(
      `reserved-flags-${name}`,
      {
        4: v4 === '3.14.1' ? '[MQTT-3.14.1-1]' : '[MQTT-2.2.2-2]',
        5: v5 === '3.14.1' ? '[MQTT-3.14.1-1]' : '[MQTT-2.1.3-1]',
      },
      `${String(name).toUpperCase()} with a reserved flag.`,
      () => Buffer.from([first as number, 0]),
    ),
  ),
  malformed('reserved-flags-pubrel', '[MQTT-3.6.1-1]', 'PUBREL with the flags 0000.', () => frame(0x60, [0, 1])),
  malformed('reserved-flags-subscribe', '[MQTT-3.8.1-1]', 'SUBSCRIBE with the flags 0000.', (token, version) =>
    frame(0x80, [0, 1], noProperties(version), X(token), [0]),
  ),
  malformed('reserved-flags-unsubscribe', '[MQTT-3.10.1-1]', 'UNSUBSCRIBE with the flags 0000.', (token, version) =>
    frame(0xa0, [0, 1], noProperties(version), X(token)),
  ),
  malformed('length-of-5-bytes', { 4: '2.2.3', 5: '1.5.5' }, 'A remaining length of five bytes.', () =>
    Buffer.from([0x30, 0xff, 0xff, 0xff, 0xff, 0x01]),
  ),
  malformed(
    'length-in-too-many-bytes',
    '[MQTT-1.5.5-1]',
    'A remaining length of 0 in two bytes.',
    () => Buffer.from([0xc0, 0x80, 0x00]),
    V5,
  ),
  malformed(
    'string-beyond-its-packet',
    { 4: '3.3.2.1', 5: '3.3.2.1' },
    'PUBLISH whose topic is longer than the packet.',
    () => frame(0x30, [0, 200, 0x61, 0x62]),
  ),
  malformed(
    'publish-without-id',
    '2.3.1',
    'A QoS 1 PUBLISH that ends before its Packet Identifier.',
    (token) => frame(0x32, X(token)),
    V4,
  ),
  malformed('qos-3', '[MQTT-3.3.1-4]', 'PUBLISH with QoS 3.', (token, version) =>
    frame(0x36, X(token), [0, 1], noProperties(version), [0x6d]),
  ),
  malformed(
    'publish-id-0',
    { 4: '[MQTT-2.3.1-1]', 5: '[MQTT-2.2.1-3]' },
    'A QoS 1 PUBLISH with Packet Identifier 0.',
    (token, version) => frame(0x32, X(token), [0, 0], noProperties(version), [0x6d]),
  ),
  malformed(
    'subscribe-id-0',
    { 4: '[MQTT-2.3.1-1]', 5: '[MQTT-2.2.1-3]' },
    'SUBSCRIBE with Packet Identifier 0.',
    (token, version) => frame(0x82, [0, 0], noProperties(version), X(token), [0]),
  ),
  malformed(
    'unsubscribe-id-0',
    { 4: '[MQTT-2.3.1-1]', 5: '[MQTT-2.2.1-3]' },
    'UNSUBSCRIBE with Packet Identifier 0.',
    (token, version) => frame(0xa2, [0, 0], noProperties(version), X(token)),
  ),
  malformed('topic-with-plus', '[MQTT-3.3.2-2]', 'PUBLISH to a topic with `+`.', (token, version) =>
    frame(0x30, inTopic(token, Buffer.from('+')), noProperties(version), [0x6d]),
  ),
  malformed('topic-with-hash', '[MQTT-3.3.2-2]', 'PUBLISH to a topic with `#`.', (token, version) =>
    frame(0x30, inTopic(token, Buffer.from('#')), noProperties(version), [0x6d]),
  ),
  malformed('topic-empty', '[MQTT-4.7.3-1]', 'PUBLISH to an empty topic (and no alias).', (_, version) =>
    frame(0x30, text(''), noProperties(version), [0x6d]),
  ),
  malformed(
    'topic-not-utf8',
    { 4: '[MQTT-1.5.3-1]', 5: '[MQTT-1.5.4-1]' },
    'PUBLISH to a topic that is not UTF-8.',
    (token, version) => frame(0x30, inTopic(token, NOT_UTF8), noProperties(version), [0x6d]),
  ),
  malformed(
    'topic-with-surrogate',
    { 4: '[MQTT-1.5.3-1]', 5: '[MQTT-1.5.4-1]' },
    'PUBLISH to a topic with an encoded surrogate (U+D800).',
    (token, version) => frame(0x30, inTopic(token, SURROGATE), noProperties(version), [0x6d]),
  ),
  malformed(
    'topic-with-nul',
    { 4: '[MQTT-1.5.3-2]', 5: '[MQTT-1.5.4-2]' },
    'PUBLISH to a topic with U+0000.',
    (token, version) => frame(0x30, inTopic(token, NUL), noProperties(version), [0x6d]),
  ),
  malformed(
    'filter-with-nul',
    { 4: '[MQTT-1.5.3-2]', 5: '[MQTT-1.5.4-2]' },
    'SUBSCRIBE to a filter with U+0000.',
    (token, version) => frame(0x82, [0, 9], noProperties(version), inTopic(token, NUL), [0]),
  ),
  malformed(
    'filter-not-utf8',
    { 4: '[MQTT-1.5.3-1]', 5: '[MQTT-1.5.4-1]' },
    'SUBSCRIBE to a filter that is not UTF-8.',
    (token, version) => frame(0x82, [0, 9], noProperties(version), inTopic(token, NOT_UTF8), [0]),
  ),
  badFilter('filter-hash-in-a-level', 'eg/test/~/a#', 'x/a#', { 4: '[MQTT-4.7.1-2]', 5: '[MQTT-4.7.1-1]' }),
  badFilter('filter-hash-not-last', 'eg/test/~/#/a', 'x/#/a', { 4: '[MQTT-4.7.1-2]', 5: '[MQTT-4.7.1-1]' }),
  badFilter('filter-plus-in-a-level', 'eg/test/~/+a', 'x/+a', { 4: '[MQTT-4.7.1-3]', 5: '[MQTT-4.7.1-2]' }),
  badFilter('filter-plus-behind', 'eg/test/~/a+', 'x/a+', { 4: '[MQTT-4.7.1-3]', 5: '[MQTT-4.7.1-2]' }),
  badFilter('filter-empty', '', '(empty)', '[MQTT-4.7.3-1]'),
  malformed(
    'subscribe-to-nothing',
    { 4: '[MQTT-3.8.3-3]', 5: '[MQTT-3.8.3-2]' },
    'SUBSCRIBE without a filter.',
    (_, version) => frame(0x82, [0, 9], noProperties(version)),
  ),
  malformed('unsubscribe-from-nothing', '[MQTT-3.10.3-2]', 'UNSUBSCRIBE without a filter.', (_, version) =>
    frame(0xa2, [0, 9], noProperties(version)),
  ),
  malformed('subscribe-qos-3', { 4: '[MQTT-3.8.3-4]', 5: '3.8.3.1' }, 'SUBSCRIBE with QoS 3.', (token, version) =>
    frame(0x82, [0, 9], noProperties(version), X(token), [3]),
  ),
  malformed(
    'subscribe-reserved-bits',
    { 4: '[MQTT-3.8.3-4]', 5: '[MQTT-3.8.3-5]' },
    'SUBSCRIBE with a reserved bit of its options.',
    (token, version) => frame(0x82, [0, 9], noProperties(version), X(token), [0x80]),
  ),
  malformed(
    'retain-handling-3',
    '3.8.3.1',
    'SUBSCRIBE with Retain Handling 3.',
    (token) => frame(0x82, [0, 9, 0], X(token), [0x30]),
    V5,
  ),
  taken(
    malformed(
      'no-local-on-shared',
      '[MQTT-3.8.3-4]',
      'SUBSCRIBE to a shared subscription with No Local.',
      (token) => frame(0x82, [0, 9, 0], text(`$share/crew/eg/test/${token}/x`), [0x04]),
      V5,
    ),
    'SUBACK 0x9E (shared subscriptions not supported); the connection stands.',
    'aedes refuses the shared subscription before it looks at its options; nothing is lost by that.',
    hear('a', { cmd: 'suback', granted: [0x9e] }),
  ),
  malformed(
    'subscribe-without-options',
    { 4: '3.8.3', 5: '3.8.3' },
    'SUBSCRIBE that ends behind its filter.',
    (token, version) => frame(0x82, [0, 9], noProperties(version), X(token)),
  ),
  malformed(
    'property-unknown',
    '2.2.2.2',
    'PUBLISH with a property that does not exist (0x7F).',
    (token) => frame(0x30, X(token), [2, 0x7f, 0], [0x6d]),
    V5,
  ),
  malformed(
    'property-of-another-packet',
    '2.2.2.2',
    'PUBLISH with a property of CONNECT (Receive Maximum).',
    (token) => frame(0x30, X(token), [3, 0x21, 0, 5], [0x6d]),
    V5,
  ),
  malformed(
    'publish-with-subscription-identifier',
    '[MQTT-3.3.4-6]',
    'PUBLISH with a Subscription Identifier.',
    (token) => frame(0x30, X(token), [2, 0x0b, 7], [0x6d]),
    V5,
  ),
  besideASubscriber(
    'content-type-twice',
    '2.2.2.2',
    'PUBLISH with two Content Types. (aedes 2.0.0-beta.1 passes both on, and subscribers have to end their connections.)',
    [0x03, 0, 1, 0x61, 0x03, 0, 1, 0x62],
  ),
  besideASubscriber(
    'response-topic-cut-short',
    '2.2.2.2',
    'PUBLISH whose Response Topic is longer than its properties. (aedes 2.0.0-beta.1 ends its process over it.)',
    [0x08, 0xff, 0xff],
  ),
  besideASubscriber(
    'content-type-cut-short',
    '2.2.2.2',
    'PUBLISH whose Content Type is longer than its properties. (aedes 2.0.0-beta.1 ends every subscriber over it.)',
    [0x03, 0xff, 0xff],
  ),
  besideASubscriber(
    'correlation-data-cut-short',
    '2.2.2.2',
    'PUBLISH whose Correlation Data is longer than its properties.',
    [0x09, 0xff, 0xff],
  ),
  besideASubscriber(
    'user-property-cut-short',
    '2.2.2.2',
    'PUBLISH with a user property whose value is longer than its properties.',
    [0x26, 0, 1, 0x61, 0xff, 0xff],
  ),
  besideASubscriber(
    'message-expiry-cut-short',
    '2.2.2.2',
    'PUBLISH with two bytes of a Message Expiry Interval.',
    [0x02, 0, 0],
  ),
  malformed(
    'disconnect-expiry-twice',
    '3.14.2.2.2',
    'DISCONNECT with the Session Expiry Interval twice.',
    () => frame(0xe0, [0, 10, 0x11, 0, 0, 0, 5, 0x11, 0, 0, 0, 6]),
    V5,
  ),
  malformed(
    'disconnect-unknown-reason',
    '[MQTT-3.14.2-1]',
    'DISCONNECT with reason code 0x55.',
    () => frame(0xe0, [0x55, 0]),
    V5,
  ),
  malformed('packet-of-a-server', '2.2.1', 'CONNACK, from a client.', () => frame(0x20, [0, 0]), V4),
  malformed('suback-from-a-client', { 4: '2.2.1', 5: '2.1.2' }, 'SUBACK, from a client.', (_, version) =>
    frame(0x90, [0, 9], noProperties(version), [0]),
  ),
  malformed('pingresp-from-a-client', { 4: '2.2.1', 5: '2.1.2' }, 'PINGRESP, from a client.', () =>
    Buffer.from([0xd0, 0]),
  ),
  {
    id: 'client-id-with-nul',
    versions: BOTH,
    clause: { 4: '[MQTT-1.5.3-2]', 5: '[MQTT-1.5.4-2]' },
    sent: 'CONNECT whose client id has U+0000.',
    comes: 'The connection ends.',
    steps: (level) => [open('a'), bytes('a', (token) => connectFrame(token, { level, id: `${token}\0x` })), ended('a')],
  },
  {
    id: 'client-id-not-utf8',
    versions: BOTH,
    clause: { 4: '[MQTT-1.5.3-1]', 5: '[MQTT-1.5.4-1]' },
    sent: 'CONNECT whose client id is not UTF-8.',
    comes: 'The connection ends.',
    steps: (level) => [
      open('a'),
      bytes('a', (token) => connectFrame(token, { level, id: Buffer.concat([Buffer.from(token), NOT_UTF8]) })),
      ended('a'),
    ],
  },
]
