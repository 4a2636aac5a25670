import { type Clock, type Contract, contracts } from '@eg/shared'
import type { Store } from '../store/store.js'
import { StoreUnavailableError } from '../store/store.js'
import {
  type Actor,
  type BatchResult,
  CLOCK_STEP_MS,
  type Command,
  type Outcome,
  type TimerLeft,
  type Work,
} from './command.js'

/** The most commands one transaction takes; more wait for the next. */
const MAX_BATCH = 1000
/** With this many waiting nothing more is read from the broker's connections. */
const FULL = 4 * MAX_BATCH
/** How long a batch that could not be committed is tried again before its senders are told. */
const RETRY_FOR_MS = 5000
const RETRY_EVERY_MS = 200
/** How often a store that failed is asked whether it can commit again, when nobody else does. */
const PROBE_EVERY_MS = 1000

/** What may put somebody out: from there on nothing is taken that comes over an earlier connection of his. */
const PUTS_OUT: ReadonlySet<string> = new Set([
  'opSwap',
  'opSwapCancel',
  'opEnrol',
  'opDeviceAdd',
  'opRevoke',
  'secretUsed',
] satisfies Work['kind'][])

export type Settled = { ok: true; outcome: Outcome } | { ok: false }
export type Done = (settled: Settled) => void

interface Entry {
  command: Command | null
  sender: object | null
  done: Done
  /** When it came, on the monotonic clock (ms). */
  came: number
}

export interface PipelineOptions {
  store: Store
  clock: Clock
  /** Hears of every commit before its senders do: publishes state, sets timers, notes devices. */
  onCommit: (result: BatchResult) => void
  /** Hears when commits begin to fail (with why) and when they succeed again (null). */
  onHealth: (why: string | null) => void
  onFault: (work: Work, fault: string) => void
  /** Hears what a commit took (ms), and each command from its arrival to its acknowledgement: for the figures. */
  onCommitted?: (commands: number, ms: number) => void
  onSettled?: (ms: number, refusal: string | undefined) => void
  /** Fills in what the main thread knows and the store does not. */
  prepare?: (work: Work) => Work
  /** What is left of the timer that a command is about; undefined if it is about none. */
  left?: (work: Work) => TimerLeft | undefined
  /** The number of the last connection that was let in. */
  latestConnection?: () => number
  /** How far the wall clock was from the monotonic one (ms) when the store was booted; absent: as it is now. */
  clockOffset?: number
}

/**
 * The one door through which anything changes. While one batch is being committed the next one gathers: a quiet system
 * commits one command at once, a busy one commits many with one fsync, and there is no timer.
 *
 * Outcomes come in the order of submission, which is what keeps a client's acknowledgements in order (MQTT-4.6.0).
 */
export class Pipeline {
  private queue: Entry[] = []
  private committing = false
  private failing = false
  private stopped = false
  /** How many entries of a sender are queued or being committed. */
  private readonly pending = new Map<object, number>()
  private idle: (() => void)[] = []
  /** Settings of the clock that could not be stored. */
  private missed: Entry[] = []
  private room: () => void = () => undefined

  /** How far the wall clock is from the monotonic one (ms): it moves when somebody sets it. */
  private clockOffset: number

  constructor(private readonly options: PipelineOptions) {
    this.clockOffset = options.clockOffset ?? options.clock.now() - options.clock.monotonic()
  }

  /** How many commands and passes wait. */
  get depth(): number {
    return this.queue.length
  }

  /** Whether whoever submits should hold back for a while. What is submitted all the same is taken. */
  get isFull(): boolean {
    return this.queue.length >= FULL
  }

  /** Who hears that there is room again after it was full. */
  onRoom(hear: () => void): void {
    this.room = hear
  }

  /**
   * Queues a command. `done` is called once, after the batch is on disk and its effects are published; with `ok: false`
   * when it is not known whether it was stored.
   */
  submit(given: Work, actor: Actor, sender: object | null, done: Done = () => undefined): void {
    this.noteClock()
    const work = this.options.prepare?.(given) ?? given
    const left = this.options.left?.(work)
    const answer = answerTypeOf(work)
    const command: Command = { work, actor, at: this.options.clock.now() }
    if (answer !== undefined) command.answer = answer
    if (left !== undefined) command.left = left
    if (PUTS_OUT.has(work.kind) && this.options.latestConnection) {
      command.latestConnection = this.options.latestConnection()
    }
    this.add({ command, sender, done, came: this.options.clock.monotonic() })
  }

  /** When the wall clock was set since the last command, that is a command of its own, before this one. */
  private noteClock(): void {
    const { clock } = this.options
    const offset = clock.now() - clock.monotonic()
    const byMs = Math.round(offset - this.clockOffset)
    this.clockOffset = offset
    if (Math.abs(byMs) < CLOCK_STEP_MS) return
    const command: Command = { work: { kind: 'clockSet', byMs }, actor: { key: 'core', via: 'core' }, at: clock.now() }
    this.add({ command, sender: null, done: () => undefined, came: clock.monotonic() })
  }

  /** Like `submit`, as a promise. */
  run(work: Work, actor: Actor): Promise<Settled> {
    return new Promise((resolve) => this.submit(work, actor, null, resolve))
  }

  /**
   * Lets a message that stores nothing wait behind its sender's own earlier commands, so that its acknowledgement does
   * not overtake theirs. With none pending it goes at once, whatever others commit. `done` hears whether what it waited with
   * was stored: if not, no acknowledgement may follow.
   */
  pass(sender: object, done: (isStored: boolean) => void): void {
    if (!this.pending.has(sender)) done(true)
    else this.add({ command: null, sender, done: ({ ok }) => done(ok), came: 0 })
  }

