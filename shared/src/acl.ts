import { type Contract, type Role } from './contracts/contract.js'
import { allContracts } from './contracts/table.js'
import { covers, filterOf, matchTopic } from './topics.js'

/** Who a connection is, for the table of contracts. */
export interface Identity {
  /** All of them count: in `open` mode a connection without a device may do what any role may. */
  readonly roles: readonly Role[]
  /** The device the connection is bound to; it may name no other. */
  readonly device?: string | undefined
  readonly clientId: string
  /** `open` mode without a device: may read everything, as a person looking for a fault does. */
  readonly readsAll?: boolean
  /** Topic filters free for everybody (EG_OPEN_TOPICS). */
  readonly openTopics: readonly string[]
}

const CONFINED: ReadonlySet<Role> = new Set(['slot', 'slot-ui', 'table', 'change'])

export interface Route {
  contract: Contract
  params: Record<string, string>
}

const byPrefix = new Map<string, Contract[]>()
for (const contract of allContracts) {
  const key = contract.topic.split('/').slice(0, 2).join('/')
  const list = byPrefix.get(key)
  if (list) list.push(contract)
  else byPrefix.set(key, [contract])
}

/** The contract a topic belongs to, with its parameters; null for a topic outside the table. */
export function routeOf(topic: string): Route | null {
  const second = topic.indexOf('/', topic.indexOf('/') + 1)
  const candidates = byPrefix.get(second < 0 ? topic : topic.slice(0, second))
  if (!candidates) return null
  for (const contract of candidates) {
    const params = matchTopic(contract.topic, topic)
    if (params) return { contract, params }
  }
  return null
}

/** Whether a topic is one of those left free for makers' own props. */
export function isOpenTopic(topic: string, openTopics: readonly string[]): boolean {
  return openTopics.some((filter) => covers(filter, topic))
}

/** Whether somebody may publish on a topic of the table. */
export function mayPublish(who: Identity, route: Route): boolean {
  return route.contract.publishers.some((role) => who.roles.includes(role) && inReach(who, role, route.params))
}

/** Whether somebody may subscribe to a filter: it must be covered by what one of the roles may read. */
export function maySubscribe(who: Identity, filter: string): boolean {
  if (who.openTopics.some((open) => covers(open, filter))) return true
  if (who.readsAll && covers('eg/#', filter)) return true
  return allContracts.some((contract) =>
    contract.subscribers.some((role) => who.roles.includes(role) && covers(readable(who, role, contract), filter)),
  )
}

function inReach(who: Identity, role: Role, params: Record<string, string>): boolean {
  if (params.client_id !== undefined && params.client_id !== who.clientId && !who.readsAll) return false
  if (params.device_id === undefined || !CONFINED.has(role)) return true
  return who.device === undefined || params.device_id === who.device
}

function readable(who: Identity, role: Role, contract: Contract): string {
  let topic = contract.topic
  if (!who.readsAll) topic = topic.replace('{client_id}', who.clientId)
  if (CONFINED.has(role) && who.device !== undefined) topic = topic.replace('{device_id}', who.device)
  return filterOf(topic)
}
