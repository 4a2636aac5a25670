import type { Language } from '../words/words'

/** The venue's look, words and sounds, as far as it has any of its own. */
export interface Theme {
  version: string
  name: string | null
  colours: { accent?: string; ground?: string; text?: string }
  texts: Record<Language, Readonly<Record<string, string>>>
  /** Addresses on the page's own server. */
  logo: string | null
  sounds: Readonly<Record<string, string>>
  sound: boolean
  /** 0 to 1. */
  volume: number
  motion: boolean
}

const USUAL_VOLUME = 0.7
export const NO_THEME: Theme = {
  version: '',
  name: null,
  colours: {},
  texts: { fr: {}, en: {} },
  logo: null,
  sounds: {},
  sound: true,
  volume: USUAL_VOLUME,
  motion: true,
}

const COLOUR = /^#[0-9a-f]{6}$/i
/** Nothing of a theme comes from anywhere else. */
const OWN_FILE = /^\/theme\/[\w./?=-]+$/

/** What can be used of an answer of `/theme.json`; the slot's program has judged it, this page only keeps itself from breaking. */
export function readTheme(raw: unknown): Theme {
  const said = fieldsOf(raw)
  const colours = textsOf(said.colours, (value) => COLOUR.test(value))
  const texts = fieldsOf(said.texts)
  const { name, logo, volume } = said
  return {
    version: typeof said.version === 'string' ? said.version : '',
    name: typeof name === 'string' && name !== '' ? name : null,
    colours,
    texts: { fr: textsOf(texts.fr), en: textsOf(texts.en) },
    logo: typeof logo === 'string' && OWN_FILE.test(logo) ? logo : null,
    sounds: textsOf(said.sounds, (value) => OWN_FILE.test(value)),
    sound: said.sound !== false,
    volume: typeof volume === 'number' && volume >= 0 && volume <= 1 ? volume : USUAL_VOLUME,
    motion: said.motion !== false,
  }
}

function fieldsOf(raw: unknown): Record<string, unknown> {
  return typeof raw === 'object' && raw !== null ? (raw as Record<string, unknown>) : {}
}

function textsOf(raw: unknown, isGood = (value: string) => value !== ''): Record<string, string> {
  const texts: Record<string, string> = {}
  for (const [name, value] of Object.entries(fieldsOf(raw)))
    if (typeof value === 'string' && isGood(value)) texts[name] = value
  return texts
}
