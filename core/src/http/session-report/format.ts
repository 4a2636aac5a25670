import { durationText } from '@eg/shared'
import type { Language, Word } from './words.js'

/** How figures are written in a language. Times are those of the core's own time zone. */
export interface Format {
  money: (cents: number) => string
  count: (n: number) => string
  share: (share: number | null) => string
  dateTime: (at: number) => string
  time: (at: number) => string
  /** Of a duration in ms: `1 min 38 s`. */
  duration: (ms: number) => string
}

/** What the parts of the page are written with: words and figures. */
export interface Pen {
  w: (word: Word) => string
  f: Format
}

export function createFormat(lang: Language, currency: string): Format {
  const locale = lang === 'fr' ? 'fr-FR' : 'en-GB'
  const money = new Intl.NumberFormat(locale, { style: 'currency', currency })
  const count = new Intl.NumberFormat(locale)
  const share = new Intl.NumberFormat(locale, { style: 'percent', minimumFractionDigits: 1, maximumFractionDigits: 1 })
  const dateTime = new Intl.DateTimeFormat(locale, { dateStyle: 'long', timeStyle: 'short' })
  const time = new Intl.DateTimeFormat(locale, { timeStyle: 'medium' })
  return {
    money: (cents) => money.format(cents / 100),
    count: (n) => count.format(n),
    share: (of) => (of === null ? '–' : share.format(of)),
    dateTime: (at) => dateTime.format(at),
    time: (at) => time.format(at),
    duration: durationText,
  }
}