  /** Resolves when everything that was submitted has been settled. */
  drained(): Promise<void> {
    if (!this.committing && this.queue.length === 0) return Promise.resolve()
    return new Promise((resolve) => this.idle.push(resolve))
  }

  /** Takes nothing more; what is queued is still committed. */
  async stop(): Promise<void> {
    this.stopped = true
    await this.drained()
  }

  private add(entry: Entry): void {
    if (this.stopped) return entry.done({ ok: false })
    if (entry.sender) this.pending.set(entry.sender, (this.pending.get(entry.sender) ?? 0) + 1)
    this.queue.push(entry)
    if (!this.committing) void this.flush()
  }

  /**
   * Commits what is queued, batch by batch. The store takes up the next batch before the last one is settled here, so that
   * neither thread waits for the other.
   */
  private async flush(): Promise<void> {
    this.committing = true
    let batch = this.nextBatch()
    while (batch) {
      const result = await batch.result
      const { stored } = batch
      let { entries } = batch
      if (stored && !result) {
        this.keepClock(entries)
        entries = [...entries, ...this.withdraw(entries)]
      }
      batch = this.nextBatch()
      this.settle(entries, stored, result)
      batch ??= this.nextBatch()
    }
    this.committing = false
    for (const resolve of this.idle.splice(0)) resolve()
    if (this.failing && !this.stopped) this.options.clock.after(PROBE_EVERY_MS, () => void this.probe())
  }

  private nextBatch(): { entries: Entry[]; stored: boolean; result: Promise<BatchResult | null> } | null {
    if (this.queue.length === 0) return null
    const wasFull = this.isFull
    const entries = this.queue.splice(0, MAX_BATCH)
    this.tellRoom(wasFull)
    if (entries.some(({ command }) => command)) entries.unshift(...this.missed.splice(0))
    const commands = entries.flatMap((entry) => entry.command ?? [])
    const stored = commands.length > 0
    return { entries, stored, result: stored ? this.commit(commands) : Promise.resolve(null) }
  }

  /**
   * That the clock was set is true whether or not it could be stored. It goes before the commands that are next, also those that
   * wait already: they would end what waits for a time that has not passed.
   */
  private keepClock(entries: Entry[]): void {
    this.missed.push(...entries.filter(({ command }) => command?.work.kind === 'clockSet'))
  }

  /**
   * Takes out of the queue what waits of those whose earlier commands could not be stored. They send all of it again: a
   * later command that was stored meanwhile would only be answered again, and the earlier one carried out after it.
   */
  private withdraw(failed: readonly Entry[]): Entry[] {
    const senders = new Set(failed.flatMap(({ sender }) => sender ?? []))
    const isTheirs = ({ sender }: Entry) => sender !== null && senders.has(sender)
    const withdrawn = this.queue.filter(isTheirs)
    if (withdrawn.length === 0) return []
    const wasFull = this.isFull
    this.queue = this.queue.filter((entry) => !isTheirs(entry))
    this.tellRoom(wasFull)
    return withdrawn
  }

  /** The queue has become shorter. */
  private tellRoom(wasFull: boolean): void {
    if (wasFull && !this.isFull) setImmediate(this.room)
  }

  /** Asks a failing store with an empty batch whether it can commit again, so that a quiet core turns green by itself. */
  private async probe(): Promise<void> {
    if (this.committing || this.stopped || !this.failing) return
    this.committing = true
    await this.attempt([])
    await this.flush()
  }

  private settle(batch: Entry[], stored: boolean, result: BatchResult | null): void {
    if (result) this.options.onCommit(result)
    const now = this.options.clock.monotonic()
    let next = 0
    for (const entry of batch) {
      this.leave(entry.sender)
      if (stored && !result) entry.done({ ok: false })
      else if (!entry.command) entry.done({ ok: true, outcome: { answer: null } })
      else {
        const outcome = result?.outcomes[next++] ?? { answer: null }
        if (outcome.fault) this.options.onFault(entry.command.work, outcome.fault)
        entry.done({ ok: true, outcome })
        this.options.onSettled?.(now - entry.came, outcome.answer?.reason)
      }
    }
  }

  private leave(sender: object | null): void {
    if (!sender) return
    const left = (this.pending.get(sender) ?? 1) - 1
    if (left <= 0) this.pending.delete(sender)
    else this.pending.set(sender, left)
  }

  /** Commits, trying again for a while. Null: not stored, or not known. A fault of the store is not caught: it ends the process. */
  private async commit(commands: readonly Command[]): Promise<BatchResult | null> {
    const { clock } = this.options
    const until = clock.monotonic() + RETRY_FOR_MS
    for (;;) {
      const result = await this.attempt(commands)
      if (result || clock.monotonic() >= until) return result
      await new Promise<void>((resolve) => void clock.after(RETRY_EVERY_MS, resolve))
    }
  }

  private async attempt(commands: readonly Command[]): Promise<BatchResult | null> {
    const { store, clock, onHealth, onCommitted } = this.options
    const began = clock.monotonic()
    try {
      const result = await store.commit(commands)
      if (commands.length > 0) onCommitted?.(commands.length, clock.monotonic() - began)
      if (this.failing) onHealth(null)
      this.failing = false
      return result
    } catch (error) {
      if (!(error instanceof StoreUnavailableError)) throw error
      this.failing = true
      onHealth(error.message)
      return null
    }
  }
}

/** The `type` of the answer that a command's contract promises. */
function answerTypeOf(work: Work): string | undefined {
  return (contracts as Partial<Record<string, Contract>>)[work.kind]?.answer
}
