import type { BatchResult, Command } from '../../commit/command.js'
import type { RunSummary, TimelineQuery } from '../store.js'
import type { TimelineEntry } from '@eg/shared'
import type { StoreSettings } from './transaction.js'

export interface WorkerData {
  path: string
  settings: StoreSettings
}

/** What the threads say to each other: a call with an id, and its result or error under the same id. */
export type Call = { id: number } & (
  | { call: 'boot'; at: number }
  | { call: 'commit'; commands: readonly Command[] }
  | { call: 'timeline'; query: TimelineQuery }
  | { call: 'runs'; limit: number }
  | { call: 'close' }
)

export type CallResult = BatchResult | TimelineEntry[] | RunSummary[] | null

export type Reply = { id: number } & (
  | { result: CallResult }
  | { error: { kind: 'unavailable' | 'refused' | 'fault'; message: string } }
)
