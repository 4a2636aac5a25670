import { type Decision, accept, refuse } from './decision.js'
import { type Branches, judge, leadsTo } from './branches.js'
import { type ClosedBy, type NightChange, type Run, type Step, type Tally, isCurrent, sameStep } from './run.js'

export interface NightFacts {
  mode: 'day' | 'night'
  /** The open or not yet revealed run, if any. */
  current: Run | null
  /** The run a command names, if it exists. */
  named: Run | null
  /** The tally of the named run; asked only when it matters. */
  tally: () => Tally
  /** How many known slots are there; asked only by a step that expects them. */
  slotsHere: () => number
  /** Where the named run leads, of a step that the show asks now; null or absent: it was asked by hand. */
  branches?: () => Branches | null
  /** The game is frozen: nothing is opened or shown, and a run may be closed or voided (U5). */
  frozen?: boolean
}

type Outcome = Decision<NightChange>

/**
 * Opens a question (N1–N4). The same step again unchanged while open is the same run; anything else voids the current run,
 * which is kept, and makes a new one. `expectRun` is the current run on the screen of whoever asks (null: none).
 */
export function decideOpen(step: Step, facts: NightFacts, expectRun?: number | null): Outcome {
  const { current } = facts
  if (facts.mode !== 'night') {
    return refuse('refused', 'not_night', 'It is day, and questions are asked at night. Switch to night first.')
  }
  if (current?.status === 'open' && sameStep(step, current)) return accept('ok', [])
  if (facts.frozen) return frozenGame('No question was opened.')
  if (expectRun !== undefined && expectRun !== (current?.run ?? null)) return stale(current)
  if (step.expects === 'slots' && facts.slotsHere() === 0) return nobodyHere()
  const changes: NightChange[] = []
  if (current) changes.push({ type: 'void', run: current.run, reason: 'superseded' })
  changes.push({ type: 'open', step })
  return accept('ok', changes)
}

/** Closes the open run with the votes that are in (N13), by the operator or its timer (N14). */
export function decideClose(run: number, by: ClosedBy, facts: NightFacts): Outcome {
  const { named } = facts
  if (!named) return unknownRun(run)
  if (named.status === 'closed') return accept('ok', [])
  if (named.status !== 'open') return ended(named)
  const changes: NightChange[] = [{ type: 'close', run, by }]
  // Frozen, its result waits until somebody shows it.
  if (named.reveal === 'auto' && !facts.frozen)
    changes.push(...resolveClosed(named, facts.tally(), by, facts.branches?.() ?? null))
  return accept('ok', changes)
}

/**
 * Shows the result of a closed run (N16–N19). A tie follows the step's rule: `first` takes the first of the leaders in
 * the order offered, `operator` needs `winner`, `revote` voids the run and asks again.
 */
export function decideReveal(run: number, winner: string | undefined, facts: NightFacts): Outcome {
  const { named } = facts
  if (!named) return unknownRun(run)
  if (named.status === 'open') {
    return refuse('refused', 'not_closed', 'The run is still open. Close it first, then reveal.')
  }
  if (named.status === 'revealed') {
    return refuse('refused', 'already_revealed', 'The result was already shown. Nothing was changed.')
  }
  if (named.status === 'voided') return ended(named)
  if (facts.frozen) return frozenGame('No result was shown.')
  const tally = facts.tally()
  const branches = facts.branches?.() ?? null
  const verdict = judge(named, tally, named.closedBy ?? null, branches)
  const first = verdict.type === 'undecided' ? verdict.leaders : []
  if (winner === undefined) {
    if (verdict.type === 'undecided') {
      const detail = `${first.join(' and ')} have the same number of votes. Choose the winner.`
      return refuse('refused', 'tie_needs_winner', detail, { field: 'winner' })
    }
    return accept('ok', resolveClosed(named, tally, named.closedBy ?? null, branches))
  }
  if (!first.includes(winner)) {
    const detail =
      verdict.type === 'undecided'
        ? `"${winner}" is not among the leaders (${first.join(', ')}). Choose one of them.`
        : 'There is no tie for the operator to decide. Reveal without naming a winner.'
    return refuse('refused', 'not_tied', detail, { field: 'winner' })
  }
  const nextStep = leadsTo(named, winner, branches)
  return accept('ok', [{ type: 'reveal', run, winner, nextStep, ...(branches && { outcome: 'winner' as const }) }])
}

/** Takes a run that is open or not yet revealed out of the evening (N20). It is kept. */
export function decideVoid(run: number, reason: string | undefined, facts: NightFacts): Outcome {
  const { named } = facts
  if (!named) return unknownRun(run)
  if (named.status === 'voided') return accept('ok', [])
  if (named.status === 'revealed') {
    return refuse(
      'refused',
      'already_revealed',
      'The result was already shown and stands. Redo the step to ask it again.',
    )
  }
  return accept('ok', [{ type: 'void', run, reason: reason ?? 'operator' }])
}

