import type { ShowScript, ShowStep } from '@eg/shared'
import { END } from '@eg/shared/show-words'
import type { Branches } from '../game/branches.js'
import type { Step } from '../game/run.js'

/** A step as the night asks it. `usual`: how many votes close a run whose step does not say it. */
export function stepOf(step: ShowStep, usual: number | 'slots'): Step {
  const votes = step.expected ?? usual
  return {
    step: step.step,
    question: step.question,
    options: step.options.map(({ text }) => text),
    expects: votes === 'slots' ? 'slots' : 'number',
    expected: votes === 'slots' ? 0 : votes,
    final: step.final,
    // A tie that leads somewhere is never decided: `judge` asks the branches first.
    tie: typeof step.tie === 'string' ? step.tie : 'first',
    reveal: step.reveal,
    durationMs: step.timer_s === null ? null : step.timer_s * 1000,
  }
}

/** Where its outcomes lead, once it was asked again `revotes` times after a tie. */
export function branchesOf(script: ShowScript, step: ShowStep, revotes: number): Branches {
  const number = (target: string) => numberOf(script, target)
  return {
    quorum: step.quorum,
    noQuorum: number(step.no_quorum ?? step.to),
    timeout: step.timeout === null ? null : number(step.timeout),
    tie: typeof step.tie === 'string' ? null : number(step.tie.to),
    options: step.options.map(({ to }) => number(to)),
    otherwise: number(step.to),
    revotesLeft: Math.max(0, step.revotes - revotes),
  }
}

/** The number that a target has on the wire (`next_step`); the end is the number after the last step's. */
export function numberOf(script: ShowScript, target: string): number {
  return stepById(script, target)?.step ?? script.steps.length + 1
}

/** What a number on the wire stands for: the id of a step, or `end`. */
export function targetOf(script: ShowScript, step: number): string {
  return script.steps[step - 1]?.id ?? END
}

export function stepById(script: ShowScript, id: string): ShowStep | null {
  return script.steps.find((step) => step.id === id) ?? null
}
