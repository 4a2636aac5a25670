import type { CommandResult } from '@eg/shared'
import type { Round } from '../slot/day-model.js'
import type { Memory, Vote } from '../slot/model.js'

/** A vote as it is kept and sent. `ts` is an ISO 8601 string of this slot's clock. */
export interface KeptVote extends Vote {
  ts: string
}

/** The votes of one slot that the core has not answered yet, oldest first. On disk before they are sent. */
export interface Outbox {
  /**
   * Keeps a vote; an older one of the same run gives way to it (the newest wins). `full` means that it was not kept.
   * Throws when the storage fails.
   */
  add(vote: KeptVote): 'kept' | 'full'
  /** Forgets a vote that was answered; false if it was not there. */
  remove(reqId: string): boolean
  list(): KeptVote[]
}

/** The one round of a slot whose answer is not known. On disk before it is sent, until the core has answered. */
export interface RoundOutbox {
  /** Keeps a round; `ts` is when, ISO 8601 of this slot's clock. Throws when the storage fails or another one is kept. */
  keep(round: Round, ts: string): void
  /** Forgets a round that was answered; false if it was not there. */
  remove(reqId: string): boolean
  load(): Round | null
}

/** What a slot remembers of the run it saw last, over a restart. */
export interface VoteMemory {
  load(): Memory | null
  save(memory: Memory): void
}

/** The last run of a group that has gone, over a restart; null: none. It is the machine's, whatever name the slot has. */
export interface ForgottenRun {
  load(): number | null
  /** On the disk when it returns. Throws when the storage fails. */
  save(run: number | null): void
}

/** What a command of the core came to, as it is told. */
export interface KeptReport {
  status: 'accepted' | 'done' | 'failed'
  reason?: string
  detail?: string
  result?: CommandResult
}

/** A command of the core, with what was last said of it. */
export interface KeptCommand {
  cmdId: string
  action: string
  report: KeptReport
}

/** The last commands of one slot: each is carried out once, and answered each time the core asks. */
export interface CommandMemory {
  find(cmdId: string): KeptCommand | null
  /** Keeps a command or what became of it. Throws when the storage fails. */
  save(command: KeptCommand): void
  /** Those that were accepted and have not ended: after a start, what the restart interrupted. */
  unfinished(): KeptCommand[]
}

/** The store of one slot. */
export interface SlotStore {
  outbox: Outbox
  rounds: RoundOutbox
  memory: VoteMemory
  forgotten: ForgottenRun
  commands: CommandMemory
}
