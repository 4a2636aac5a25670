import { blend, type Colour, contrast, readColour } from './contrast.js'

/** The colours a venue may set, as `#rrggbb`; what is left out stays as it was. */
export interface ThemeColours {
  accent?: string | undefined
  ground?: string | undefined
  text?: string | undefined
}

/** AAA: readable at two metres, in a dark room, by tired eyes (WCAG 2.2, 1.4.6). */
export const LEAST_CONTRAST = 7
/** What stands on the accent is dark, and the raised surfaces are the ground with so much white in it. */
const ON_ACCENT = '#1a1206'
const RAISED = 0.14
/** Quiet words are the text with so much of its strength. */
const QUIET = 0.72
const USUAL = { accent: '#ffb454', ground: '#0b0e14', text: '#dfe0e1' }

/** What is wrong with these colours together, one line each; nothing: all can be read. */
export function colourProblems(colours: ThemeColours): string[] {
  const given = { ...USUAL, ...defined(colours) }
  const [accent, ground, text, onAccent] = [given.accent, given.ground, given.text, ON_ACCENT].map(readColour)
  // The form of each is the schema's to judge.
  if (!accent || !ground || !text || !onAccent) return []
  const raised = blend([255, 255, 255], ground, RAISED)
  const pairs: [string, Colour, Colour, string][] = [
    ['text on ground', text, ground, 'a lighter text or a darker ground'],
    ['text on raised surfaces', text, raised, 'a lighter text or a darker ground'],
    ['quiet text on ground', blend(text, ground, QUIET), ground, 'a lighter text or a darker ground'],
    ['accent on ground', accent, ground, 'a lighter accent or a darker ground'],
    ['dark words on accent', onAccent, accent, 'a lighter accent'],
  ]
  return pairs
    .map(([what, front, back, cure]) => ({ what, cure, is: contrast(front, back) }))
    .filter(({ is }) => is < LEAST_CONTRAST)
    .map(
      ({ what, cure, is }) =>
        `colours: ${what} has a contrast of ${is.toFixed(1)}, and ${LEAST_CONTRAST} is needed to read it at two metres: use ${cure}`,
    )
}

function defined(colours: ThemeColours): Partial<Record<keyof ThemeColours, string>> {
  return Object.fromEntries(Object.entries(colours).filter(([, value]) => value !== undefined))
}
