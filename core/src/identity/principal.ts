import type { DeviceRole, Identity, OperatorRole, Role } from '@eg/shared'
import type { Enrolment } from './records.js'

/** Who a connection is, once its credentials were checked (EG_AUTH=enrolled). */
export type Principal =
  | { kind: 'device'; enrolment: Enrolment; page: boolean }
  | { kind: 'operator'; name: string; role: OperatorRole; sessionId: string }
  | { kind: 'guest'; address: string }

/** Two connections of the same somebody have the same key: one may take the place of the other. Of guests only the address is known. */
export function principalKey(principal: Principal): string {
  switch (principal.kind) {
    case 'device':
      return `device ${principal.enrolment.deviceId}`
    case 'operator':
      return `operator ${principal.name}`
    case 'guest':
      return `guest ${principal.address}`
  }
}

/** What a principal may, for the table of contracts. */
export function identityOf(principal: Principal, clientId: string, openTopics: readonly string[]): Identity {
  const base = { clientId, openTopics }
  switch (principal.kind) {
    case 'device': {
      const { deviceId, role } = principal.enrolment
      return { ...base, device: deviceId, roles: role === 'script' ? [] : [deviceRole(role, principal.page)] }
    }
    case 'operator':
      return { ...base, operator: principal.name, roles: [principal.role] }
    case 'guest':
      return { ...base, roles: ['guest'] }
  }
}

/** Somebody who was let in and is not any more: nothing is left, not even the free topics. */
export function nobody(clientId: string): Identity {
  return { clientId, openTopics: [], roles: [] }
}

/** A slot's page is a role of its own; the page of a table or desk speaks as the device. */
export function deviceRole(role: DeviceRole, page: boolean): Role {
  return role === 'slot' && page ? 'slot-ui' : role
}
