import { type Clock, buildTopic, contracts } from '@eg/shared'
import type { Connections } from './broker/connections.js'
import type { Publication } from './commit/command.js'
import type { Pipeline } from './commit/pipeline.js'
import type { IdentityService } from './identity/start-identity.js'
import { createCommandCourier } from './ops/command-courier.js'
import { createDeviceBoard } from './ops/device-board.js'
import { createDeviceLogs } from './ops/device-logs.js'
import { createOperatorPresence } from './ops/operator-presence.js'
import { createRollCall } from './ops/roll-call.js'
import { createSwapCourier } from './swap/swap-courier.js'

export interface FleetOptions {
  clock: Clock
  pipeline: Pipeline
  /** Who was there when the core stopped. */
  here: readonly string[]
  /** Made later than the fleet, which asks them only when something happens. */
  connections: () => Connections
  identity: () => IdentityService
  publish: (publication: Publication) => void
}

/** What the core knows of its devices and says to them: who is there, commands, logs, swaps; and which operators look. */
export function startFleet({ clock, pipeline, here, connections, identity, publish }: FleetOptions) {
  const roll = createRollCall(pipeline, clock, here)
  const board = createDeviceBoard({
    clock,
    presence: (deviceId) => connections().presence(deviceId),
    isFlapping: (deviceId) => identity().isFlapping(deviceId),
    protectionOf: (deviceId) => identity().protectionOf(deviceId),
    publish,
    onRoll: roll.see,
    onLink: (deviceId, up) => pipeline.submit({ kind: 'link', deviceId, up }, { key: deviceId, via: 'core' }, null),
  })
  const { isOnline, kindOf } = board
  /** Whether a device listens to commands; one that connected under another name may. */
  const mayHear = (deviceId: string) =>
    connections().hears(deviceId, buildTopic(contracts.deviceCommand.topic, { device_id: deviceId })) !== false
  const courier = createCommandCourier({ pipeline, clock, publish, isOnline, mayHear })
  const logs = createDeviceLogs({ clock, publish, kindOf, isOnline, mayHear })
  const swaps = createSwapCourier({ clock, publish, isOnline })
  const isConnected = (clientId: string) => connections().isConnected(clientId)
  const presence = createOperatorPresence({ clock, isConnected, publish })
  return {
    board,
    courier,
    logs,
    swaps,
    presence,
    stop() {
      for (const part of [roll, courier, swaps, logs, presence, board]) part.stop()
    },
  }
}
