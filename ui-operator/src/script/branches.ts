import { END, type OpScript, type OpShow } from '@eg/shared'

/** A step as it is loaded: where each of its outcomes leads is filled in. */
export type ScriptStep = OpScript['steps'][number]
/** What of a step says where it leads; a draft has no more. */
export type LeadingStep = Pick<
  ScriptStep,
  'id' | 'step' | 'question' | 'options' | 'to' | 'tie' | 'tie_to' | 'revotes' | 'timeout' | 'quorum' | 'no_quorum'
>

export type BranchOutcome =
  | { kind: 'option'; index: number; text: string }
  | { kind: 'tie' | 'timeout' | 'no_quorum' | 'nobody' }

/** The outcomes of a step that lead to one and the same place. */
export interface Branch {
  outcomes: BranchOutcome[]
  /** The id of a step, or `end`. */
  to: string
}

/** Where the outcomes of a step lead, in the order of its options; outcomes with the same target are one branch. */
export function branchesOf(step: LeadingStep): Branch[] {
  const found: { outcome: BranchOutcome; to: string }[] = step.options.map(({ text, to }, index) => ({
    outcome: { kind: 'option', index, text },
    to,
  }))
  if (step.tie_to !== null) found.push({ outcome: { kind: 'tie' }, to: step.tie_to })
  if (step.timeout !== null) found.push({ outcome: { kind: 'timeout' }, to: step.timeout })
  // Nobody is too few: with a quorum an empty vote is a failed one.
  if (step.no_quorum !== null) found.push({ outcome: { kind: 'no_quorum' }, to: step.no_quorum })
  else found.push({ outcome: { kind: 'nobody' }, to: step.to })
  const branches: Branch[] = []
  for (const { outcome, to } of found) {
    const same = branches.find((branch) => branch.to === to)
    if (same) same.outcomes.push(outcome)
    else branches.push({ outcomes: [outcome], to })
  }
  return branches
}

/**
 * The branch that the outcome of the visit takes; null while no outcome stands. The core says where it leads; the page only finds
 * the branch that goes there.
 */
export function takenBranch(branches: readonly Branch[], show: Pick<OpShow, 'position' | 'leads_to'>): Branch | null {
  const { position, leads_to: to } = show
  if (!position || position.outcome === null || to === null) return null
  return branches.find((branch) => branch.to === to) ?? null
}

/** Whether this outcome is the one that stands. */
export function stands(outcome: BranchOutcome, position: NonNullable<OpShow['position']>): boolean {
  if (outcome.kind === 'option') return position.winner === outcome.text
  return position.outcome === outcome.kind
}

/** How a step stands to the show: it was left, it is where the show is, or it may come. */
export type StepState = 'done' | 'here' | 'ahead'

export interface OutlineStep<S extends LeadingStep> {
  step: S
  /** Only some outcome of another step leads to it: it is not on the way of whoever decides nothing. */
  isBranch: boolean
}

/**
 * The steps in their order. On the main way are the first step, what a step on it leads to unless something else is said, and where
 * several steps meet again; everything else is a branch.
 */
export function outlineOf<S extends LeadingStep>(steps: readonly S[], start: string | null): OutlineStep<S>[] {
  const usual = (step: S) => {
    const used = step.options.some(({ to }) => to === step.to) || step.options.length === 0
    return used && step.to !== END && step.to !== step.id ? step.to : null
  }
  const main = new Set<string>(start === null ? [] : [start])
  const arrivals = new Map<string, number>()
  for (const step of steps) {
    const to = usual(step)
    if (to !== null) arrivals.set(to, (arrivals.get(to) ?? 0) + 1)
  }
  for (const [id, count] of arrivals) if (count > 1) main.add(id)
  for (let before = -1; before !== main.size;) {
    before = main.size
    for (const step of steps) {
      const to = main.has(step.id) ? usual(step) : null
      if (to !== null) main.add(to)
    }
  }
  return steps.map((step) => ({ step, isBranch: !main.has(step.id) }))
}

/** Where a step stands in the show that runs or was played with this script. */
export function stepState(id: string, show: OpShow | null, script: number | null): StepState {
  if (!show || script === null || show.script !== script) return 'ahead'
  if (show.position?.step_id === id) return 'here'
  return show.path.some((visit) => visit.step_id === id) ? 'done' : 'ahead'
}
