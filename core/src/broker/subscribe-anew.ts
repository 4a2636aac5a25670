import { type Contract, buildTopic, contracts, covers } from '@eg/shared'
import type { Client } from 'aedes'
import { type Connections, filtersOf } from './connections.js'

/** What every device of the old system listens to, and what only a change desk does. */
const EVERY_DEVICE: readonly Contract[] = [contracts.modeState, contracts.nightStep, contracts.deviceAnswer]
const CHANGE_DESK: readonly Contract[] = [contracts.payoutList]
/** What one listens to that has lights: it has told what they show. */
const WITH_LIGHTS: readonly Contract[] = [contracts.ledCommand, contracts.testCommand]

/**
 * Subscribes a known device to what it lives by. Devices of the old system subscribe once in their life and never again
 * after a reconnect, though their session ends with the connection: without this they would be connected and deaf. What
 * a device subscribes to by itself takes the place of this, so nothing reaches it twice. Pages look after themselves.
 */
export function subscribeAnew(
  client: Client,
  known: Pick<Connections, 'deviceOf' | 'kindOf' | 'hasLights'>,
  onError: (error: Error) => void,
): void {
  const device = known.deviceOf(client)
  if (!device || device.page || client.closed) return
  const { deviceId } = device
  const kind = known.kindOf(deviceId)
  if (kind === undefined) return
  const topics = [
    ...EVERY_DEVICE,
    ...(kind === 'change' ? CHANGE_DESK : []),
    ...(known.hasLights(deviceId) ? WITH_LIGHTS : []),
  ]
  const own = topics.map(({ topic }) => buildTopic(topic, { device_id: deviceId } as never))
  // A session that outlived its connection has its subscriptions back already.
  const has = filtersOf(client)
  const missing = own.filter((topic) => !has.some((filter) => covers(filter, topic)))
  if (missing.length === 0) return
  client.subscribe(missing.map((topic) => ({ topic, qos: 1 })) as never, (error?: Error) => error && onError(error))
}
