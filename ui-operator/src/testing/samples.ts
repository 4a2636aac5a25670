import type { OpDevice, OperatorRun, TimelineEntry } from '@eg/shared'
import type { Night } from '../session/live-store'

export const START_MS = 1_700_000_000_000

export function aDevice(id: string, more: Partial<OpDevice> = {}): OpDevice {
  return {
    device_id: id,
    kind: 'slot',
    version: '0.1.0',
    online: true,
    page_online: true,
    last_seen: START_MS,
    link_ms: 1.2,
    outbox: 0,
    parts: null,
    ...more,
  }
}

export function aRun(more: Partial<OperatorRun> = {}): OperatorRun {
  return {
    run: 7,
    step: 3,
    question: 'Qui garde la clé ?',
    options: ['Ada', 'Boris', 'Cléo'],
    status: 'open',
    expected: 9,
    final: false,
    tie: 'operator',
    reveal: 'operator',
    duration_s: null,
    opened_at: START_MS,
    closes_at: null,
    closed_at: null,
    closed_by: null,
    voters: [],
    tied: null,
    tally: null,
    winner: null,
    next_step: null,
    void_reason: null,
    ...more,
  }
}

export function aNight(suggested: Night['suggested'], run: OperatorRun | null, more: Partial<Night> = {}): Night {
  return { mode: 'night', run, expected_default: 9, suggested, next_step: 4, ...more }
}

export function aLine(seq: number, more: Partial<TimelineEntry> = {}): TimelineEntry {
  return {
    seq,
    at: START_MS + seq * 1000,
    kind: 'nightVote',
    outcome: 'counted',
    reason: null,
    actor: 'slot-01',
    device_id: 'slot-01',
    run: 7,
    data: {},
    ...more,
  }
}
