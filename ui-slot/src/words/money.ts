import { useKiosk } from '../kiosk/kiosk-context'
import { type Language, useWords } from './words'

/** Intl throws on anything else; a venue's slip of the pen must not take the page down. */
const CURRENCY = /^[A-Za-z]{3}$/

export type Money = (cents: number) => string

/** Amounts as they are written in a language, always with their cents. Without a usable currency: the number alone. */
export function createMoney(language: Language, currency: string | null): Money {
  const cents = { minimumFractionDigits: 2, maximumFractionDigits: 2 }
  const known = currency !== null && CURRENCY.test(currency)
  const format = new Intl.NumberFormat(language, known ? { style: 'currency', currency, ...cents } : cents)
  return (amount) => format.format(amount / 100)
}

/** Amounts in the page's language and the currency of the game of the day. */
export function useMoney(): Money {
  const { language } = useWords()
  const currency = useKiosk((state) => state.game?.currency ?? null)
  return createMoney(language, currency)
}
