import { BOTH, type Case } from '../case.js'
import { connect, message, published, silence, subscribe } from '../steps.js'

const A = 'eg/test/~/a'
const PLUS = { topic: 'eg/test/~/+', qos: 0 } as const
const EXACT = { topic: A, qos: 1 } as const

const lowUnder = (low: string, high: string) =>
  [
    connect('s'),
    subscribe('s', [{ topic: `eg/test/~/${low}`, qos: 0 }]),
    subscribe('s', [{ topic: `eg/test/~/${high}`, qos: 1 }]),
    connect('p'),
    published('p', A, 'm', { qos: 1 }),
  ].flat()

const lowOnTheTopic = [
  connect('s'),
  subscribe('s', [{ topic: A, qos: 0 }]),
  subscribe('s', [{ topic: 'eg/test/~/+', qos: 1 }]),
  connect('p'),
  published('p', A, 'm', { qos: 1 }),
].flat()

export const overlapping: readonly Case[] = [
  {
    id: 'overlap-higher-last',
    versions: BOTH,
    clause: { 4: '[MQTT-3.3.5-1]', 5: '[MQTT-3.3.4-2]' },
    sent: 'A QoS 1 message that matches a filter granted 0 and a later one granted 1.',
    comes: 'A copy with QoS 1 arrives. (One copy or several: both are allowed.)',
    steps: [
      connect('s'),
      subscribe('s', [PLUS]),
      subscribe('s', [EXACT]),
      connect('p'),
      published('p', A, 'm', { qos: 1 }),
      message('s', A, 'm', { qos: 1 }),
    ],
  },
  {
    id: 'overlap-higher-first',
    versions: BOTH,
    clause: { 4: '[MQTT-3.3.5-1]', 5: '[MQTT-3.3.4-2]' },
    sent: 'A QoS 1 message that matches a filter granted 1 and a later one granted 0.',
    comes: 'A copy with QoS 1 arrives.',
    steps: [
      connect('s'),
      subscribe('s', [EXACT]),
      subscribe('s', [PLUS]),
      connect('p'),
      published('p', A, 'm', { qos: 1 }),
      message('s', A, 'm', { qos: 1 }),
    ],
  },
  {
    id: 'overlap-higher-under-wildcards',
    versions: BOTH,
    clause: { 4: '[MQTT-3.3.5-1]', 5: '[MQTT-3.3.4-2]' },
    sent: 'A QoS 1 message that matches its own topic, granted 0, and a filter with a wildcard, granted 1.',
    comes: 'A copy with QoS 1 arrives.',
    steps: [lowOnTheTopic, message('s', A, 'm', { qos: 1 })],
    deviation: {
      what: 'The one copy has QoS 0.',
      why: 'aedes goes by the filter that is the topic itself. Nothing of EG’s subscribes to a topic twice with different QoS.',
      steps: [lowOnTheTopic, message('s', A, 'm', { qos: 0 })],
    },
  },
  {
    id: 'overlap-two-wildcards',
    versions: BOTH,
    clause: { 4: '[MQTT-3.3.5-1]', 5: '[MQTT-3.3.4-2]' },
    sent: 'A QoS 1 message that matches `x/#`, granted 0, and `x/+`, granted 1.',
    comes: 'A copy with QoS 1 arrives.',
    steps: [lowUnder('#', '+'), message('s', A, 'm', { qos: 1 })],
    deviation: {
      what: 'The one copy has QoS 0.',
      why: 'aedes delivers by the filter that its matcher names first, which is the one with `#`. Nothing of EG’s subscribes to a topic twice with different QoS.',
      steps: [lowUnder('#', '+'), message('s', A, 'm', { qos: 0 })],
    },
  },
  {
    id: 'overlap-two-wildcards-otherwise',
    versions: BOTH,
    clause: { 4: '[MQTT-3.3.5-1]', 5: '[MQTT-3.3.4-2]' },
    sent: 'A QoS 1 message that matches `x/+`, granted 0, and `x/#`, granted 1.',
    comes: 'A copy with QoS 1 arrives.',
    steps: [lowUnder('+', '#'), message('s', A, 'm', { qos: 1 })],
  },
  {
    id: 'overlap-copies',
    versions: BOTH,
    clause: { 4: '3.3.5', 5: '3.3.4' },
    sent: 'A message that matches three filters of one subscriber.',
    comes: 'One copy for each filter, or one alone: EG’s broker sends one.',
    steps: [
      connect('s'),
      subscribe('s', [{ topic: 'eg/test/~/#' }, { topic: 'eg/test/~/+' }, { topic: A }]),
      connect('p'),
      published('p', A, 'm'),
      message('s', A, 'm'),
      silence('s'),
    ],
  },
  {
    id: 'same-filter-replaces',
    versions: BOTH,
    clause: '[MQTT-3.8.4-3]',
    sent: 'The same filter twice, with QoS 0 and then QoS 1; then a QoS 1 message.',
    comes: 'One copy, with QoS 1.',
    steps: [
      connect('s'),
      subscribe('s', [{ topic: A, qos: 0 }]),
      subscribe('s', [{ topic: A, qos: 1 }]),
      connect('p'),
      published('p', A, 'm', { qos: 1 }),
      message('s', A, 'm', { qos: 1 }),
      silence('s'),
    ],
  },
]
