/** What was counted since the start, by name; the rooms of /metrics. */
export interface Counters {
  count(name: CounterName): void
  all(): Readonly<Record<CounterName, number>>
}

/** Why the wire guard turned somebody or something away (docs/security.md names each). */
const WIRE = [
  'wire_not_mqtt',
  'wire_late_connect',
  'wire_malformed',
  'wire_protocol',
  'wire_bad_text',
  'wire_bad_topic',
  'wire_too_large',
  'wire_will',
  'wire_filters',
  'wire_connections',
  'wire_connect_rate',
  'wire_slowed',
  'wire_retained',
  'wire_offline',
  'wire_sessions',
  'wire_unreleased',
  'web_pipelined',
  'web_slowed',
] as const
export type WireReason = (typeof WIRE)[number]

const NAMES = [
  'accepted',
  'refused',
  'invalid',
  'forbidden',
  'refused_connections',
  'frozen_clients',
  'protocol_errors',
  'tls_errors',
  'faults',
  ...WIRE,
] as const
export type CounterName = (typeof NAMES)[number]

export function createCounters(): Counters {
  const counts = Object.fromEntries(NAMES.map((name) => [name, 0])) as Record<CounterName, number>
  return {
    count(name) {
      counts[name] += 1
    },
    all: () => ({ ...counts }),
  }
}
