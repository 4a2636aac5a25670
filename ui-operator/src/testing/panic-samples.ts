import type { OpPanic, OpSession } from '@eg/shared'
import { START_MS } from './samples'

export function somePanic(more: Partial<OpPanic> = {}): OpPanic {
  return { money: null, game: null, blackout: null, message: null, ...more }
}

export const FROZEN = { panic: 5, since: START_MS, by: 'Léa', reason: 'une carte paie deux fois' }
export const MESSAGE = {
  panic: 9,
  text: 'Restez à votre place',
  severity: 'alarm' as const,
  since: START_MS,
  until: null,
  seconds: null,
  by: 'Léa',
}

type Current = NonNullable<OpSession['current']>

/** A session of `Les Martin` that has run for an hour and goes on. */
export function aSession(more: Partial<Current> = {}): OpSession {
  return {
    current: {
      session: 3,
      name: 'Les Martin',
      group_size: 9,
      notes: null,
      started_at: START_MS - 3_600_000,
      started_by: 'Léa',
      forced: null,
      active_ms: 3_600_000,
      counts: { runs: 1, votes: 9, rounds: 0, bets: 0, transfers: 0 },
      status: 'open',
      running_since: START_MS,
      pauses: [],
      ...more,
    },
    last: [],
    reset: { ready: false, missing: ['session_open'], devices: [], cards_undecided: false, cards: [] },
  }
}

/** The same, paused by Léa. */
export const PAUSED = aSession({
  status: 'paused',
  running_since: null,
  pauses: [{ from: START_MS, by: 'Léa', reason: 'alarme incendie', until: null, resumed_by: null }],
})
