import { END, type ShowStep } from '@eg/shared'
import type { Wrong } from './places.js'

/** Everywhere a step may lead: each option that wins, a tie, a time-out, a failed quorum, and nobody voting. */
export function exitsOf(step: ShowStep): string[] {
  const exits = step.options.map(({ to }) => to)
  if (typeof step.tie !== 'string') exits.push(step.tie.to)
  if (step.timeout !== null) exits.push(step.timeout)
  if (step.no_quorum !== null) exits.push(step.no_quorum)
  // With a quorum nobody voting is a quorum that failed.
  if (step.quorum === null) exits.push(step.to)
  return [...new Set(exits)]
}

/** Something wrong with where steps lead. `index`: of the step, in the order they are written. */
export interface BranchProblem extends Wrong {
  index: number
  field: string
}

/** Steps that no outcome leads to, and steps from which no outcome leads to the end (F4, F5). All targets must exist. */
export function checkBranches(steps: readonly ShowStep[], start: string): BranchProblem[] {
  const byId = new Map(steps.map((step) => [step.id, step]))
  const reached = new Set<string>()
  const open = [start]
  for (let id = open.pop(); id !== undefined; id = open.pop()) {
    if (id === END || reached.has(id)) continue
    reached.add(id)
    open.push(...exitsOf(byId.get(id) as ShowStep))
  }
  const ending = stepsThatEnd(steps)
  return steps.flatMap((step, index): BranchProblem[] => {
    if (!reached.has(step.id)) {
      const detail = `No outcome leads to step "${step.id}", so it is never asked. Let another step lead to it, or take it out.`
      return [{ index, field: 'id', fault: 'never_asked', params: { id: step.id }, detail }]
    }
    if (ending.has(step.id)) return []
    const exits = exitsOf(step).join(', ')
    const detail = `Whatever is voted from step "${step.id}" on, the show never comes to its end (it leads to ${exits}). Let one outcome of these steps lead to "${END}", or to a step that does.`
    return [{ index, field: 'id', fault: 'never_ends', params: { id: step.id, exits }, detail }]
  })
}

/** The ids of the steps from which some outcomes lead to the end: found backwards from the end. */
function stepsThatEnd(steps: readonly ShowStep[]): Set<string> {
  const before = new Map<string, string[]>()
  for (const step of steps) {
    for (const exit of exitsOf(step)) before.set(exit, [...(before.get(exit) ?? []), step.id])
  }
  const ending = new Set<string>()
  const open = [END]
  for (let id = open.pop(); id !== undefined; id = open.pop()) {
    for (const step of before.get(id) ?? []) {
      if (!ending.has(step)) open.push(step)
      ending.add(step)
    }
  }
  return ending
}
