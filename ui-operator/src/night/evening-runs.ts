import type { OperatorRun, RunStatus, ShowOutcome, TimelineEntry } from '@eg/shared'
import { outcomeOf } from './outcome'

/** One question of the evening, as far as this page knows it. */
export interface EveningRun {
  run: number
  step: number | null
  question: string | null
  status: RunStatus
  winner: string | null
  /** What became of it, where that is known: why it may have no winner. */
  outcome: ShowOutcome | null
  voidReason: string | null
  /** Its options where they are known, for the mark of the winner. */
  options: readonly string[]
}

/** An evening is no longer than this; what lies further back was another one. */
const EVENING_MS = 12 * 3600 * 1000

/**
 * The questions asked so far, oldest first: from the journal's lines about runs, and over them the runs this page has
 * seen itself. It knows as much as the journal that was loaded, and says no more.
 */
export function eveningRuns(
  lines: readonly TimelineEntry[],
  seen: ReadonlyMap<number, OperatorRun>,
  nowMs: number,
): EveningRun[] {
  const runs = new Map<number, EveningRun>()
  for (const line of [...lines].reverse()) {
    if (line.run === null || line.at < nowMs - EVENING_MS || !line.kind.startsWith('run')) continue
    runs.set(line.run, afterLine(runs.get(line.run) ?? blank(line.run), line))
  }
  for (const run of seen.values()) {
    if (run.opened_at < nowMs - EVENING_MS) continue
    const known = runs.get(run.run)
    // A page that was away may hold an older truth than the journal it has just read.
    if (known && isOver(known.status) && !isOver(run.status)) continue
    runs.set(run.run, fromRun(run))
  }
  return [...runs.values()].sort((a, b) => a.run - b.run)
}

function isOver(status: RunStatus): boolean {
  return status === 'revealed' || status === 'voided'
}

function blank(run: number): EveningRun {
  return { run, step: null, question: null, status: 'open', winner: null, outcome: null, voidReason: null, options: [] }
}

function fromRun(run: OperatorRun): EveningRun {
  const { step, question, status, winner, options } = run
  return { run: run.run, step, question, status, winner, outcome: outcomeOf(run), voidReason: run.void_reason, options }
}

function afterLine(run: EveningRun, { kind, data }: TimelineEntry): EveningRun {
  const step = typeof data['step'] === 'number' ? data['step'] : run.step
  const text = (key: string) => (typeof data[key] === 'string' ? data[key] : null)
  switch (kind) {
    case 'runOpened':
      return { ...run, step, question: text('question'), options: text('options')?.split(' · ') ?? [] }
    case 'runClosed':
      return { ...run, step, status: 'closed' }
    case 'runRevealed':
      return {
        ...run,
        step,
        status: 'revealed',
        winner: text('winner'),
        outcome: text('outcome') as ShowOutcome | null,
      }
    case 'runVoided':
      return { ...run, step, status: 'voided', voidReason: text('why') }
    default:
      return run
  }
}
