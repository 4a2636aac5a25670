/** Facts about a run, as the rules see them. All times are milliseconds. */
export interface Run {
  run: number
  step: number
  question: string
  options: string[]
  status: 'open' | 'closed' | 'revealed' | 'voided'
  expected: number
  final: boolean
  tie: 'revote' | 'operator' | 'first'
  reveal: 'auto' | 'operator'
  durationMs: number | null
  /** How many slots have voted. */
  voted: number
}

/** What a step asks for, before it is a run. */
export type Step = Pick<Run, 'step' | 'question' | 'options' | 'expected' | 'final' | 'tie' | 'reveal' | 'durationMs'>

export type ClosedBy = 'expected' | 'timer' | 'operator'
export type Tally = Record<string, number>

/** What a night rule may do to the world. Applied in order, in one transaction. */
export type NightChange =
  | { type: 'open'; step: Step }
  /** `first`: the slot has not voted in this run before. */
  | { type: 'vote'; run: number; deviceId: string; choice: string; first: boolean }
  | { type: 'close'; run: number; by: ClosedBy }
  | { type: 'reveal'; run: number; winner: string | null; nextStep: number }
  | { type: 'void'; run: number; reason: string }
  | { type: 'extend'; run: number; ms: number }

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
    a.expected === b.expected &&
    a.final === b.final &&
    a.tie === b.tie &&
    a.reveal === b.reveal &&
    a.durationMs === b.durationMs
  )
}
