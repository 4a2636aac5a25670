import type { TimelineEntry } from '@eg/shared'
import type { KnownDevice, Publication, TrackedCommand } from '../../commit/command.js'
import type { Actor } from '../../commit/command.js'
import type { Attendance } from '../../game/attendance.js'
import type { Run } from '../../game/run.js'
import type { Random } from '../../money/paytable.js'
import type { RehearsalConfig } from '../../rehearsal/rehearsal-config.js'
import type { RestorePolicy } from './mend-at-start.js'
import type { MoneySettings } from './money/money-settings.js'
import type { MoneyStatements } from './money/money-statements.js'
import type { FleetStatements } from './fleet-statements.js'
import type { Freezes } from '../../panic/frozen.js'
import type { GateStatements } from './gate-statements.js'
import type { IdentityStatements, TouchedIdentity } from './identity-statements.js'
import type { ShowStatements } from './show/show-statements.js'
import type { ShownStatements } from './shown-statements.js'
import type { ReadyTouched } from './ready-changes.js'
import type { SessionStatements } from './session-statements.js'
import type { Statements } from './statements.js'
import type { SwapStatements } from './swap-statements.js'
import type { UndoStatements } from './undo-statements.js'

/** What a command needs beside its rule: the statements, what it announces, and what it made stale. */
export interface Transaction {
  readonly sql: Statements
  readonly money: MoneyStatements
  readonly fleet: FleetStatements
  readonly identity: IdentityStatements
  readonly show: ShowStatements
  readonly swaps: SwapStatements
  readonly undo: UndoStatements
  readonly shown: ShownStatements
  readonly gate: GateStatements
  readonly session: SessionStatements
  readonly random: Random
  readonly settings: StoreSettings
  /** Announced after the COMMIT, in order. */
  readonly publications: Publication[]
  /** The journal's new lines as JSON texts: most of the time nobody has the timeline open, so they are not read on the way. */
  readonly timeline: string[]
  readonly devices: Map<string, KnownDevice>
  /** Commands to devices that are new or changed. */
  readonly commands: Map<string, TrackedCommand>
  /** Devices that were heard, and when: written once a batch. */
  readonly seen: Map<string, number>
  /** The run that is current, once it was looked up; undefined after anything that may have changed it. */
  current: Run | null | undefined
  /** What was read from the tables and holds, from one batch to the next, while nothing comes but votes and who is there. */
  readonly whileVoting: WhileVoting
  /** What is frozen, once it was looked up (`freezesOf`); undefined after anything that may have changed it. */
  freezes: Freezes | undefined
  /** What is frozen, dark or said must be told anew. */
  panicChanged: boolean
  /** What the ready gate keeps, as far as it changed. */
  readonly readyTouched: ReadyTouched
  /** The night's retained states must be put together again. */
  nightChanged: boolean
  modeChanged: boolean
  timerChanged: boolean
  /** The evening went on: a vote, a run, the show, the mode. How often it did before this batch: `moves`. */
  moved: boolean
  readonly moves: number
  /** The states of sessions must be put together again; the work on a session's cards has gone further. */
  sessionChanged: boolean
  cardsChanged: boolean
  /** Who is let in, as far as it changed. */
  readonly touchedIdentity: TouchedIdentity
  /** Up to which connection nothing is taken of a device any more: another one has its identity, or nobody. */
  readonly fences: Map<string, number>
  /** Lines that repeat as often as a device connects, and when each was written last (`isRepeated`). */
  readonly linesWritten: Map<string, number>
  /** The last connection that was let in when the command at hand arrived. */
  latestConnection: number | undefined
  /** What the command at hand was asked with, for its lines of the journal; null: nobody asked. */
  asked: { reqId: string | null; why: string | undefined; actor: string; firstSeq: number | null } | null
  swapsChanged: boolean
  undoChanged: boolean
  /** What money moved, for the screens that show it. */
  readonly touched: { players: Set<number>; floors: Set<string>; desks: Set<string>; payouts: boolean }
}

export interface WhileVoting {
  /** Kinds of devices that were looked up; undefined: nobody has heard of it. */
  readonly kinds: Map<string, string | undefined>
  /** Votes, and who comes and goes, are put into it as they come. */
  roll: OpenRoll | null
  /** Devices that are to take another one's place. */
  spares: ReadonlySet<string> | null
}

/** Who is there and who has voted in the run that is open. */
export interface OpenRoll extends Attendance {
  run: number
  slots: Map<string, boolean>
  /** What each chose and when (core's clock), the last vote last. */
  voters: Map<string, { choice: string; at: number }>
}

export interface StoreSettings {
  /** NIGHT_EXPECTED_VOTES */
  expectedVotes: number | 'slots'
  money: MoneySettings
  restore: RestorePolicy
  /** Absent: the evening is real. */
  rehearsal?: RehearsalConfig | undefined
  /** CORE_DEVICE_ID: nobody is let in under it. */
  coreDeviceId?: string
  /** EG_UNDO_S, in ms: how long a command can be undone. */
  undoMs?: number
}

export interface JournalLine {
  at: number
  kind: string
  outcome: string
  reason?: string | undefined
  actor: Actor
  deviceId?: string | undefined
  run?: number | undefined
  /** What is undefined is left out. */
  data?: Record<string, TimelineEntry['data'][string] | undefined>
}

/**
 * Writes a line of the journal in the command's own transaction, and announces it. Which request it came of is kept and not
 * announced; why it was asked stands in each line of the command. Returns its number.
 */
export function writeJournal(tx: Transaction, line: JournalLine): number {
  const asked = tx.asked?.actor === line.actor.key ? tx.asked : null
  const why = line.data?.why === undefined ? asked?.why : undefined
  const data = JSON.stringify(why === undefined ? (line.data ?? {}) : { ...line.data, why })
  const { lastInsertRowid } = tx.sql.journal.run(
    line.at,
    line.kind,
    line.outcome,
    line.reason ?? null,
    line.actor.key,
    line.deviceId ?? null,
    line.run ?? null,
    data,
    asked?.reqId ?? null,
  )
  const seq = Number(lastInsertRowid)
  if (asked) asked.firstSeq ??= seq
  tx.shown.noteSeq(seq)
  const entry: Omit<TimelineEntry, 'data'> = {
    seq,
    at: line.at,
    kind: line.kind,
    outcome: line.outcome,
    reason: line.reason ?? null,
    actor: line.actor.key,
    device_id: line.deviceId ?? null,
    run: line.run ?? null,
  }
  tx.timeline.push(`${JSON.stringify(entry).slice(0, -1)},"data":${data}}`)
  return seq
}
