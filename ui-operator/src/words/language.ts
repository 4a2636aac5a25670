export type Lang = 'fr' | 'en'

const STORED = 'eg.lang'

function asLang(text: string | null | undefined): Lang | null {
  const short = text?.slice(0, 2).toLowerCase()
  return short === 'fr' || short === 'en' ? short : null
}

/** The URL (`?lang=en`) first, then what was chosen here before, then the browser's language, else French. */
export function chooseLanguage(search: string, stored: string | null, browser: readonly string[]): Lang {
  return (
    asLang(new URLSearchParams(search).get('lang')) ??
    asLang(stored) ??
    browser.map(asLang).find((lang) => lang !== null) ??
    'fr'
  )
}

export function startLanguage(): Lang {
  return chooseLanguage(window.location.search, localStorage.getItem(STORED), navigator.languages)
}

/** Remembers the choice and tells the document, so that screen readers and hyphenation speak the right language. */
export function rememberLanguage(lang: Lang): void {
  localStorage.setItem(STORED, lang)
  document.documentElement.lang = lang
}
