import * as z from 'zod/mini'
import { EVERYONE, GAME, command, state } from './contract.js'
import { coreTimeMs, requestId, why } from './common.js'

export const modeName = z.enum(['day', 'night'], 'mode is "day" or "night"')
export type Mode = z.infer<typeof modeName>

export const modeState = state({
  name: 'modeState',
  topic: 'eg/state/mode',
  schema: z.object({ mode: modeName, since: z.optional(coreTimeMs) }),
  publishers: ['core'],
  subscribers: EVERYONE,
  summary: 'Whether it is day (betting) or night (voting).',
  sample: { mode: 'night' as const },
})

export const opModeSet = command({
  name: 'opModeSet',
  topic: 'eg/core/op/mode/set',
  schema: z.object({ req_id: requestId, mode: modeName, expect_mode: z.optional(modeName), reason: z.optional(why) }),
  publishers: GAME,
  subscribers: [],
  summary:
    'Begin the night or the day. `expect_mode` is the mode the operator saw; if it is not the mode any more the command is `stale`.',
  sample: { req_id: 'op-1', mode: 'night' as const },
  answer: 'mode_set',
  answerTo: 'page',
})
