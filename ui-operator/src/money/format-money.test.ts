import { expect, it } from 'vitest'
import { createMoneyFormat, currencySign } from './format-money'

const plain = (text: string) => text.replace(/[\u00a0\u202f]/g, ' ')

it('O36 writes amounts by language and currency, signed with a true minus', () => {
  const fr = createMoneyFormat('fr', 'EUR')
  const en = createMoneyFormat('en', 'CHF')
  expect(plain(fr(123_450))).toBe('1 234,50 €')
  expect(plain(fr(-150, 'signed'))).toBe('−1,50 €')
  expect(plain(fr(150, 'signed'))).toBe('+1,50 €')
  expect(plain(fr(0, 'signed'))).toBe('0,00 €')
  expect(plain(en(123_450))).toBe('CHF 1,234.50')
  expect(currencySign('en', 'GBP')).toBe('£')
})

it('O36 writes plain figures rather than a wrong sign while the currency is not known', () => {
  expect(createMoneyFormat('en', null)(2000)).toBe('20.00')
  expect(createMoneyFormat('en', 'tokens')(2000)).toBe('20.00')
  expect(currencySign('fr', null)).toBe('')
})
