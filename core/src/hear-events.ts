import { type Answer, type Payload, contracts } from '@eg/shared'
import type { Connections } from './broker/connections.js'
import type { GateOptions } from './broker/gate.js'
import { remoteAddress } from './broker/remote-address.js'
import type { TapNotes } from './dispute/tap-notes.js'
import type { IdentityService } from './identity/start-identity.js'
import type { DeviceBoard } from './ops/device-board.js'
import type { DeviceLogs } from './ops/device-logs.js'
import type { OperatorPresence } from './ops/operator-presence.js'
import type { ReadyWatch } from './ops/ready-watch.js'

export interface EventHearers {
  connections: Pick<Connections, 'identify'>
  identity: Pick<IdentityService, 'hello' | 'answerPageToken'>
  taps: TapNotes
  board: Pick<DeviceBoard, 'heartbeat'>
  ready: Pick<ReadyWatch, 'heartbeat'>
  presence: Pick<OperatorPresence, 'heard' | 'screen'>
  logs: Pick<DeviceLogs, 'take'>
}

/** Who in the core hears the events of the wire, and which commands are answered at once because they store nothing. */
export function hearEvents(parts: EventHearers): Pick<GateOptions, 'onEvent' | 'answerAtOnce'> {
  const { connections, identity, taps, board, ready, presence, logs } = parts
  return {
    answerAtOnce({ contract, params }, payload, who): Answer | null {
      if (contract.name === contracts.opScreen.name)
        return presence.screen(who, payload as Payload<typeof contracts.opScreen>)
      if (!params.device_id) return null
      if (contract.name === contracts.pageToken.name)
        return identity.answerPageToken(params.device_id, (payload as Payload<typeof contracts.pageToken>).req_id)
      if (contract.name === contracts.deviceReport.name)
        return logs.take(params.device_id, payload as Payload<typeof contracts.deviceReport>)
      return null
    },
    onEvent({ contract, params }, payload, client) {
      if (contract.name === contracts.uiPing.name) presence.heard(connections.identify(client))
      if (contract.name === contracts.enrolHello.name) {
        const from = { clientId: client.id, address: remoteAddress(client) }
        identity.hello(from, payload as Payload<typeof contracts.enrolHello>)
      }
      if (!params.device_id) return
      if (contract.name === contracts.inputRfid.name)
        taps.note(params.device_id, payload as Payload<typeof contracts.inputRfid>)
      if (contract.name === contracts.deviceHeartbeat.name) {
        const beat = payload as Payload<typeof contracts.deviceHeartbeat>
        board.heartbeat(params.device_id, beat)
        ready.heartbeat(params.device_id, beat)
      }
    },
  }
}
