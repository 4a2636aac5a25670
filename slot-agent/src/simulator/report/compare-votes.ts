import type { TimelineEntry, TimelineLine } from '@eg/shared'
import type { Asked, Beliefs } from '../record/recorder.js'
import type { CoreBooks, RunRow } from './core-books.js'

/** What the slots of one run were told. */
interface Told {
  /** The last vote that was answered "counted", by slot. */
  counted: Map<string, string>
  /** Slots that asked and heard nothing: their vote may be in, and may be another. */
  unknown: Set<string>
}

/** Holds what every slot was told of its votes against the counts of the core; one sentence for each difference. */
export function compareVotes(beliefs: Beliefs, core: CoreBooks, devices: ReadonlySet<string>): string[] {
  const told = toldByRun(beliefs, core.lines)
  const foreign = foreignVoters(core.lines, devices)
  return [...told].flatMap(([number, run]) => {
    const row = core.runs.find((other) => other.run === number)
    if (!row)
      return [`run ${number}, in which ${run.counted.size} votes were answered "counted", is not among the core's runs`]
    return compareRun(row, run, foreign.get(number) ?? 0)
  })
}

function compareRun(row: RunRow, { counted, unknown }: Told, foreign: number): string[] {
  const least = counted.size + foreign
  const most = new Set([...counted.keys(), ...unknown]).size + foreign
  const name = `run ${row.run} (step ${row.step})`
  const problems: string[] = []
  if (row.voted < least || row.voted > most) {
    const range = least === most ? `${least}` : `${least} to ${most}`
    problems.push(`${name} has ${row.voted} votes; by what the slots were told it has ${range}`)
  }
  if (row.tally === null) return problems
  const sum = Object.values(row.tally).reduce((all, votes) => all + votes, 0)
  if (sum !== row.voted) problems.push(`${name} has ${row.voted} votes and a tally of ${sum}`)
  for (const [option, votes] of Object.entries(row.tally)) {
    const sure = [...counted].filter(([slot, choice]) => choice === option && !unknown.has(slot)).length
    const others = foreign + unknown.size
    if (votes >= sure && votes <= sure + others) continue
    problems.push(
      `${name} has ${votes} votes for "${option}"; the slots were told ${sure}${others > 0 ? `, and ${others} may be of others` : ''}`,
    )
  }
  return problems
}

/**
 * The last vote is the one that was carried out last, by the journal: over a bad link the answer to an earlier press may be heard
 * after that to a later one.
 */
function toldByRun({ asked }: Beliefs, lines: readonly TimelineLine[]): Map<number, Told> {
  const runs = new Map<number, Told>()
  const places = new Map(lines.map((line) => [`${line.device_id} ${line.req_id}`, line.seq]))
  const placeOf = ({ who, reqId }: Asked) => places.get(`${who} ${reqId}`) ?? 0
  const votes = asked
    .filter(({ kind }) => kind === 'nightVote')
    .toSorted((a, b) => placeOf(a) - placeOf(b) || a.heard - b.heard)
  for (const { who, payload, answer } of votes) {
    const number = answer?.run ?? Number(payload.run)
    if (!Number.isInteger(number)) continue
    const told = runs.get(number) ?? { counted: new Map(), unknown: new Set() }
    runs.set(number, told)
    if (answer === null) told.unknown.add(who)
    else if (answer.status === 'counted') told.counted.set(who, String(payload.choice))
  }
  return runs
}

/** How many slots that nobody simulates have voted in each run. */
function foreignVoters(lines: readonly TimelineEntry[], devices: ReadonlySet<string>): Map<number, number> {
  const voters = new Map<number, Set<string>>()
  for (const { kind, outcome, run, device_id: id } of lines) {
    if (kind !== 'nightVote' || outcome !== 'counted' || run === null || id === null || devices.has(id)) continue
    voters.set(run, (voters.get(run) ?? new Set<string>()).add(id))
  }
  return new Map([...voters].map(([run, ids]) => [run, ids.size]))
}
