import { durationText } from '@eg/shared'
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

/** `1,2 ms` below ten, whole milliseconds above, `1,9 s` from a second on: more digits than anybody reads are noise. */
export function formatMs(ms: number, lang: Lang): string {
  if (ms >= 1000) return `${numbers[lang].format(ms / 1000)}\u00a0s`
  return `${numbers[lang].format(ms < 10 ? ms : Math.round(ms))} ms`
}

const MINUTE_MS = 60_000
const DAY_MS = 86_400_000

/** A length of time: `45 s`, `1 min 38 s`, `2 h 05 min`; from two days on `3 days`. */
export function formatDuration(ms: number, t: Words): string {
  return ms < 2 * DAY_MS ? durationText(ms) : t('length.days', { count: Math.round(ms / DAY_MS) })
}

/** How long something has waited, to the minute: `<1 min`, `12 min`, `2 h 05 min`. */
export function formatAge(ms: number): string {
  return ms < MINUTE_MS ? '<\u00a01\u00a0min' : durationText(Math.floor(ms / MINUTE_MS) * MINUTE_MS)
}

/** How old something is, in the least room: `40 s`, `12 min`, `2 h 05 min`. */
export function formatShortAge(ms: number): string {
  return ms < MINUTE_MS ? durationText(Math.floor(Math.max(0, ms) / 1000) * 1000) : formatAge(ms)
}

const two = (n: number) => String(n).padStart(2, '0')

/** A clock that runs, as `00:42`, or `01:12:40` from an hour on. Never negative. */
export function formatSpan(ms: number): string {
  const total = Math.max(0, Math.floor(ms / 1000))
  const [h, m, s] = [Math.floor(total / 3600), Math.floor(total / 60) % 60, total % 60]
  return h > 0 ? `${two(h)}:${two(m)}:${two(s)}` : `${two(m)}:${two(s)}`
}

/** `il y a 14 s`, `3 min ago`. */
export function formatAgo(ms: number, t: Words): string {
  if (ms < MINUTE_MS) return t('ago.seconds', { n: Math.max(0, Math.floor(ms / 1000)) })
  if (ms < 60 * MINUTE_MS) return t('ago.minutes', { n: Math.floor(ms / MINUTE_MS) })
  return t('ago.longer', { length: ms < 2 * DAY_MS ? formatAge(ms) : formatDuration(ms, t) })
}
