import { describe, expect, it } from 'vitest'
import { createMoney } from './money'

const plain = (text: string) => text.replaceAll(/\s/gu, ' ')

describe('amounts', () => {
  it('K33 are written as the language writes them, in the currency of the game, always with their cents', () => {
    expect(plain(createMoney('fr', 'EUR')(1_234_567_890))).toBe('12 345 678,90 €')
    expect(createMoney('en', 'EUR')(200)).toBe('€2.00')
    expect(plain(createMoney('fr', 'CHF')(5))).toBe('0,05 CHF')
    expect(createMoney('en', 'JPY')(150)).toBe('¥1.50')
  })

  it('K33 are the number alone without a currency that can be used', () => {
    for (const currency of [null, '', 'euros', '€']) expect(createMoney('en', currency)(123_456)).toBe('1,234.56')
  })
})
