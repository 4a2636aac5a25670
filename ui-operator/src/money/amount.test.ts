import { describe, expect, it } from 'vitest'
import { asTyped, centsOf, hasThirdDecimal, MAX_COUNT_CENTS, shownAmount, typedAmount } from './amount'

describe('an amount being typed', () => {
  it('O35 lets no nonsense in: the field stays as it was', () => {
    for (const raw of ['abc', '-5', '1e3', '1.2.3', '1,000.00', '1.005', '100000.01', '0x10', '٣', '+1']) {
      expect(typedAmount(raw), raw).toBeNull()
    }
  })

  it('O35 takes both decimal signs, spaces and leading zeros', () => {
    expect(typedAmount('12,5')).toBe('12.5')
    expect(typedAmount('12.50')).toBe('12.50')
    expect(typedAmount('1 234,50')).toBe('1234.50')
    expect(typedAmount(',')).toBe('0.')
    expect(typedAmount('007')).toBe('7')
    expect(typedAmount('')).toBe('')
    expect(typedAmount('1000000', MAX_COUNT_CENTS)).toBe('1000000')
  })

  it('O35 is whole cents, exactly', () => {
    expect(centsOf('')).toBeNull()
    expect([centsOf('0'), centsOf('1.1'), centsOf('1.15'), centsOf('19.99'), centsOf('4.35')]).toEqual([
      0, 110, 115, 1999, 435,
    ])
    for (let cents = 0; cents <= 10_000; cents++) expect(centsOf(asTyped(cents))).toBe(cents)
  })

  it('O182 knows a third decimal, which is more likely a sign of thousands, from other nonsense', () => {
    for (const raw of ['1,500', '1.500', '1,500.00', '1.500,00', '1 2,345', '.005', '1,000,000'])
      expect(hasThirdDecimal(raw), raw).toBe(true)
    for (const raw of ['', '1500', '1,50', '1.2.3', 'abc', '1,5x00', '100000.01'])
      expect(hasThirdDecimal(raw), raw).toBe(false)
  })

  it('O36 shows the decimal sign of the language', () => {
    expect(shownAmount('12.50', 'fr')).toBe('12,50')
    expect(shownAmount('12.50', 'en')).toBe('12.50')
  })
})
