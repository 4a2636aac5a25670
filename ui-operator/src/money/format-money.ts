import { useLive, useWords } from '../session/use-session'
import type { Lang } from '../words/language'
import { locales } from '../words/format'

/** An amount of cents for people. `signed`: with `+` or `−`, as in a statement. */
export type FormatMoney = (cents: number, signed?: 'signed') => string

const decimals = { minimumFractionDigits: 2, maximumFractionDigits: 2 } as const

/**
 * Amounts in a language and a currency (ISO 4217, of `eg/state/game`). Without a currency, or with one that is no code,
 * plain figures: better than the wrong sign. Always two decimals, because amounts are cents.
 */
export function createMoneyFormat(lang: Lang, currency: string | null): FormatMoney {
  const style = currency !== null && /^[A-Za-z]{3}$/.test(currency) ? { style: 'currency' as const, currency } : {}
  const make = (signDisplay: 'auto' | 'exceptZero') =>
    new Intl.NumberFormat(locales[lang], { ...style, ...decimals, signDisplay })
  const plain = make('auto')
  const signed = make('exceptZero')
  // A true minus is as wide as the plus above it.
  return (cents, sign) => (sign ? signed : plain).format(cents / 100).replace('-', '\u2212')
}

const made = new Map<string, FormatMoney>()

/** One for each language and currency: to make one costs more than to draw what it writes, and 200 slots ask for three each. */
export function useMoneyFormat(): FormatMoney {
  const { lang } = useWords()
  const currency = useLive((s) => s.game?.currency ?? null)
  const key = `${lang} ${currency}`
  const format = made.get(key) ?? createMoneyFormat(lang, currency)
  made.set(key, format)
  return format
}

/** `€` of `EUR`, for beside a field; empty where the currency is not known. */
export function currencySign(lang: Lang, currency: string | null): string {
  if (currency === null || !/^[A-Za-z]{3}$/.test(currency)) return ''
  const format = new Intl.NumberFormat(locales[lang], { style: 'currency', currency })
  return format.formatToParts(0).find((part) => part.type === 'currency')?.value ?? ''
}
