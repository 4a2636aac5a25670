import { MAX_AMOUNT_CENTS } from '@eg/shared'
import type { Lang } from '../words/language'

/** What a drawer may be counted to (cents); an amount of one operation is bounded by `MAX_AMOUNT_CENTS`. */
export const MAX_COUNT_CENTS = 1_000_000_000

/** An amount while it is being typed: digits, at most one `.`, at most two decimals. Empty: nothing typed. */
export type AmountText = string

const TYPED = /^\d*(\.\d{0,2})?$/
const TOO_FINE = /^[\d.,]*[.,]\d{3}[\d.,]*$/
const SPACES = /[\s\u00a0\u202f]/g

/** The decimal sign of the language: `,` in French, `.` in English. */
export function decimalSign(lang: Lang): string {
  return lang === 'fr' ? ',' : '.'
}

/**
 * What stands in the field after somebody has typed or pasted `raw`, or null when that is no amount (letters, two
 * decimal signs, a third decimal, a sign, more than `maxCents`): then the field stays as it was. Both decimal signs
 * are taken, because a number pad has only one of them.
 */
export function typedAmount(raw: string, maxCents = MAX_AMOUNT_CENTS): AmountText | null {
  const text = raw
    .replace(SPACES, '')
    .replace(',', '.')
    .replace(/^\./, '0.')
    .replace(/^0+(?=\d)/, '')
  if (!TYPED.test(text)) return null
  return (centsOf(text) ?? 0) <= maxCents ? text : null
}

/** Whether `raw` is no amount because of three digits behind a sign: `1,500` is more likely a thousand and a half than one and a half. */
export function hasThirdDecimal(raw: string): boolean {
  return TOO_FINE.test(raw.replace(SPACES, ''))
}

/** Whole cents, or null while nothing is typed. Never by floating point. */
export function centsOf(text: AmountText): number | null {
  if (text === '' || !TYPED.test(text)) return null
  const [whole = '0', decimals = ''] = text.split('.')
  return Number(whole) * 100 + Number(decimals.padEnd(2, '0'))
}

/** `2000` as it is typed: `20`; `1250`: `12.50`. */
export function asTyped(cents: number): AmountText {
  const decimals = cents % 100
  const whole = String((cents - decimals) / 100)
  return decimals === 0 ? whole : `${whole}.${String(decimals).padStart(2, '0')}`
}

/** As it is shown while being typed, with the decimal sign of the language. */
export function shownAmount(text: AmountText, lang: Lang): string {
  return text.replace('.', decimalSign(lang))
}
