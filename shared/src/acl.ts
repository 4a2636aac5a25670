import { type Contract, type Role } from './contracts/contract.js'
import { allContracts } from './contracts/table.js'
import { isDeviceId } from './ids.js'
import { covers, filterOf, isTopicLevel, matchTopic, paramNames } from './topics.js'

/** Who a connection is, for the table of contracts. */
export interface Identity {
  /** All of them count: in `open` mode a connection without a device may do what any role may. */
  readonly roles: readonly Role[]
  /** The device the connection is bound to; it may name no other. Without it a device role reaches no device, unless `readsAll`. */
  readonly device?: string | undefined
  /** The operator who logged in on it: who stands in the journal. */
  readonly operator?: string | undefined
  readonly clientId: string
  /** The number of the connection, where the core gives them one. */
  readonly connection?: number | undefined
  /** `open` mode without a device: may read everything, as a person looking for a fault does. */
  readonly readsAll?: boolean
  /** Topic filters free for everybody (EG_OPEN_TOPICS). */
  readonly openTopics: readonly string[]
}

const CONFINED: ReadonlySet<Role> = new Set(['slot', 'slot-ui', 'table', 'change'])

export interface Route {
  readonly contract: Contract
  readonly params: Readonly<Record<string, string>>
}

const NONE: readonly Contract[] = []
const byPrefix = new Map<string, Contract[]>()
for (const contract of allContracts) {
  const key = contract.topic.split('/').slice(0, 2).join('/')
  const list = byPrefix.get(key)
  if (list) list.push(contract)
  else byPrefix.set(key, [contract])
}

/** The contracts with the same first two levels, which are fixed in all of them: no other can cover or match it. */
function candidatesFor(filter: string): readonly Contract[] {
  const second = filter.indexOf('/', filter.indexOf('/') + 1)
  return byPrefix.get(second < 0 ? filter : filter.slice(0, second)) ?? NONE
}

/** Topics without parameters lead to their contract at once: those of every command. */
const fixed = new Map<string, Route>(
  allContracts
    .filter(({ topic }) => paramNames(topic).length === 0)
    .map((contract) => [contract.topic, { contract, params: {} }]),
)

/**
 * The contract a topic belongs to, with its parameters; null for a topic outside the table. A level that is not a
 * device id (`__proto__`, 200 characters) is outside: nothing behind the broker ever sees such a device.
 */
export function routeOf(topic: string): Route | null {
  const whole = fixed.get(topic)
  if (whole) return whole
  for (const contract of candidatesFor(topic)) {
    const params = matchTopic(contract.topic, topic)
    if (params) return params.device_id === undefined || isDeviceId(params.device_id) ? { contract, params } : null
  }
  return null
}

/** Whether a topic is one of those left free for makers' own props. */
export function isOpenTopic(topic: string, openTopics: readonly string[]): boolean {
  return openTopics.some((filter) => covers(filter, topic))
}

/** Whether somebody may publish on a topic of the table, over MQTT. */
export function mayPublish(who: Identity, route: Route): boolean {
  if (route.contract.httpOnly) return false
  return route.contract.publishers.some((role) => who.roles.includes(role) && inReach(who, role, route.params))
}

/** Whether somebody may give a command in one of these roles, over HTTP: there is no topic and no client id. */
export function mayCommand(roles: readonly Role[], contract: Contract): boolean {
  if (contract.mqttOnly) return false
  return contract.publishers.some((role) => roles.includes(role))
}

/** Whether a message on a topic may be handed to somebody now, whatever was subscribed to before. */
export function mayRead(who: Identity, topic: string): boolean {
  if (isOpenTopic(topic, who.openTopics)) return true
  if (who.readsAll) return covers('eg/#', topic)
  const route = routeOf(topic)
  if (!route) return false
  return route.contract.subscribers.some((role) => who.roles.includes(role) && inReach(who, role, route.params))
}

/** Whether somebody may subscribe to a filter: it must be covered by what one of the roles may read. */
export function maySubscribe(who: Identity, filter: string): boolean {
  if (who.openTopics.some((open) => covers(open, filter))) return true
  if (who.readsAll && covers('eg/#', filter)) return true
  return candidatesFor(filter).some((contract) =>
    contract.subscribers.some((role) => {
      const widest = who.roles.includes(role) ? readable(who, role, contract) : null
      return widest !== null && covers(widest, filter)
    }),
  )
}

function inReach(who: Identity, role: Role, params: Record<string, string>): boolean {
  if (params.client_id !== undefined && params.client_id !== who.clientId && !who.readsAll) return false
  if (params.device_id === undefined || !CONFINED.has(role)) return true
  return who.device === undefined ? who.readsAll === true : params.device_id === who.device
}

/** The widest filter of a contract that somebody may read in a role; null for none. */
function readable(who: Identity, role: Role, contract: Contract): string | null {
  const pinned: Record<string, string> = {}
  for (const name of paramNames(contract.topic)) {
    const own = ownValue(who, role, name)
    if (own === undefined) continue
    if (own === null || !isTopicLevel(own)) return null
    pinned[name] = own
  }
  return filterOf(contract.topic, pinned)
}

/** What a parameter is bound to for somebody in a role; undefined: to nothing, null: there is nothing to bind it to. */
function ownValue(who: Identity, role: Role, name: string): string | null | undefined {
  if (name === 'client_id') return who.readsAll ? undefined : who.clientId
  if (name !== 'device_id' || !CONFINED.has(role)) return undefined
  return who.device ?? (who.readsAll ? undefined : null)
}
