import * as z from 'zod/mini'
import { OPERATORS, event, state } from './contract.js'
import { answerPayload } from './devices.js'
import { coreTimeMs } from './common.js'

/** Where the operator's commands stand; over HTTP they are the rest of the topic under `/api/op/`. */
export const OPERATOR_COMMANDS = 'eg/core/op/'

export const opAnswer = event({
  name: 'opAnswer',
  topic: 'eg/ui/{client_id}/res',
  schema: answerPayload,
  publishers: ['core'],
  subscribers: OPERATORS,
  summary:
    'The core’s answer to the page that asked. `status` is `ok`, `refused`, `stale`, `invalid`, `conflict` or `unavailable`.',
  sample: { req_id: 'op-1', type: 'mode_set', status: 'ok' },
})

export const uiPing = event({
  name: 'uiPing',
  topic: 'eg/ui/{client_id}/ping',
  qos: 0,
  schema: z.object({ sent: z.number() }),
  publishers: [...OPERATORS, 'slot-ui'],
  subscribers: [...OPERATORS, 'slot-ui'],
  summary: 'A page hears its own ping and so measures its link.',
  sample: { sent: 12.5 },
})

/** One line of the journal: a command that was accepted or refused, or something that happened to a link. */
export const timelineEntry = z.object({
  seq: z.int(),
  at: coreTimeMs,
  /** The contract's name for commands (`nightVote`), or `linkUp`, `linkDown`, `coreStart`. */
  kind: z.string(),
  outcome: z.string(),
  reason: z.nullable(z.string()),
  /** Who: an operator's name, a device id, `ui:` and a page's client id (open mode), `admin`, `http`, `timer` or `core`. */
  actor: z.string(),
  device_id: z.nullable(z.string()),
  run: z.nullable(z.int()),
  /** What else is worth reading. Never which option a slot chose. */
  data: z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.null()])),
})
export type TimelineEntry = z.infer<typeof timelineEntry>

/** A line as GET /api/timeline tells it: with the request behind it, where somebody made one. */
export interface TimelineLine extends TimelineEntry {
  req_id: string | null
}

export const opTimeline = event({
  name: 'opTimeline',
  topic: 'eg/op/timeline',
  schema: timelineEntry,
  publishers: ['core'],
  subscribers: OPERATORS,
  summary: 'Every journal line as it is written. Earlier ones: GET /api/timeline.',
  sample: {
    seq: 1,
    at: 1700000000000,
    kind: 'nightVote',
    outcome: 'counted',
    reason: null,
    actor: 'slot-01',
    device_id: 'slot-01',
    run: 1,
    data: {},
  },
})

export const opCore = state({
  name: 'opCore',
  topic: 'eg/op/core',
  schema: z.object({
    version: z.string(),
    started_at: coreTimeMs,
    auth: z.enum(['open', 'enrolled']),
    /** `ok`, or `failing` while commits do not succeed. */
    store: z.enum(['ok', 'failing']),
    detail: z.nullable(z.string()),
    /** The last backup; null where none are taken. Absent from cores of an earlier release. */
    backup: z.nullish(
      z.object({
        at: z.nullable(coreTimeMs),
        file: z.nullable(z.string()),
        /** It lies on the same device as the database. */
        same_device: z.nullable(z.boolean()),
        /** Why the last attempt failed. */
        problem: z.nullable(z.string()),
      }),
    ),
  }),
  publishers: ['core'],
  subscribers: OPERATORS,
  summary: 'The core’s own health.',
  sample: { version: '0.1.0', started_at: 1700000000000, auth: 'open' as const, store: 'ok' as const, detail: null },
})
