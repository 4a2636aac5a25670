import type { DeviceAction, OpCommands } from '@eg/shared'
import type { LiveState } from '../session/live-store'

/**
 * What a device was last told to do of a kind; undefined: nothing. Since a spare took its place: what the machine before it came
 * to says nothing of this one.
 */
export function lastOrder(
  { orders, swaps }: Pick<LiveState, 'orders' | 'swaps'>,
  deviceId: string,
  action: DeviceAction,
): OpCommands['items'][number] | undefined {
  const swap = swaps?.items.find((item) => item.slot_id === deviceId && item.status === 'done')
  const since = swap?.ended_at ?? 0
  return orders.get(deviceId)?.items.find((item) => item.action === action && item.asked_at >= since)
}
