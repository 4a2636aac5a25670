import { type Decision, accept, refuse } from './decision.js'
import type { Branches } from './branches.js'
import { resolveClosed } from './night.js'
import type { NightChange, Run, Tally } from './run.js'

export interface VoteCommand {
  deviceId: string
  step: number
  choice: string
  run?: number | undefined
}

export interface VoteFacts {
  /** The open or not yet revealed run, if any. */
  current: Run | null
  /** What the device is known as (`slot`, `table`, …); null if this is its first word. */
  kind: string | null
  /** The run the vote is about (`runMeant`); null if there is none. */
  meant: Run | null
  /** What this device has already voted in that run. */
  mine: string | null
  /** How many slots the current run waits for beside this one; asked only of a run of `slots`. */
  othersWaitedFor: () => number
  /** The game is frozen: nothing counts. */
  frozen?: boolean
  /** The tally of the current run with this vote in it; asked only when the vote closes the run. */
  tallyWith: () => Tally
  /** Where the current run leads, of a step that the show asks; null or absent: it was asked by hand. */
  branches?: () => Branches | null
}

/**
 * The run a vote is about: the current one if it asks this step (and the vote names no other), else the one it names, else
 * the latest of its step. `earlier` looks that up; it is over then.
 */
export function runMeant(
  vote: Pick<VoteCommand, 'step' | 'run'>,
  current: Run | null,
  earlier: () => Run | null,
): Run | null {
  const aimed = current !== null && current.step === vote.step && (vote.run ?? current.run) === current.run
  return aimed ? current : earlier()
}

/**
 * One slot votes (N5–N12). A vote counts once per slot and run; sent again it is the same vote, also when its run has
 * closed since; it may change until the run closes unless the step is final; the vote that makes the expected number
 * closes the run.
 */
export function decideVote(command: VoteCommand, facts: VoteFacts): Decision<NightChange> {
  const { current, meant } = facts
  const { deviceId, choice } = command
  if (facts.kind !== null && facts.kind !== 'slot') {
    return refuse(
      'refused',
      'not_a_slot',
      `${deviceId} is known as a ${facts.kind}; only slots vote. Nothing was counted.`,
    )
  }
  if (current === null || meant?.run !== current.run || current.status !== 'open') return notOpen(command, facts)
  if (!current.options.includes(choice)) {
    const offered = current.options.map((option) => `"${option}"`).join(', ')
    const detail = `"${choice}" was not offered. Nothing was counted; choose one of ${offered}.`
    return refuse('refused', 'not_offered', detail, { field: 'choice' })
  }
  if (facts.mine === choice) return accept('counted', [])
  if (facts.frozen) return frozen()
  if (facts.mine !== null && current.final) {
    const detail = `This slot has already voted and votes of this step are final. The first vote stands.`
    return refuse('refused', 'already_voted', detail)
  }
  const first = facts.mine === null
  const changes: NightChange[] = [{ type: 'vote', run: current.run, deviceId, choice, first }]
  const voted = current.voted + (first ? 1 : 0)
  // Of `slots`: once the last one that is there has voted (N32). An excuse, or a vote that only changes, closes nothing (N34).
  const left = current.expects === 'slots' ? facts.othersWaitedFor() : current.expected - voted
  if (current.expects === 'slots' && voted + left !== current.expected) {
    changes.push({ type: 'expect', run: current.run, expected: voted + left })
  }
  if (left <= 0 && (first || current.expects === 'number')) {
    changes.push({ type: 'close', run: current.run, by: 'expected' })
    if (current.reveal === 'auto')
      changes.push(...resolveClosed(current, facts.tallyWith(), 'expected', facts.branches?.() ?? null))
  }
  return accept('counted', changes)
}

/** Frozen, the vote is refused for good: it is not kept and counted later, when the room has talked about it (U4). */
function frozen(): Decision<NightChange> {
  const detail = 'The game is frozen by the house. The vote was not counted; press again when the game goes on.'
  return refuse('refused', 'frozen', detail)
}

function notOpen(command: VoteCommand, facts: VoteFacts): Decision<NightChange> {
  const { meant, mine } = facts
  if (meant) {
    // Its acknowledgement was lost and it comes again: the tally has it, and whoever pressed must hear so.
    if (mine === command.choice && meant.status !== 'voided') return accept('counted', [])
    return refuse('closed', 'closed', 'Voting on this step is closed. The vote came too late and was not counted.')
  }
  if (facts.current === null) {
    return refuse('refused', 'no_open_step', 'No question is open. Nothing was counted; wait for the next one.')
  }
  if (command.run !== undefined && command.step === facts.current.step) {
    const detail = `Run ${command.run} does not exist; the open run is ${facts.current.run}. Nothing was counted.`
    return refuse('refused', 'wrong_run', detail, { field: 'run' })
  }
  const detail = `Step ${command.step} is not open; step ${facts.current.step} is. Nothing was counted.`
  return refuse('refused', 'wrong_step', detail, { field: 'step' })
}
