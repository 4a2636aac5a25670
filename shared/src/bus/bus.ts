import type { Contract, Params, Payload } from '../contracts/contract.js'
import type { Answer } from '../contracts/devices.js'

/** What a subscriber hears. `payload` is null when a retained state was cleared. */
export interface Message<C extends Contract> {
  payload: Payload<C> | null
  params: Params<C>
  /** True for a state that was kept by the broker and is handed over on subscribing. */
  retained: boolean
}

export type Listener<C extends Contract> = (message: Message<C>) => void

/** Parameters of a subscription: what is left out matches anything. */
export type SubscribeParams<C extends Contract> = Partial<Params<C>>

export interface Will<C extends Contract = Contract> {
  contract: C
  params: Params<C>
  payload: Payload<C>
}

/**
 * Typed publish and subscribe over any MQTT connection. Topics, QoS, retain flags and payload checks come from the
 * contract, never from the call. Subscriptions are made again on every connect, so a broker that forgot them is no
 * problem. A payload that does not fit its contract is dropped and reported to `onBadInput`.
 */
export interface Bus {
  /**
   * Sends a message. Resolves true when the broker has acknowledged it (QoS 1) or it was handed to the link (QoS 0),
   * false when the broker refused it, or the link was down or went down first: the message may or may not have arrived,
   * and is not sent again. Rejects only for a payload or parameter that does not fit its contract (a fault of the caller).
   */
  publish<C extends Contract>(contract: C, params: Params<C>, payload: Payload<C>): Promise<boolean>
  /**
   * Listens; returns what ends it. A state that was cleared while the link was down is told as cleared once the broker has
   * handed over what it keeps, where this bus can tell (`lastState` of the MQTT bus: MQTT itself does not say when the retained
   * messages are over). Elsewhere it is not reported: what a screen must know of after a reconnect may not have an empty state.
   */
  subscribe<C extends Contract>(contract: C, params: SubscribeParams<C>, listener: Listener<C>): () => void
  /** Whether the connection to the broker stands now. */
  connected(): boolean
  /** Hears of every change of `connected`; returns what ends it. */
  onConnection(listener: (connected: boolean) => void): () => void
  /** Says goodbye properly (no will) and ends. */
  close(): Promise<void>
}

/** The refusal of a request that got no answer. */
export const NO_ANSWER: Answer = {
  type: 'request',
  status: 'unavailable',
  reason: 'no_answer',
  detail:
    'The core did not answer in time. It is not known whether the command was carried out; look before asking again.',
}

/**
 * Sends a command and waits for the answer with its `req_id` on `answers` (a device's or a page's `…/res`). After
 * `timeoutMs` the outcome is unknown: `status: 'unavailable'`.
 */
export async function request<C extends Contract, A extends Contract>(
  bus: Bus,
  contract: C,
  params: Params<C>,
  payload: Payload<C> & { req_id: string },
  answers: { contract: A; params: Params<A> },
  timeoutMs = 5000,
): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const end = () => {
      clearTimeout(timer)
      stop()
    }
    const finish = (answer: Answer) => {
      end()
      resolve(answer)
    }
    const timer = setTimeout(() => finish({ ...NO_ANSWER, req_id: payload.req_id }), timeoutMs)
    const stop = bus.subscribe(answers.contract, answers.params as SubscribeParams<A>, (message) => {
      const answer = message.payload as Answer | null
      if (answer && answer.req_id === payload.req_id) finish(answer)
    })
    bus.publish(contract, params, payload).catch((error: unknown) => {
      end()
      reject(error instanceof Error ? error : new Error(String(error)))
    })
  })
}
