/** What a command is about; it decides what must be in the database when it was carried out. */
export type Kind = 'vote' | 'debit' | 'credit' | 'round' | 'payout' | 'claim' | 'adjust' | 'operator'

/** The answer of the rules, as it came over MQTT or HTTP. */
export type Answer = Record<string, unknown> & { status: string }

/** One command as its sender keeps it: the same words until it is acknowledged, and whenever it is asked again. */
export interface Sent {
  /** `req_id`; of a payout, which has none, its `payout_id`. Unique in an evening. */
  readonly id: string
  /** Under which name the core keeps the request: a device id, or `http`. */
  readonly actor: string
  readonly kind: Kind
  /** A topic, or a path of the API. */
  readonly to: string
  readonly payload: Readonly<Record<string, unknown>>
  readonly text: string
  acknowledged: boolean
  /** The first answer that was heard. */
  answer: Answer | null
}

/** Ids of this shape are found again in the bytes that the core writes to the disk and to its sockets. */
export const ID_IN_BYTES = /req-[0-9a-z]{6}/g

export const idOf = (number: number) => `req-${number.toString(36).padStart(6, '0')}`
