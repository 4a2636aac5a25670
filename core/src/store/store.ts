import type { Answer, OpCommands, TimelineLine } from '@eg/shared'
import type { DisputeReads } from './dispute-reads.js'
import type { MoneyReads } from './money-reads.js'
import type { SessionReads } from './session-reads.js'
import type { BatchResult, Command } from '../commit/command.js'

/** A commit that did not succeed; the batch may be tried again. */
export class StoreUnavailableError extends Error {
  override readonly name = 'StoreUnavailableError'
}

/** A backup for which there is no room on its disk. */
export class NoRoomError extends Error {
  override readonly name = 'NoRoomError'
}

/** A database that the core must not open; the message says why and what to do. */
export class StoreRefusedError extends Error {
  override readonly name = 'StoreRefusedError'
}

/** The truth of the evening. Everything that changes it goes through `commit`. */
export interface Store {
  /** What the world must hear at boot: every retained state, the timer, the known devices. */
  boot(at: number): Promise<BatchResult>
  /**
   * Carries out a batch in one transaction. Resolves when it is on disk.
   * @throws StoreUnavailableError if it could not be stored; nothing of the batch was
   */
  commit(commands: readonly Command[]): Promise<BatchResult>
  close(): Promise<void>
}

export interface TimelineQuery {
  /** Lines before this sequence number; absent: the newest. */
  before?: number | undefined
  limit: number
  deviceId?: string | undefined
}

export interface RunSummary {
  run: number
  step: number
  question: string
  status: string
  voted: number
  expected: number
  winner: string | null
  tally: Record<string, number> | null
  opened_at: number
}

export interface ScriptText {
  script: number
  name: string | null
  hash: string
  text: string
  loaded_at: number
  loaded_by: string
}

/** Reads that must never stall a commit. */
export interface Reader extends MoneyReads, DisputeReads, SessionReads {
  timeline(query: TimelineQuery): Promise<TimelineLine[]>
  runs(limit: number): Promise<RunSummary[]>
  /** The script that is loaded, as it was written; null: none. */
  showScript(): Promise<ScriptText | null>
  /** What a device was told to do, newest first: the last hundred. */
  deviceCommands(deviceId: string): Promise<OpCommands['items']>
  close(): Promise<void>
}

export type { Answer }
