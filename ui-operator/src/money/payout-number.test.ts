import { contracts, validate } from '@eg/shared'
import { expect, it } from 'vitest'
import { isReadable, newPayoutNumber } from './payout-number'

it('L58 payout numbers are told apart when read aloud, fit the contract, and do not come twice', () => {
  const numbers = Array.from({ length: 2000 }, newPayoutNumber)
  for (const number of numbers) {
    expect(number).toMatch(/^[^01ILOU]{4}-[^01ILOU]{4}$/)
    expect(validate(contracts.opPayoutExpire, { req_id: 'op-1', payout_id: number }).ok).toBe(true)
  }
  expect(new Set(numbers).size).toBe(2000)
  expect([isReadable(numbers[0] ?? ''), isReadable('sim-roulette-1795296646117-1')]).toEqual([true, false])
})
