import type { BatchResult, Command } from '../../commit/command.js'
import type { StoreSettings } from './transaction.js'

export interface WorkerData {
  path: string
  settings: StoreSettings
}

/**
 * What the threads say to each other: a call with an id, and its result or error under the same id. As JSON text: a batch of
 * a thousand small objects is copied faster as one text than by the structured clone.
 */
export type Call = { id: number } & (
  | { call: 'boot'; at: number }
  | { call: 'commit'; commands: readonly Command[] }
  /** A method of the reader, by its name. */
  | { call: 'read'; read: string; given: readonly unknown[] }
  | { call: 'backup'; folder: string; at: number }
  | { call: 'close' }
)

/** A batch's result, or whatever was looked up. */
export type CallResult = BatchResult | object | null

export type Reply = { id: number } & (
  | { result: CallResult }
  | { error: { kind: 'unavailable' | 'refused' | 'fault'; message: string } }
)
