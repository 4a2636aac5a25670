import type { Asked, Beliefs } from '../record/recorder.js'
import type { CoreBooks } from './core-books.js'

/** The requests of devices and pages that leave one line in the journal, whatever is answered. */
const JOURNALED = new Set([
  'nightVote',
  'roundPlay',
  'opDeskTopUp',
  'opDeskClaim',
  'opCardIssue',
  'opShiftOpen',
  'opShiftClose',
])

/** What is not carried out at all is answered without a line. */
const UNWRITTEN = new Set(['conflict', 'invalid'])

/** Each request that was answered is one line of the journal, and each line a request: counted by who, what and outcome. */
export function compareJournal(
  beliefs: Beliefs,
  core: CoreBooks,
  inherited: ReadonlySet<string>,
  whereOf: WhereOf,
): string[] {
  const told = new Map<string, number>()
  const written = new Map<string, number>()
  const open = new Map<string, number>()
  for (const asked of beliefs.asked) {
    if (!JOURNALED.has(asked.kind) || UNWRITTEN.has(asked.answer?.status ?? '')) continue
    const group = `${asked.kind} at ${whereOf(asked)}`
    // Of an evening before: it may have been carried out then, or now.
    if (asked.answer === null || inherited.has(asked.reqId) || isOfBefore(asked)) add(open, group)
    else add(told, `${group}: ${asked.answer.status}`)
  }
  for (const line of core.lines) {
    const group = `${line.kind} at ${line.device_id}`
    if (JOURNALED.has(line.kind)) add(written, `${group}: ${line.outcome}`)
  }
  const groups = new Set([...told.keys()].map(groupOf))
  return [...groups].flatMap((group) => {
    const slack = open.get(group) ?? 0
    const outcomes = new Set([...told.keys(), ...written.keys()].filter((key) => groupOf(key) === group))
    return [...outcomes].flatMap((key) => {
      const answers = told.get(key) ?? 0
      const lines = written.get(key) ?? 0
      if (lines >= answers && lines <= answers + slack) return []
      return [`${key}: ${answers} were answered so; the journal has ${lines} lines`]
    })
  })
}

/** Where a request stands in the journal: the device it was made at, or that it names. */
export type WhereOf = (asked: Asked) => string | null

/** A card is given out once in the life of a database: asked for again it is answered as it was then, without a line. */
function isOfBefore({ kind }: Asked): boolean {
  return kind === 'opCardIssue'
}

const groupOf = (key: string): string => key.slice(0, key.lastIndexOf(': '))

function add(counts: Map<string, number>, key: string): void {
  counts.set(key, (counts.get(key) ?? 0) + 1)
}
