import * as z from 'zod/mini'
import { GAME, OPERATORS, command, state } from './contract.js'
import { coreTimeMs, requestId, why } from './common.js'

export const opUndo = command({
  name: 'opUndo',
  topic: 'eg/core/op/undo',
  schema: z.object({
    req_id: requestId,
    /** The number of the command in `eg/op/undo`: the line of the journal it wrote. */
    seq: z.int('seq is the number of a line of the journal').check(z.gte(1)),
    reason: why,
  }),
  publishers: GAME,
  subscribers: [],
  answerTo: 'page',
  summary:
    'Take back an operator’s command by its inverse, linked to it; nothing is deleted. Answered with `undone` (what was done), or refused: `not_undoable`, `too_late` (EG_UNDO_S), `moved_on` (something came after it), `already_undone`, `unknown`.',
  sample: { req_id: 'op-1', seq: 42, reason: 'pressed by mistake' },
  answer: 'undo',
})

export const opUndoable = state({
  name: 'opUndoable',
  topic: 'eg/op/undo',
  schema: z.object({
    /** EG_UNDO_S: how long a command can be undone, in seconds. */
    window_s: z.int(),
    /** Newest first; one whose `until` is over is refused as `too_late`. */
    items: z.array(
      z.object({
        seq: z.int(),
        kind: z.string(),
        by: z.string(),
        at: coreTimeMs,
        until: coreTimeMs,
        run: z.nullable(z.int()),
        /** Whether it was undone, and by which line. */
        undone_by: z.nullable(z.int()),
      }),
    ),
  }),
  publishers: ['core'],
  subscribers: OPERATORS,
  summary: 'The last commands that can be undone, and until when.',
  sample: {
    window_s: 60,
    items: [
      { seq: 42, kind: 'opNightClose', by: 'Nadia', at: 1700000000000, until: 1700000060000, run: 3, undone_by: null },
    ],
  },
})
export type OpUndoable = z.infer<typeof opUndoable.schema>