/** Asks the same question again as a new run (N21). While another run is current the command is stale. */
export function decideRedo(run: number, facts: NightFacts): Outcome {
  const { named, current } = facts
  if (!named) return unknownRun(run)
  if (facts.mode !== 'night') {
    return refuse('refused', 'not_night', 'It is day, and questions are asked at night. Switch to night first.')
  }
  if (current && current.run !== run) return stale(current)
  if (facts.frozen) return frozenGame('No question was opened.')
  if (named.expects === 'slots' && facts.slotsHere() === 0) return nobodyHere()
  const changes: NightChange[] = []
  if (isCurrent(named)) changes.push({ type: 'void', run, reason: 'redo' })
  changes.push({ type: 'open', step: named, ...(facts.branches?.() && { repeats: run }) })
  return accept('ok', changes)
}

/** Gives an open run with a timer more time (N15). */
export function decideExtend(run: number, ms: number, facts: NightFacts): Outcome {
  const { named } = facts
  if (!named) return unknownRun(run)
  if (named.status !== 'open') return ended(named)
  if (named.durationMs === null) {
    return refuse(
      'refused',
      'no_timer',
      'This run has no timer, so there is nothing to extend. It stays open until it is closed.',
    )
  }
  return accept('ok', [{ type: 'extend', run, ms }])
}

/** Stops or begins again to wait for a slot in an open run (N36). It may vote all the same, and nothing closes by this. */
export function decideExcuse(
  asked: { run: number; slotId: string; excused: boolean },
  facts: NightFacts & { isSlot: boolean; voted: boolean; already: boolean },
): Outcome {
  const { named } = facts
  const { run, slotId: deviceId, excused } = asked
  if (!named) return unknownRun(run)
  if (named.status !== 'open') return ended(named)
  if (!facts.isSlot) {
    const detail = `${deviceId} is not a slot that is known here. Nothing was changed.`
    return refuse('refused', 'not_a_slot', detail, { field: 'slot_id' })
  }
  if (facts.voted && excused) {
    const detail = `${deviceId} has voted: there is nothing to wait for. Nothing was changed.`
    return refuse('refused', 'has_voted', detail, { field: 'slot_id' })
  }
  return accept('ok', facts.already === excused ? [] : [{ type: 'excuse', run, deviceId, excused }])
}

/** Switches between day and night (M1, M2): the night cannot end with a run that is open or not yet revealed. */
export function decideMode(
  mode: 'day' | 'night',
  facts: { mode: 'day' | 'night'; current: Run | null; frozen?: boolean },
  expectMode?: 'day' | 'night',
): Decision<{ type: 'mode'; mode: 'day' | 'night' }> {
  if (facts.mode === mode) return accept('ok', [])
  if (expectMode !== undefined && expectMode !== facts.mode) {
    return refuse(
      'stale',
      'stale',
      `It is ${facts.mode} now; the screen showed ${expectMode}. Look again, then decide.`,
    )
  }
  if (facts.frozen) return frozenGame(`It is still ${facts.mode}.`)
  if (facts.current) {
    const what = facts.current.status === 'open' ? 'still open' : 'closed but not revealed'
    const detail = `Run ${facts.current.run} (step ${facts.current.step}) is ${what}. Reveal or void it, then end the night.`
    return refuse('refused', 'run_open', detail)
  }
  return accept('ok', [{ type: 'mode', mode }])
}

/**
 * What is done with a run that has closed and is to be shown. Nobody voted: no winner, on to the next step (N19). A tie
 * with the rule `operator` waits: nothing is shown until somebody decides. A step of the show is asked again a few times
 * only; after the last time the operator decides (F21).
 */
export function resolveClosed(run: Run, tally: Tally, by: ClosedBy | null, branches: Branches | null): NightChange[] {
  const verdict = judge(run, tally, by, branches)
  if (verdict.type === 'undecided') return []
  if (verdict.type === 'revote') {
    const last = branches !== null && branches.revotesLeft <= 1
    const again = last ? { ...run, tie: 'operator' as const } : run
    return [
      { type: 'void', run: run.run, reason: 'tie' },
      { type: 'open', step: again, ...(branches && { repeats: run.run }) },
    ]
  }
  const { winner, nextStep, outcome } = verdict
  return [{ type: 'reveal', run: run.run, winner, nextStep, ...(branches && { outcome }) }]
}

function nobodyHere(): Outcome {
  const detail = 'No slot is there to vote. Switch the slots on, or expect a number of votes instead.'
  return refuse('refused', 'no_slots', detail, { field: 'expected' })
}

function unknownRun(run: number): Outcome {
  return refuse('refused', 'unknown_run', `There is no run ${run}. Look at the run on the screen and name that one.`, {
    field: 'run',
  })
}

function ended(run: Run): Outcome {
  return refuse('refused', 'run_ended', `Run ${run.run} is ${run.status}. Nothing was changed.`, { field: 'run' })
}

function frozenGame<Change>(nothing: string): Decision<Change> {
  const detail = `The game is frozen by the house. ${nothing} Let the game go on first, then do this again.`
  return refuse('refused', 'frozen', detail)
}

function stale(current: Run | null): Outcome {
  const now = current ? `run ${current.run} (step ${current.step}) is ${current.status}` : 'no run is open'
  return refuse('stale', 'stale', `The night has moved on: ${now}. Look again, then decide.`)
}
