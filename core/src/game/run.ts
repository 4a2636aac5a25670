/** Facts about a run, as the rules see them. All times are milliseconds. */
export interface Run {
  run: number
  step: number
  question: string
  options: string[]
  status: 'open' | 'closed' | 'revealed' | 'voided'
  /** Whether it closes with a number of votes, or with those of every slot that is there (N31). */
  expects: 'number' | 'slots'
  /** The number; of `slots` as it stands now. */
  expected: number
  final: boolean
  tie: 'revote' | 'operator' | 'first'
  reveal: 'auto' | 'operator'
  durationMs: number | null
  /** How many slots have voted. */
  voted: number
  /** What closed it; null while it is open. */
  closedBy?: ClosedBy | null
}

/** What a step asks for, before it is a run. */
export type Step = Pick<
  Run,
  'step' | 'question' | 'options' | 'expects' | 'expected' | 'final' | 'tie' | 'reveal' | 'durationMs'
>

/** What became of a step of the show; see `judge`. */
export type OutcomeKind = 'winner' | 'tie' | 'timeout' | 'no_quorum' | 'nobody'
export type ClosedBy = 'expected' | 'timer' | 'operator'
export type Tally = Record<string, number>

/** What a night rule may do to the world. Applied in order, in one transaction. */
export type NightChange =
  /** Of a step of `slots` the number is counted as it opens. `repeats`: the run of the show that is asked again. */
  | { type: 'open'; step: Step; repeats?: number }
  /** `first`: the slot has not voted in this run before. */
  | { type: 'vote'; run: number; deviceId: string; choice: string; first: boolean }
  | { type: 'close'; run: number; by: ClosedBy }
  /** `outcome`: of a step of the show, what decided where it leads. */
  | { type: 'reveal'; run: number; winner: string | null; nextStep: number; outcome?: OutcomeKind }
  | { type: 'void'; run: number; reason: string }
  | { type: 'extend'; run: number; ms: number }
  /** How many votes a run of `slots` expects has changed. */
  | { type: 'expect'; run: number; expected: number }
  /** The operator does not wait for a slot in this run, or does again. */
  | { type: 'excuse'; run: number; deviceId: string; excused: boolean }

/** A run that still waits for something: open, or closed and not yet revealed. */
export function isCurrent(run: Run): boolean {
  return run.status === 'open' || run.status === 'closed'
}

export function sameStep(a: Step, b: Step): boolean {
  return (
    a.step === b.step &&
    a.question === b.question &&
    a.options.length === b.options.length &&
    a.options.every((option, i) => option === b.options[i]) &&
    a.expects === b.expects &&
    // Of `slots` the number comes and goes with the slots; the question is the same.
    (a.expects === 'slots' || a.expected === b.expected) &&
    a.final === b.final &&
    a.tie === b.tie &&
    a.reveal === b.reveal &&
    a.durationMs === b.durationMs
  )
}
