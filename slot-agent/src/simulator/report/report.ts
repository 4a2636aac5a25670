import type { Asked, Beliefs } from '../record/recorder.js'
import { compareJournal } from './compare-journal.js'
import { compareMoney } from './compare-money.js'
import { compareVotes } from './compare-votes.js'
import type { Before, CoreBooks } from './core-books.js'

/** Everything that an evening's report is made of. */
export interface Evening {
  beliefs: Beliefs
  before: Before
  core: CoreBooks
  /** The simulated devices: slots, desk, table. */
  devices: readonly string[]
  /** What an operator's plan came to that was not planned. */
  unplanned: readonly string[]
  decisions: Record<string, string>
  seed: number
}

/** How an evening ended: what the simulated people believe against what the core says. */
export interface Report {
  balanced: boolean
  /** One sentence for each; none when it balances. */
  differences: string[]
  seed: number
  /** Of how many things of each kind somebody was told, and how many nobody heard an answer to. */
  counts: { rounds: number; votes: number; topUps: number; payouts: number; claims: number; unanswered: number }
  /** What came and went for the players together, as they were told (cents). */
  stakedCents: number
  wonCents: number
  transfers: number
  lines: number
  decisions: Record<string, string>
}

export function makeReport(evening: Evening): Report {
  const { beliefs, before, core, seed, decisions } = evening
  const devices = new Set(evening.devices)
  const differences = [
    ...core.books.problems.map((problem) => `the core's own check of the books: ${problem}`),
    ...(core.books.ok ? [] : ['the core says that its books do not balance']),
    ...(core.sumCents === 0 ? [] : [`the sum of all accounts is ${core.sumCents} cents instead of 0`]),
    ...(core.overShortCents ? [`the simulated drawer is ${core.overShortCents} cents over or short`] : []),
    ...beliefs.contradictions,
    ...compareMoney(beliefs, before, core, devices),
    ...compareVotes(beliefs, core, devices),
    ...compareJournal(beliefs, core, before.inherited, whereOf),
    ...evening.unplanned,
  ]
  const told = (kind: string, status = 'ok') =>
    beliefs.asked.filter((asked) => asked.kind === kind && asked.answer?.status === status)
  const rounds = told('roundPlay')
  return {
    balanced: differences.length === 0,
    differences,
    seed,
    counts: {
      rounds: rounds.length,
      votes: told('nightVote', 'counted').length,
      topUps: told('opDeskTopUp').length,
      payouts: beliefs.payouts.filter(({ acknowledged }) => acknowledged).length,
      claims: told('opDeskClaim').length,
      unanswered: beliefs.asked.filter(({ answer }) => answer === null).length,
    },
    stakedCents: sum(rounds, ({ payload }) => payload.stake_cents),
    wonCents: sum(rounds, ({ answer }) => answer?.win_cents),
    transfers: core.transfers.length,
    lines: core.lines.length,
    decisions,
  }
}

/** A desk's requests come from a page and name the desk; a card is given out at none. */
function whereOf({ who, kind, payload }: Asked): string | null {
  if (!kind.startsWith('op')) return who
  return typeof payload.desk_id === 'string' ? payload.desk_id : null
}

function sum(asked: readonly Asked[], cents: (asked: Asked) => unknown): number {
  return asked.reduce((all, one) => all + Number(cents(one) ?? 0), 0)
}

/** At most so many differences are printed; the file has them all. */
const SHOWN = 20

/** The report as a person reads it. */
export function reportText(report: Report): string {
  const { counts, differences } = report
  const lines = [
    report.balanced ? '✓ The evening balances.' : `✗ The evening does not balance: ${differences.length} differences.`,
    ...differences.slice(0, SHOWN).map((difference) => `  - ${difference}`),
    ...(differences.length > SHOWN ? [`  … and ${differences.length - SHOWN} more`] : []),
    `  ${counts.rounds} rounds (staked ${report.stakedCents}, won ${report.wonCents} cents), ${counts.votes} votes, ${counts.topUps} top-ups, ${counts.claims} of ${counts.payouts} payouts claimed`,
    `  held against ${report.transfers} transfers and ${report.lines} journal lines; ${counts.unanswered} requests were never answered; seed ${report.seed}`,
  ]
  return `${lines.join('\n')}\n`
}
