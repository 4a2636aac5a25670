import * as z from 'zod/mini'
import { event, state } from './contract.js'
import { coreTimeMs, deviceId, requestId } from './common.js'
import { modeName } from './mode.js'
import { runNumber, stepNumber } from './night.js'
import { FREEZE_SCOPES, severity } from './panic.js'

/**
 * What became of the last press in this run:
 * `pending` sent, no answer yet · `kept` stored on the slot while the link is down · `counted` the core has it on disk ·
 * `too_late` the run was closed · `refused` not counted, for `reason`.
 */
export const pressStatus = z.enum(['pending', 'kept', 'counted', 'too_late', 'refused'])
export type PressStatus = z.infer<typeof pressStatus>

/**
 * `starting` until the core has said what the mode is. By night `waiting`, `question`, `closed`, `reveal`. By day `attract`
 * (no card), `reading` (a card was presented, its balance is asked), `ready` (balance and stakes), `playing` (a round
 * whose answer is not known yet), `won`, `lost`, `refused` (nothing was taken; `card.reason` says why), `out` (goodbye).
 */
export const slotPhase = z.enum([
  'starting',
  'attract',
  'reading',
  'ready',
  'playing',
  'won',
  'lost',
  'refused',
  'out',
  'waiting',
  'question',
  'closed',
  'reveal',
])
export type SlotPhase = z.infer<typeof slotPhase>

export const slotState = state({
  name: 'slotState',
  topic: 'eg/dev/{device_id}/slot/state',
  schema: z.object({
    device_id: deviceId,
    phase: slotPhase,
    mode: z.nullable(modeName),
    /** The question on show: while asked, closed or revealed. */
    question: z.nullable(
      z.object({
        run: runNumber,
        step: stepNumber,
        text: z.string(),
        options: z.array(z.string()),
        closes_at: z.nullable(coreTimeMs),
        /** While the game is frozen: what is left of the timer (ms), which stands still. */
        remaining_ms: z.nullish(z.int()),
        final: z.boolean(),
      }),
    ),
    press: z.nullable(
      z.object({ index: z.int(), choice: z.string(), status: pressStatus, reason: z.nullable(z.string()) }),
    ),
    /** The choice the core has counted for this slot in this run, whatever was pressed after it. */
    counted: z.nullable(z.string()),
    result: z.nullable(z.object({ tally: z.record(z.string(), z.int()), winner: z.nullable(z.string()) })),
    /** Somebody who plays here by day; null without a card. Absent from agents of an earlier release. */
    card: z.nullish(
      z.object({
        /** Counts the visits at this slot: a press of the page names the one it was made in. */
        visit: z.int(),
        tag_uid: z.string(),
        /** Null until the core has said it. */
        balance_cents: z.nullable(z.int()),
        /** The round on show: being played, won, lost or refused. */
        round: z.nullable(
          z.object({
            stake_cents: z.int(),
            /** What the reels show once the core has drawn; null before. */
            reels: z.nullable(z.array(z.string())),
            outcome: z.nullable(z.string()),
            win_cents: z.nullable(z.int()),
          }),
        ),
        /** Why it was refused: `insufficient`, `unknown_card`, `frozen`, `lost`, `limit`, `night`, … */
        reason: z.nullable(z.string()),
        /** What each of the six buttons means now; null: nothing. `offered` says which can be pressed. */
        actions: z.array(
          z.nullable(
            z.union([z.object({ do: z.literal('play'), stake_cents: z.int() }), z.object({ do: z.literal('out') })]),
          ),
        ),
      }),
    ),
    /** What an operator has this slot do: it says its name, or waits for each button once. Null: nothing. */
    service: z.nullish(
      z.union([
        z.object({ do: z.literal('identify') }),
        z.object({ do: z.literal('press_test'), pressed: z.array(z.boolean()) }),
      ]),
    ),
    /** What the show's script has this screen say and play at this moment; texts by language. Absent: nothing. */
    cue: z.nullish(
      z.object({
        moment: z.enum(['open', 'closed', 'revealed']),
        language: z.string(),
        text: z.record(z.string(), z.string()),
        sound: z.nullable(z.string()),
        /** Takes over at `at`, before the timer ends. */
        closing: z.nullable(
          z.object({ at: coreTimeMs, text: z.record(z.string(), z.string()), sound: z.nullable(z.string()) }),
        ),
      }),
    ),
    /**
     * What the house says to everybody (`eg/state/panic`); null while it says nothing. `blackout`: the screen is dark, but for
     * the message. Absent from agents of an earlier release.
     */
    house: z.nullish(
      z.object({
        frozen: z.array(z.enum(FREEZE_SCOPES)),
        blackout: z.boolean(),
        message: z.nullable(z.object({ panic: z.int(), text: z.string(), severity })),
      }),
    ),
    lights: z.array(z.boolean()),
    /** Which of the six buttons mean something now. */
    offered: z.array(z.boolean()),
  }),
  publishers: ['slot'],
  // Not the operator: it says what was voted.
  subscribers: ['slot-ui'],
  summary: 'Everything the kiosk page shows, the vote too: only its own page reads it, renders it and decides nothing.',
  sample: {
    device_id: 'slot-01',
    phase: 'question' as const,
    mode: 'night' as const,
    question: {
      run: 1,
      step: 1,
      text: 'Who opened the safe?',
      options: ['A', 'B', 'C'],
      closes_at: null,
      final: false,
    },
    press: { index: 1, choice: 'B', status: 'pending' as const, reason: null },
    counted: null,
    result: null,
    card: null,
    service: null,
    house: null,
    lights: [false, true, false, false, false, false],
    offered: [true, true, true, false, false, false],
  },
})
export type SlotState = z.infer<typeof slotState.schema>

