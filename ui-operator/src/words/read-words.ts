import type { Lang } from './language'
import { addWords, tableOf, type TextTable } from './words'

const FILES: Record<Lang, () => Promise<TextTable>> = {
  fr: async () => (await import('./fr')).fr,
  en: async () => (await import('./en')).en,
}

/** Reads a language: each is a file of its own to the browser, and one of them is enough to begin with. */
export async function readWords(lang: Lang): Promise<void> {
  if (tableOf(lang) === undefined) addWords(lang, await FILES[lang]())
}

/** Reads every language, so that it can be changed when the core that serves the files is gone. */
export async function readAllWords(): Promise<void> {
  for (const lang of ['fr', 'en'] as const) await readWords(lang).catch((error: unknown) => console.warn(lang, error))
}
