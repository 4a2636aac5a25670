import * as z from 'zod/mini'
import { optionText, revealRule, stepFields } from './contracts/night.js'
import { END, LIGHT_PATTERNS, type LightPattern, type ScriptFault } from './show-words.js'

// The script of the night as a venue writes it, in YAML or JSON. Generated from here: docs/show-script.schema.json. What a
// schema cannot say (ids that exist, a way to the end) is checked by core/src/show/read-script.ts.

/** How much a script may be: bytes of its text, and steps. */
export const MAX_SCRIPT_BYTES = 48_000
export const MAX_STEPS = 100
/** How often a tie is asked again, where the step does not say it, before the operator decides. */
export const USUAL_REVOTES = 3

const ID = /^[a-z0-9][a-z0-9-]{0,39}$/
const ID_WORDS = '1 to 40 small letters, digits and "-", a letter or digit first, such as "the-safe"'

const stepId = z.string(`an id is a text of ${ID_WORDS}`).check(
  z.regex(ID, `an id is ${ID_WORDS}`),
  z.refine((id) => id !== END, '"end" is where the show ends; name the step otherwise'),
)
const TARGET = 'where it leads is the id of a step, or "end"'
const target = z.string(TARGET).check(z.regex(ID, TARGET))

const LANGUAGE = /^[a-z]{2}(-[A-Z]{2})?$/
const languageCode = z
  .string('a language is a text')
  .check(z.regex(LANGUAGE, 'a language is two letters, such as "en" or "fr", or "fr-CA"'))
const cueWords = z
  .string('a text for screens is a text')
  .check(
    z.trim(),
    z.minLength(1, 'a text for screens is not empty'),
    z.maxLength(200, 'a text for screens has at most 200 characters'),
  )

const lightPattern = z.enum(LIGHT_PATTERNS, `lights is one of ${LIGHT_PATTERNS.join(', ')}`)
const soundName = z
  .string('sound is the name of a sound')
  .check(
    z.regex(
      /^[a-z0-9][a-z0-9_-]{0,39}$/,
      'sound is a name of 1 to 40 small letters, digits, "-" and "_", without a folder or an ending, such as "gong"',
    ),
  )

const cueFields = {
  /** One text in the script's language, or one a language. */
  text: z.optional(
    z.union([cueWords, z.record(languageCode, cueWords)], 'text is a text, or one a language: { en: …, fr: … }'),
  ),
  lights: z.optional(lightPattern),
  sound: z.optional(soundName),
}
const cue = z.strictObject(cueFields, 'a cue has text, lights and sound')
const closingCue = z.strictObject(
  {
    /** How many seconds before the timer ends. */
    before_s: z
      .int('before_s is a whole number of seconds')
      .check(z.gte(1, 'before_s is at least 1'), z.lte(600, 'before_s is at most 600')),
    ...cueFields,
  },
  'a cue has text, lights and sound',
)

const option = z.union(
  [optionText, z.strictObject({ text: optionText, to: z.optional(target) })],
  'an option is a text, or { text, to }; a number or true goes between quotes',
)

const count = (name: string, most: number) =>
  z.int(`${name} is a whole number`).check(z.gte(1, `${name} is at least 1`), z.lte(most, `${name} is at most ${most}`))

/** One step as it is written. */
export const scriptStep = z.strictObject(
  {
    id: stepId,
    question: stepFields.question,
    options: z
      .array(option, 'options is a list')
      .check(
        z.minLength(2, 'a step has at least 2 options'),
        z.maxLength(6, 'a step has at most 6 options, one a button'),
      ),
    /** Where it leads if nothing more is said. Left out: the step that is written next; of the last one the end. */
    to: z.optional(target),
    timer_s: z.optional(count('timer_s', 86_400)),
    expected: stepFields.expected,
    final: stepFields.final,
    reveal: z.optional(revealRule),
    tie: z.optional(
      z.union(
        [z.enum(['revote', 'operator', 'first']), z.strictObject({ to: target })],
        'tie is "revote", "operator", "first" or { to: STEP }',
      ),
    ),
    /** With `tie: revote`: how often it is asked again before the operator decides. */
    revotes: z.optional(count('revotes', 9)),
    /** With fewer votes than this nothing is decided, and it leads to `no_quorum`. */
    quorum: z.optional(count('quorum', 1000)),
    no_quorum: z.optional(target),
    /** Where it leads when its timer closed it, whatever was voted. */
    timeout: z.optional(target),
    cues: z.optional(
      z.strictObject(
        {
          open: z.optional(cue),
          closing: z.optional(closingCue),
          closed: z.optional(cue),
          revealed: z.optional(cue),
        },
        'cues has open, closing, closed and revealed',
      ),
    ),
  },
  'a step is a block of id, question, options, …',
)
export type WrittenStep = z.infer<typeof scriptStep>

const title = z
  .string('title is a text')
  .check(z.trim(), z.minLength(1, 'title is not empty'), z.maxLength(120, 'title has at most 120 characters'))

/** A script as it is written. */
export const writtenScript = z.strictObject(
  {
    title,
    /** The language of its questions, and of cues that name none. */
    language: languageCode,
    /** The venue's own; for people. */
    version: z.optional(
      z
        .string('version is a text: put a number between quotes')
        .check(z.minLength(1, 'version is not empty'), z.maxLength(40, 'version has at most 40 characters')),
    ),
    /** The step it begins with; left out: the first. */
    start: z.optional(target),
    steps: z
      .array(scriptStep, 'steps is a list')
      .check(
        z.minLength(1, 'a script has at least one step'),
        z.maxLength(MAX_STEPS, `a script has at most ${MAX_STEPS} steps`),
      ),
  },
  'a script has title, language and steps',
)
export type WrittenScript = z.infer<typeof writtenScript>

/** A cue that is read: texts by language. */
export interface ShowCue {
  text: Record<string, string>
  lights: LightPattern | null
  sound: string | null
}

/** A step that is read: everything that may be left out is there. Targets are ids of steps, or `end`. */
export interface ShowStep {
  id: string
  /** Its number on the wire: 1 for the first that is written. */
  step: number
  question: string
  options: { text: string; to: string }[]
  to: string
  timer_s: number | null
  /** Null: as many as the venue usually expects. */
  expected: number | 'slots' | null
  final: boolean
  reveal: 'auto' | 'operator'
  tie: 'revote' | 'operator' | 'first' | { to: string }
  revotes: number
  quorum: number | null
  no_quorum: string | null
  timeout: string | null
  cues: {
    open: ShowCue | null
    closing: (ShowCue & { before_s: number }) | null
    closed: ShowCue | null
    revealed: ShowCue | null
  }
}

export interface ShowScript {
  title: string
  language: string
  version: string | null
  start: string
  steps: ShowStep[]
}

/** What is wrong with a script, and where: line and column count from 1. */
export interface ScriptProblem {
  line: number
  column: number
  /** The field, as a path: `steps.2.options.0.to`; null for the text as a whole. */
  field: string | null
  /** What is wrong, as a stable word; a `yaml_…` word is a code of the library that reads YAML. */
  fault: ScriptFault
  /** What the words of the fault need: names, numbers. */
  params: Record<string, string | number>
  /** What is wrong, what it means, what to do, in English. */
  detail: string
}
