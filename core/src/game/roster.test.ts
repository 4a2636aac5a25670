import { describe, expect, it } from 'vitest'
import { kindOf } from './roster.js'

describe('what a device is', () => {
  it('D3 says its usual name, whatever is said of it; else its own word; else what it is used as', () => {
    expect(kindOf('slot-02', 'table', 'other')).toBe('slot')
    expect(kindOf('table-07', 'roulette', 'other')).toBe('table')
    expect(kindOf('change-01', undefined, 'slot')).toBe('change')
    expect(kindOf('roulette-1', 'table', 'slot')).toBe('table')
    expect(kindOf('lamp', 'lamp', 'other')).toBe('other')
    expect(kindOf('station', undefined, 'slot')).toBe('slot')
  })
})
