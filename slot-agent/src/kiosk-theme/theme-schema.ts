import * as z from 'zod/mini'
import { colourProblems } from './theme-colours.js'

/**
 * The texts a venue may say in its own words: those that welcome and lead through the evening. What says whether something counted,
 * what it cost or what went wrong is the same in every house.
 */
export const THEMED_TEXTS = [
  'starting',
  'attract_title',
  'attract_line',
  'present',
  'best_wins',
  'waiting_title',
  'waiting_line',
  'closed_title',
  'closed_line',
  'no_vote',
  'reveal_title',
  'won',
  'lost',
  'out_title',
  'out_line',
] as const

/** A title fills the screen at two metres; more than so many characters would not. */
export const LONGEST_TEXT = 80

const words = z
  .string('is not a text')
  .check(
    z.minLength(1, 'is empty: leave it out instead'),
    z.maxLength(LONGEST_TEXT, `has more than ${LONGEST_TEXT} characters`),
  )
const colour = z.optional(
  z.string('is not a colour').check(z.regex(/^#[0-9a-f]{6}$/i, 'is not a colour: use #rrggbb, such as #ffb454')),
)
const texts = z.optional(z.strictObject(Object.fromEntries(THEMED_TEXTS.map((name) => [name, z.optional(words)]))))

/** `theme.json`, as docs/kiosk.md says. Every field may be left out. */
export const themeFile = z.strictObject({
  /** What people call the house: on the screen when nobody is there, and the title of the page. */
  name: z.optional(
    z
      .string('is not a text')
      .check(z.minLength(1, 'is empty: leave it out instead'), z.maxLength(60, 'has more than 60 characters')),
  ),
  colours: z.optional(z.strictObject({ accent: colour, ground: colour, text: colour })),
  texts: z.optional(z.strictObject({ fr: texts, en: texts })),
  sound: z.optional(z.boolean('is true or false')),
  /** 0 to 1. */
  volume: z.optional(z.number('is not a number').check(z.gte(0, 'is from 0 to 1'), z.lte(1, 'is from 0 to 1'))),
  motion: z.optional(z.boolean('is true or false')),
})
export type ThemeFile = z.infer<typeof themeFile>

/** A theme as its file says it, or what is wrong with it: one line for each field. */
export type ReadThemeFile = { ok: true; file: ThemeFile } | { ok: false; problems: string[] }

export function readThemeFile(text: string): ReadThemeFile {
  let raw: unknown
  try {
    raw = JSON.parse(text)
  } catch (error) {
    return { ok: false, problems: [`theme.json is not JSON: ${(error as Error).message}`] }
  }
  const parsed = z.safeParse(themeFile, raw)
  if (!parsed.success) return { ok: false, problems: parsed.error.issues.map(problemOf) }
  const problems = colourProblems(parsed.data.colours ?? {})
  return problems.length > 0 ? { ok: false, problems } : { ok: true, file: parsed.data }
}

function problemOf(issue: z.core.$ZodIssue): string {
  const where = issue.path.join('.')
  if (issue.code === 'unrecognized_keys') {
    const keys = issue.keys.map((key) => [where, key].filter(Boolean).join('.')).join(', ')
    const known = where.startsWith('texts.') ? `: a theme says only ${THEMED_TEXTS.join(', ')}` : ''
    return `${keys} is no field of a theme${known}`
  }
  return `${where || 'theme.json'} ${issue.code === 'invalid_type' && !issue.message.startsWith('is') ? 'is not what it should be' : issue.message}`
}
