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

/** What a slot remembers of the run it saw last, over a restart. */
export interface VoteMemory {
  load(): Memory | null
  save(memory: Memory): void
}

/** The store of one slot. */
export interface SlotStore {
  outbox: Outbox
  memory: VoteMemory
}
