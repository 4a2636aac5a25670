import { encodePayload, type Contract, type ContractName, type Route } from '@eg/shared'
import type { Work } from '../commit/command.js'

/** Retained states that are put together from connections and must not come back as they were. */
const NOT_KEPT: ReadonlySet<ContractName> = new Set(['deviceStatus', 'inputStatus'])

/** What a valid message of the wire means for the pipeline; null for what only passes through the broker. */
export function toWork(route: Route, topic: string, payload: unknown): Work | null {
  const contract = route.contract as Contract & { name: ContractName }
  const deviceId = route.params.device_id
  if (contract.kind === 'event') return null
  if (contract.kind === 'state') {
    if (deviceId === undefined) throw new Error(`${contract.name} is a state that only the core publishes`)
    const text = encodePayload(contract, payload)
    return { kind: 'deviceState', contract: contract.name, deviceId, topic, text, keep: !NOT_KEPT.has(contract.name) }
  }
  return { kind: contract.name, payload, ...(deviceId === undefined ? {} : { deviceId }) } as Work
}
