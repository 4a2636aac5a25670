import {
  contracts,
  newRequestId,
  request,
  type Answer,
  type Bus,
  type Contract,
  type DeviceRole,
  type Payload,
} from '@eg/shared'

/** Lets devices in and puts them out; each resolves with the core's answer. */
export interface Admit {
  /** Lets in the device that waits under `key`, as `deviceId`. `replace`: whoever has that name now is put out. */
  enrol(key: string, deviceId: string, role: DeviceRole, replace: boolean): Promise<Answer>
  /** Takes a device off the list of those that wait. */
  dismiss(key: string): Promise<Answer>
  /** Puts a device out at once. */
  revoke(deviceId: string): Promise<Answer>
}

export function createAdmit(bus: Bus, clientId: string): Admit {
  const answers = { contract: contracts.opAnswer, params: { client_id: clientId } }
  const give = <C extends Contract>(contract: C, fields: Omit<Payload<C>, 'req_id'>): Promise<Answer> => {
    const payload = { req_id: newRequestId('op'), ...fields } as Payload<C> & { req_id: string }
    return request(bus, contract, {} as never, payload, answers).catch((error: unknown) => {
      console.error(contract.name, error)
      return { type: contract.name, status: 'invalid', detail: String(error) }
    })
  }
  return {
    enrol: (key, deviceId, role, replace) =>
      give(contracts.opEnrol, { key, device_id: deviceId, role, ...(replace ? { replace } : {}) }),
    dismiss: (key) => give(contracts.opDismiss, { key }),
    revoke: (deviceId) => give(contracts.opRevoke, { device_id: deviceId }),
  }
}