/** A press of the page that nobody spoke about for so long (ms) is shown as not counted; by day it is taken no more. */
export const PRESS_ANSWER_MS = 3000

export const slotPress = event({
  name: 'slotPress',
  topic: 'eg/dev/{device_id}/slot/press',
  schema: z.object({
    press_id: requestId,
    index: z.int().check(z.gte(0), z.lte(5)),
    /** The run the page was showing; a press on an older question is not a vote on the new one. */
    run: z.nullable(runNumber),
    /** By day: the visit the page was showing; a press of an older visit is not a bet on the next card. */
    visit: z.nullish(z.int()),
    /** When it was pressed: it may arrive after a button that was pressed later. Absent from pages of an earlier release. */
    at: z.optional(coreTimeMs),
    /** By a key, which the agent may have heard itself; false: by a finger, or an Enter that no reader typed. Absent from pages of an earlier release. */
    key: z.optional(z.boolean()),
  }),
  publishers: ['slot-ui'],
  subscribers: ['slot'],
  summary: 'The page reports that one of the six options was pressed (0 to 5), on the screen or a key.',
  sample: { press_id: 'k-1', index: 1, run: 1, at: 1700000000000, key: false },
})

export const slotScreen = event({
  name: 'slotScreen',
  topic: 'eg/dev/{device_id}/slot/screen',
  qos: 0,
  schema: z.object({
    version: z.string(),
    visible: z.boolean(),
    /** Another one each time the page is loaded. Absent from pages of an earlier release. */
    load_id: z.optional(z.string().check(z.maxLength(64))),
    /** False: it runs, and nothing has come to its screen for some seconds. Absent from pages of an earlier release. */
    drawn: z.optional(z.boolean()),
  }),
  publishers: ['slot-ui'],
  subscribers: ['slot'],
  summary: 'Every 5 s, and as soon as it is loaded: the kiosk page is alive.',
  sample: { version: '0.1.0', visible: true, load_id: 'l-1' },
})

export const slotReload = event({
  name: 'slotReload',
  topic: 'eg/dev/{device_id}/slot/reload',
  schema: z.object({
    /** The load that is to end: a page that was loaded since does not begin again. */
    load_id: z.string().check(z.maxLength(64)),
  }),
  publishers: ['slot'],
  subscribers: ['slot-ui'],
  summary: 'The agent has its page load itself again.',
  sample: { load_id: 'l-1' },
})
