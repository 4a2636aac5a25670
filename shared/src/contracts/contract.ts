import type * as z from 'zod/mini'
import { withBanner } from '../rehearsal.js'
import type { TopicParams } from '../topics.js'

/**
 * What an operator may: `gamemaster` everything · `cashier` desks, payouts, players and what concerns money · `technician`
 * devices, their enrolment and their commands · `viewer` looks on.
 */
export const OPERATOR_ROLES = ['gamemaster', 'cashier', 'technician', 'viewer'] as const
export type OperatorRole = (typeof OPERATOR_ROLES)[number]

/** Who speaks. `guest` is somebody without credentials; `core` is the core itself. */
export type Role = 'core' | 'slot' | 'slot-ui' | 'table' | 'change' | OperatorRole | 'guest'

/** Everybody at an operator's page. */
export const OPERATORS: readonly Role[] = OPERATOR_ROLES
/** Operators who run the game: mode, night, what the house gives away. */
export const GAME: readonly Role[] = ['gamemaster']
/** Operators who handle money, cards and players. */
export const MONEY: readonly Role[] = ['gamemaster', 'cashier']
/** Operators who look after devices. */
export const TECHNICAL: readonly Role[] = ['gamemaster', 'technician']

/** Everybody who belongs to the venue. */
export const EVERYONE: readonly Role[] = ['slot', 'slot-ui', 'table', 'change', ...OPERATORS]

/**
 * - `command`: goes through the commit pipeline, is answered, and is never forwarded to subscribers;
 * - `state`: retained; what a screen needs after a restart; kept by the store and published again at boot;
 * - `event`: passes through the broker to whoever listens now.
 */
export type Kind = 'command' | 'state' | 'event'

/** How the bytes are read: JSON, plain text, either (plain text if it is not an object), or anything at all. */
export type Encoding = 'json' | 'text' | 'text-or-json' | 'any'

/** One row of the table of topics: everything that is known about a topic stands here and nowhere else. */
export interface Contract<T extends string = string, S extends z.ZodMiniType = z.ZodMiniType> {
  readonly name: string
  /** The topic, with parameters between braces. A device role may only name itself as `{device_id}`. */
  readonly topic: T
  readonly kind: Kind
  readonly encoding: Encoding
  readonly schema: S
  readonly qos: 0 | 1
  readonly retain: boolean
  readonly publishers: readonly Role[]
  readonly subscribers: readonly Role[]
  /** One sentence for the generated reference. */
  readonly summary: string
  /** A valid payload, for the reference and the tests. */
  readonly sample: z.infer<S>
  /** Commands only: the `type` of the answer on `…/res`. */
  readonly answer?: string
  /** Where the answer of a command goes: to the device or to the page that asked. */
  readonly answerTo?: 'device' | 'page'
  /** Commands only: it carries or answers a secret, so it is taken over HTTP and from nobody on MQTT. */
  readonly httpOnly?: boolean
  /** Commands only: it is about the connection it comes over, so it is taken over MQTT only. */
  readonly mqttOnly?: boolean
}

export type Payload<C extends Contract> = z.infer<C['schema']>
export type Params<C extends Contract> = TopicParams<C['topic']>

type Defaults = 'encoding' | 'qos' | 'retain'
type Given<T extends string, S extends z.ZodMiniType> = Omit<Contract<T, S>, Defaults | 'kind'> &
  Partial<Pick<Contract<T, S>, Defaults>>

/** A command: JSON, QoS 1, not retained. */
export function command<const T extends string, S extends z.ZodMiniType>(
  given: Given<T, S> & { answer?: string },
): Contract<T, S> {
  return { encoding: 'json', qos: 1, retain: false, answerTo: 'device', ...given, kind: 'command' }
}

/** A retained state: JSON, QoS 1. */
export function state<const T extends string, S extends z.ZodMiniType>(given: Given<T, S>): Contract<T, S> {
  return { encoding: 'json', qos: 1, retain: true, ...given, schema: withBanner(given, given.schema), kind: 'state' }
}

/** An event: JSON, QoS 1, not retained. */
export function event<const T extends string, S extends z.ZodMiniType>(given: Given<T, S>): Contract<T, S> {
  return { encoding: 'json', qos: 1, retain: false, ...given, schema: withBanner(given, given.schema), kind: 'event' }
}
