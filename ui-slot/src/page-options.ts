import type { Language } from './words/words'

/** Where the options stand: `grid` as six buttons in two rows of three, `row` as six in one row. */
export type Layout = 'grid' | 'row'

export function chooseLayout(search: string): Layout {
  return new URLSearchParams(search).get('layout') === 'row' ? 'row' : 'grid'
}

/** `?lang=`, else the first of the browser's languages that we speak, else French. */
export function chooseLanguage(search: string, spoken: readonly string[]): Language {
  const wanted = [new URLSearchParams(search).get('lang') ?? '', ...spoken]
  for (const tag of wanted) {
    const language = tag.toLowerCase().split('-')[0]
    if (language === 'fr' || language === 'en') return language
  }
  return 'fr'
}
