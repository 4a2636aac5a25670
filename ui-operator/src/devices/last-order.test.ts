import { contracts } from '@eg/shared'
import { expect, it } from 'vitest'
import { lastOrder } from './last-order'

it('D66 what the machine before a spare came to is not told of the spare', () => {
  const [test] = contracts.opCommands.sample.items
  const [swap] = contracts.opSwaps.sample.items
  if (!test || !swap?.ended_at) throw new Error('the samples have one each')
  const told = (askedAt: number) => ({
    orders: new Map([['slot-04', { device_id: 'slot-04', items: [{ ...test, asked_at: askedAt }] }]]),
    swaps: { items: [swap] },
  })
  expect(lastOrder(told(swap.ended_at - 1), 'slot-04', 'press_test')).toBeUndefined()
  expect(lastOrder(told(swap.ended_at), 'slot-04', 'press_test')?.cmd_id).toBe(test.cmd_id)
  const cancelled = { ...told(swap.at), swaps: { items: [{ ...swap, status: 'cancelled' as const }] } }
  expect(lastOrder(cancelled, 'slot-04', 'press_test')?.cmd_id).toBe(test.cmd_id)
})
