/** What was counted since the start, by name; the rooms of /metrics. */
export interface Counters {
  count(name: CounterName): void
  all(): Readonly<Record<CounterName, number>>
}

const NAMES = [
  'accepted',
  'refused',
  'invalid',
  'forbidden',
  'frozen_clients',
  'protocol_errors',
  'tls_errors',
  'faults',
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
