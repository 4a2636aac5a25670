import type { TimelineEntry } from '@eg/shared'

/** Why two lines belong together: the first three are told by the journal itself, the others by a number that both carry. */
export type LinkWhy = 'undoes' | 'undone_by' | 'reversal' | 'payout' | 'order' | 'panic' | 'swap' | 'run'
export interface LinkedLine {
  why: LinkWhy
  line: TimelineEntry
}

/** Fields that name the same thing in several lines. */
const SHARED: readonly [key: string, why: LinkWhy][] = [
  ['transfer', 'reversal'],
  ['payout_id', 'payout'],
  ['cmd_id', 'order'],
  ['panic', 'panic'],
  ['swap', 'swap'],
]
/** What happened to a question, not who voted in it. */
const RUN_KINDS: ReadonlySet<string> = new Set(['runOpened', 'runClosed', 'runRevealed', 'runVoided', 'runReopened'])
const MOST = 30

/** The lines among `lines` that belong to `line`, oldest first, each once. */
export function linkedLines(line: TimelineEntry, lines: readonly TimelineEntry[]): LinkedLine[] {
  const found: LinkedLine[] = []
  for (const other of lines) {
    if (other.seq === line.seq) continue
    const why = linkOf(line, other)
    if (why !== null) found.push({ why, line: other })
  }
  return found.toSorted((a, b) => a.line.seq - b.line.seq).slice(0, MOST)
}

function linkOf(line: TimelineEntry, other: TimelineEntry): LinkWhy | null {
  if (line.kind === 'undo' && line.data['undoes'] === other.seq) return 'undoes'
  if (other.kind === 'undo' && other.data['undoes'] === line.seq) return 'undone_by'
  for (const [key, why] of SHARED) {
    const value = line.data[key] ?? null
    if (value !== null && other.data[key] === value) return why
  }
  return line.run !== null && other.run === line.run && RUN_KINDS.has(other.kind) ? 'run' : null
}
