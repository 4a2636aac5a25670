import { createContext, useContext } from 'react'
import { en } from './en'
import { fr } from './fr'

export type Language = 'fr' | 'en'

/** The plural forms of a word are one word to whoever asks: `votes_one` and `votes_other` are `votes`. */
type WordName<K extends string> = K extends `${infer Base}_one` | `${infer Base}_other` ? Base : K
export type Word = WordName<keyof typeof fr>

export interface WordValues {
  choice?: string
  card?: string
  count?: number
}

export interface Words {
  (word: Word, values?: WordValues): string
  language: Language
}

const TEXTS: Record<Language, Readonly<Record<string, string>>> = { fr, en }
const BLANK = /\{\{(\w+)\}\}/g

/**
 * The page's words in one language. Both languages are in the bundle: a venue has no network to fetch another. A
 * translation library would be a twelfth of the page's first load; what is needed of one is a plural and a blank.
 */
export function createWords(language: Language, own: Readonly<Record<string, string>> = {}): Words {
  // A venue's theme says some of them in its own words.
  const texts = { ...TEXTS[language], ...own }
  const plurals = new Intl.PluralRules(language)
  const say = (word: Word, values: WordValues = {}) => {
    const form = values.count === undefined ? word : `${word}_${plurals.select(values.count)}`
    const text = texts[form] ?? texts[`${word}_other`] ?? texts[word] ?? word
    return text.replace(BLANK, (blank, name: keyof WordValues) => String(values[name] ?? blank))
  }
  return Object.assign(say, { language })
}

const WordsContext = createContext<Words>(createWords('fr'))
export const WordsProvider = WordsContext.Provider
export const useWords = (): Words => useContext(WordsContext)
