import type { Language } from './words/words'

/** Where the options stand: `grid` as six buttons in two rows of three, `row` as six in one row. */
export type Layout = 'grid' | 'row'

export function chooseLayout(search: string): Layout {
  return new URLSearchParams(search).get('layout') === 'row' ? 'row' : 'grid'
}

/** `?sound=off` or `?motion=on`: what the address says of it; null: nothing, so that the theme decides. */
export function chooseSwitch(search: string, name: 'sound' | 'motion'): boolean | null {
  const said = new URLSearchParams(search).get(name)
  return said === 'on' || said === 'off' ? said === 'on' : null
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
