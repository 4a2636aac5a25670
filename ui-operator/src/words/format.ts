import type { Lang } from './language'
import type { Words } from './words'

const locales: Record<Lang, string> = { fr: 'fr-FR', en: 'en-GB' }
const timeStyle = { hour: '2-digit', minute: '2-digit', second: '2-digit', hour12: false } as const

function perLang<T>(make: (locale: string) => T): Record<Lang, T> {
  return { fr: make(locales.fr), en: make(locales.en) }
}

const times = perLang((locale) => new Intl.DateTimeFormat(locale, timeStyle))
const days = perLang((locale) => new Intl.DateTimeFormat(locale, { weekday: 'long', day: 'numeric', month: 'long' }))
const numbers = perLang((locale) => new Intl.NumberFormat(locale, { maximumFractionDigits: 1 }))

/** `21:14:09`, in the browser's time zone. */
export function formatTime(ms: number, lang: Lang): string {
  return times[lang].format(ms)
}

/** `samedi 21 novembre` */
export function formatDay(ms: number, lang: Lang): string {
  return days[lang].format(ms)
}

/** `1,2 ms` below ten, whole milliseconds above: more digits than anybody reads are noise. */
export function formatMs(ms: number, lang: Lang): string {
  return `${numbers[lang].format(ms < 10 ? ms : Math.round(ms))} ms`
}

const two = (n: number) => String(n).padStart(2, '0')

/** A span as `00:42`, or `01:12:40` from an hour on. Never negative. */
export function formatSpan(ms: number): string {
  const total = Math.max(0, Math.floor(ms / 1000))
  const [h, m, s] = [Math.floor(total / 3600), Math.floor(total / 60) % 60, total % 60]
  return h > 0 ? `${two(h)}:${two(m)}:${two(s)}` : `${two(m)}:${two(s)}`
}

/** `il y a 14 s`, `3 min ago`. Seconds up to two minutes, because that is how long people count. */
export function formatAgo(ms: number, t: Words): string {
  const seconds = Math.max(0, Math.floor(ms / 1000))
  if (seconds < 120) return t('ago.seconds', { n: seconds })
  if (seconds < 7200) return t('ago.minutes', { n: Math.floor(seconds / 60) })
  return t('ago.hours', { n: Math.floor(seconds / 3600) })
}
