import type { Broker } from './broker/start-broker.js'
import type { DeviceBoard } from './ops/device-board.js'

/**
 * What the world must find beside what the store says: every known device as not yet connected, nobody at the console, nobody who
 * waits. Published before the first port opens.
 */
export function publishBoot(
  broker: Pick<Broker, 'publish'>,
  board: Pick<DeviceBoard, 'known' | 'kindOf'>,
  coreDeviceId: string,
): void {
  for (const deviceId of board.known()) {
    const params = { device_id: deviceId }
    broker.publish({ contract: 'deviceStatus', params, payload: 'offline' })
    if (board.kindOf(deviceId) === 'slot') broker.publish({ contract: 'inputStatus', params, payload: 'offline' })
  }
  broker.publish({ contract: 'deviceStatus', params: { device_id: coreDeviceId }, payload: 'online' })
  broker.publish({ contract: 'opPending', params: {}, payload: { items: [] } })
  broker.publish({ contract: 'opPresence', params: {}, payload: { items: [] } })
}
