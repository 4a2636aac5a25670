import type { Lang } from '../words/language'
import { tableOf, type TextTable } from '../words/words'

const COMBINING = /[\u0300-\u036f]/g

/** Small letters without accents, plain spaces and apostrophes: what is typed in haste. */
export function plain(text: string): string {
  return text.normalize('NFD').replace(COMBINING, '').replace(/\s/g, ' ').replace(/’/g, "'").toLowerCase()
}

let known: Record<Lang, ReadonlyMap<string, string>> | null = null

function between(from: TextTable, to: TextTable): ReadonlyMap<string, string> {
  return new Map((Object.keys(from) as (keyof TextTable)[]).map((key) => [plain(from[key]), to[key]]))
}

/** What each text without values is called in the other language; null while only one is read. */
function otherNames(): Record<Lang, ReadonlyMap<string, string>> | null {
  const [fr, en] = [tableOf('fr'), tableOf('en')]
  if (fr && en) known ??= { fr: between(fr, en), en: between(en, fr) }
  return known
}

/** The text in the other language, if the tables of words have it as it stands. */
export function inOtherLanguage(label: string, lang: Lang): string | null {
  return otherNames()?.[lang].get(plain(label)) ?? null
}

/** How well something is found: 0 not at all; every word typed must be in it somewhere. */
export function findScore(texts: readonly string[], search: string): number {
  const all = plain(texts.join(' '))
  const wanted = plain(search).split(' ').filter(Boolean)
  if (!wanted.every((word) => all.includes(word))) return 0
  const [first = ''] = wanted
  return texts.some((text) => plain(text).startsWith(first)) ? 1 : 0.5
}
