import * as z from 'zod/mini'
import { OPERATORS, OPERATOR_ROLES, command, state } from './contract.js'
import { coreTimeMs, requestId } from './common.js'

/** The tabs of the operators' console. */
export const OPERATOR_SCREENS = [
  'ready',
  'night',
  'floor',
  'desk',
  'players',
  'tables',
  'devices',
  'timeline',
  'sessions',
  'setup',
] as const
const screen = z.enum(OPERATOR_SCREENS, `screen is one of ${OPERATOR_SCREENS.join(', ')}`)
export type OperatorScreen = z.infer<typeof screen>

/** So many pages are listed; whoever comes after them is not. */
export const MAX_PRESENT = 32

export const opPresence = state({
  name: 'opPresence',
  topic: 'eg/op/presence',
  schema: z.object({
    items: z
      .array(
        z.object({
          /** The page; whoever reads this knows its own. */
          client_id: z.string(),
          /** Who is logged in there; null with EG_AUTH=open. */
          name: z.nullable(z.string()),
          role: z.nullable(z.enum(OPERATOR_ROLES)),
          /** Null: it has not said yet. */
          screen: z.nullable(screen),
          since: coreTimeMs,
          /** When it was last heard, at most 10 s old. */
          seen: coreTimeMs,
        }),
      )
      .check(z.maxLength(MAX_PRESENT)),
  }),
  publishers: ['core'],
  subscribers: OPERATORS,
  summary:
    'The operators’ pages that are connected now, who is logged in there and which tab they look at; who came first stands first. Not stored: a page is here from its first ping until it disconnects or has said nothing for 90 s.',
  sample: {
    items: [
      {
        client_id: 'ui-7f3a',
        name: 'Nadia',
        role: 'gamemaster' as const,
        screen: 'night' as const,
        since: 1700000000000,
        seen: 1700000005000,
      },
    ],
  },
})
export type OpPresence = z.infer<typeof opPresence.schema>

export const opScreen = command({
  name: 'opScreen',
  topic: 'eg/core/op/screen',
  schema: z.object({ req_id: requestId, screen }),
  publishers: OPERATORS,
  subscribers: [],
  answerTo: 'page',
  mqttOnly: true,
  summary:
    'The page says which tab it shows, after every connect and when that changes, for `eg/op/presence`. Stored nowhere: answered at once and no line of the timeline.',
  sample: { req_id: 'op-1', screen: 'night' as const },
  answer: 'screen',
})
