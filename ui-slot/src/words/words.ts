import { createInstance } from 'i18next'
import { createContext, useContext } from 'react'
import { en } from './en'
import { fr } from './fr'

export type Language = 'fr' | 'en'

/** The plural forms of a word are one word to whoever asks: `votes_one` and `votes_other` are `votes`. */
type WordName<K extends string> = K extends `${infer Base}_one` | `${infer Base}_other` ? Base : K
export type Word = WordName<keyof typeof fr>

export type Words = (word: Word, values?: { choice?: string; count?: number }) => string

/** The page's words in one language. Both languages are in the bundle: a venue has no network to fetch another. */
export function createWords(language: Language): Words {
  const instance = createInstance()
  void instance.init({
    lng: language,
    fallbackLng: 'fr',
    resources: { fr: { translation: fr }, en: { translation: en } },
    // Everything is here already, so there is nothing to wait for; and React escapes what it renders.
    initAsync: false,
    interpolation: { escapeValue: false },
  })
  return (word, values) => instance.t(word, values ?? {})
}

const WordsContext = createContext<Words>(createWords('fr'))
export const WordsProvider = WordsContext.Provider
export const useWords = (): Words => useContext(WordsContext)
