import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { LineCounter, parseDocument } from 'yaml'
import * as z from 'zod'
import { CORE_FOLDER } from './place.js'
import { type Game, type Paytable, createGame } from './money/paytable.js'

/** The largest win one round may pay, in cents: what one operation may move. */
const MAX_WIN_CENTS = 10_000_000
/** Reels × symbols are enumerated at start: this many combinations at most. */
const MAX_COMBINATIONS = 100_000

const DEFAULT_FILE = fileURLToPath(new URL('paytables/three-reels.yaml', CORE_FOLDER))

/** A paytable that cannot be played; the message names the file, the place and what would be right. */
export class PaytableError extends Error {
  override readonly name = 'PaytableError'
}

const count = (what: string) => z.int(`${what} is a whole number`).min(1, `${what} is at least 1`)
const symbol = z.string('a symbol is a text').min(1).max(24)

const schema = z.strictObject({
  name: z.string('name is a text').min(1).max(60),
  stakes_cents: z
    .array(count('a stake').max(MAX_WIN_CENTS))
    .min(1, 'stakes_cents names at least one stake')
    .max(5, 'stakes_cents has at most 5 stakes, one a button'),
  symbols: z.array(symbol).min(2, 'symbols names at least 2').max(20),
  odds_of: count('odds_of').max(1_000_000_000),
  outcomes: z
    .array(
      z.strictObject({
        name: z.string('name is a text').min(1).max(60),
        reels: z.array(symbol).min(1).max(5),
        pays: count('pays'),
        odds: count('odds'),
      }),
    )
    .min(1, 'outcomes names at least one that pays'),
  loses: z.strictObject({ odds: z.int('odds is a whole number').min(0) }),
})

/**
 * Reads and checks a paytable (YAML or JSON): the odds of everything that pays and of losing add up to `odds_of`, every
 * outcome can be shown, and no win is larger than one operation may move.
 * @throws PaytableError with one line a fault
 */
export function readPaytable(file: string | null): Game {
  const path = file ?? DEFAULT_FILE
  let text: string
  try {
    text = readFileSync(path, 'utf8')
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error)
    throw new PaytableError(
      `EG_PAYTABLE=${path}: cannot be read (${why}). Name a paytable, or leave it out for the one that comes with EG.`,
    )
  }
  return parsePaytable(text, path)
}

/** The same, from its text. `path` is for the messages. */
export function parsePaytable(text: string, path: string): Game {
  const lines = new LineCounter()
  const document = parseDocument(text, { lineCounter: lines })
  const place = (offset: number | undefined) => {
    if (offset === undefined) return ''
    const { line, col } = lines.linePos(offset)
    return ` line ${line}, column ${col}:`
  }
  const fail = (faults: string[]): never => {
    throw new PaytableError(faults.map((fault) => `EG_PAYTABLE=${path}:${fault}`).join('\n'))
  }
  if (document.errors.length > 0) {
    fail(document.errors.map((error) => `${place(error.pos[0])} ${error.message.split('\n', 1)[0] ?? ''}`))
  }
  const parsed = schema.safeParse(document.toJS())
  if (!parsed.success) {
    return fail(
      parsed.error.issues.map((issue) => {
        const node = document.getIn(issue.path as (string | number)[], true) as { range?: [number] } | undefined
        const name = issue.path.length > 0 ? ` ${issue.path.join('.')}:` : ''
        return `${place(node?.range?.[0])}${name} ${issue.message}.`
      }),
    )
  }
  const { name, stakes_cents: stakes, symbols, odds_of: oddsOf, outcomes, loses } = parsed.data
  const faults = [
    ...checkOdds(outcomes, loses.odds, oddsOf),
    ...checkReels(outcomes, symbols),
    ...checkWins(outcomes, stakes),
  ]
  if (faults.length > 0) fail(faults.map((fault) => ` ${fault}`))
  const game = createGame({ name, stakes, symbols, oddsOf, outcomes })
  const hidden = checkShown(game, loses.odds)
  if (hidden.length > 0) fail(hidden.map((fault) => ` ${fault}`))
  return game
}

type Outcomes = Paytable['outcomes']

function checkOdds(outcomes: Outcomes, loses: number, oddsOf: number): string[] {
  const sum = outcomes.reduce((total, { odds }) => total + odds, loses)
  if (sum === oddsOf) return []
  return [`the odds of all outcomes and of losing add up to ${sum}; they must add up to odds_of, ${oddsOf}.`]
}

function checkReels(outcomes: Outcomes, symbols: readonly string[]): string[] {
  const reels = outcomes[0]?.reels.length ?? 0
  const known = new Set([...symbols, '*'])
  const faults = new Set(symbols).size < symbols.length ? ['symbols must differ from each other.'] : []
  if (symbols.length ** reels > MAX_COMBINATIONS) {
    faults.push(
      `${symbols.length} symbols on ${reels} reels make more than ${MAX_COMBINATIONS} combinations; use fewer.`,
    )
  }
  for (const [i, outcome] of outcomes.entries()) {
    if (outcome.reels.length !== reels) faults.push(`outcomes.${i}.reels: every outcome shows ${reels} reels.`)
    const unknown = outcome.reels.find((name) => !known.has(name))
    if (unknown !== undefined) faults.push(`outcomes.${i}.reels: "${unknown}" is not among the symbols (or "*").`)
  }
  return faults
}

function checkWins(outcomes: Outcomes, stakes: readonly number[]): string[] {
  const most = Math.max(...stakes) * Math.max(...outcomes.map(({ pays }) => pays))
  if (most <= MAX_WIN_CENTS) return []
  return [`the largest win is ${most} cents; one operation moves at most ${MAX_WIN_CENTS}. Lower pays or stakes.`]
}

function checkShown({ table, shown }: Game, loses: number): string[] {
  const faults = table.outcomes.flatMap(({ name }, i) =>
    shown[i]?.length === 0
      ? [`outcomes.${i} ("${name}") can never be shown: an earlier outcome shows the same reels.`]
      : [],
  )
  if (loses > 0 && shown[table.outcomes.length]?.length === 0) {
    faults.push('losing has odds, but every combination of the reels pays: there is nothing to show.')
  }
  return faults
}
