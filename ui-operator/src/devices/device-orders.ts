import { contracts, newRequestId, request, type Answer, type Bus, type Payload } from '@eg/shared'

/** `Omit` of each member of a union, so that each action keeps the fields that go with it. */
type Without<T, K extends string> = T extends unknown ? Omit<T, K> : never
export type DeviceOrder = Without<Payload<typeof contracts.opDeviceCommand>, 'req_id' | 'target_id'>

/** Tells devices what to do; resolves with the core's word that it keeps it, or why it does not. */
export type SendOrder = (deviceId: string, order: DeviceOrder) => Promise<Answer>

export function createSendOrder(bus: Bus, clientId: string): SendOrder {
  const answers = { contract: contracts.opAnswer, params: { client_id: clientId } }
  return (deviceId, order) => {
    const payload = { req_id: newRequestId('op'), target_id: deviceId, ...order } as Payload<
      typeof contracts.opDeviceCommand
    >
    return request(bus, contracts.opDeviceCommand, {}, payload, answers).catch((error: unknown) => {
      console.error(contracts.opDeviceCommand.name, error)
      return { type: 'device_command', status: 'invalid', detail: String(error) }
    })
  }
}
