import type { Lang } from './language'
import type { Words } from './words'

export const locales: Record<Lang, string> = { fr: 'fr-FR', en: 'en-GB' }
const timeStyle = { hour: '2-digit', minute: '2-digit', second: '2-digit', hour12: false } as const

function perLang<T>(make: (locale: string) => T): Record<Lang, T> {
  return { fr: make(locales.fr), en: make(locales.en) }
}

const times = perLang((locale) => new Intl.DateTimeFormat(locale, timeStyle))
const days = perLang((locale) => new Intl.DateTimeFormat(locale, { weekday: 'long', day: 'numeric', month: 'long' }))
const shortTimes = perLang(
  (locale) => new Intl.DateTimeFormat(locale, { hour: '2-digit', minute: '2-digit', hour12: false }),
)
const moments = perLang(
  (locale) =>
    new Intl.DateTimeFormat(locale, {
      day: 'numeric',
      month: 'short',
      hour: '2-digit',
      minute: '2-digit',
      hour12: false,
    }),
)
const shares = perLang(
  (locale) => new Intl.NumberFormat(locale, { style: 'percent', minimumFractionDigits: 1, maximumFractionDigits: 2 }),
)
const counts = perLang((locale) => new Intl.NumberFormat(locale))
const numbers = perLang((locale) => new Intl.NumberFormat(locale, { maximumFractionDigits: 1 }))

/** `21:14:09`, in the browser's time zone. */
export function formatTime(ms: number, lang: Lang): string {
  return times[lang].format(ms)
}

/** `21:14` */
export function formatShortTime(ms: number, lang: Lang): string {
  return shortTimes[lang].format(ms)
}

/** `21 nov., 21:14` */
export function formatMoment(ms: number, lang: Lang): string {
  return moments[lang].format(ms)
}

/** `92,0 %` of 0.92, with a true minus below zero. */
export function formatShare(share: number, lang: Lang): string {
  return shares[lang].format(share).replace('-', '\u2212')
}

/** `10 000`, `10,000` */
export function formatCount(count: number, lang: Lang): string {
  return counts[lang].format(count)
}

/** `samedi 21 novembre` */
export function formatDay(ms: number, lang: Lang): string {
  return days[lang].format(ms)
}

/** `1,2 ms` below ten, whole milliseconds above: more digits than anybody reads are noise. */
export function formatMs(ms: number, lang: Lang): string {
  return `${numbers[lang].format(ms < 10 ? ms : Math.round(ms))} ms`
}

/** How long something has waited: `12 min`, `2 h 05`. Below a minute, `< 1 min`. */
export function formatAge(ms: number): string {
  const minutes = Math.max(0, Math.floor(ms / 60_000))
  if (minutes < 1) return '<\u00a01\u00a0min'
  if (minutes < 120) return `${minutes}\u00a0min`
  return `${Math.floor(minutes / 60)}\u00a0h\u00a0${two(minutes % 60)}`
}

/** How old something is, in the least room: `40 s`, `12 min`, `2 h 05`. */
export function formatShortAge(ms: number): string {
  return ms < 120_000 ? `${Math.max(0, Math.floor(ms / 1000))}\u00a0s` : formatAge(ms)
}

const two = (n: number) => String(n).padStart(2, '0')

/** A span as `00:42`, or `01:12:40` from an hour on. Never negative. */
export function formatSpan(ms: number): string {
  const total = Math.max(0, Math.floor(ms / 1000))
  const [h, m, s] = [Math.floor(total / 3600), Math.floor(total / 60) % 60, total % 60]
  return h > 0 ? `${two(h)}:${two(m)}:${two(s)}` : `${two(m)}:${two(s)}`
}

/** A length of time in words, to the unit that matters: `45 secondes`, `12 minutes`, `3 hours`, `19,000 days`. */
export function formatLength(ms: number, t: Words): string {
  const seconds = Math.round(ms / 1000)
  if (seconds < 120) return t('length.seconds', { count: seconds })
  if (seconds < 7200) return t('length.minutes', { count: Math.round(seconds / 60) })
  if (seconds < 172_800) return t('length.hours', { count: Math.round(seconds / 3600) })
  return t('length.days', { count: Math.round(seconds / 86_400) })
}

/** `il y a 14 s`, `3 min ago`. Seconds up to two minutes, because that is how long people count. */
export function formatAgo(ms: number, t: Words): string {
  const seconds = Math.max(0, Math.floor(ms / 1000))
  if (seconds < 120) return t('ago.seconds', { n: seconds })
  if (seconds < 7200) return t('ago.minutes', { n: Math.floor(seconds / 60) })
  return t('ago.hours', { n: Math.floor(seconds / 3600) })
}
