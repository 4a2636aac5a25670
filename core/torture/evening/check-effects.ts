import { isDeepStrictEqual } from 'node:util'
import type Database from 'better-sqlite3'
import type { Account } from './account.js'
import type { Answer, Sent } from './sent.js'
import type { Verdict } from './verdict.js'

/** What a command moved by the ledger: how many transfers, and what they gave to the player (cents). */
interface Effect {
  transfers: number
  cents: number
}

const NOTHING: Effect = { transfers: 0, cents: 0 }
const KEY = (actor: string, id: string) => `${actor} ${id}`

/** What was carried out, by the core's own account of requests: first answers by (who, id). */
export function answersIn(db: Database.Database): Map<string, Answer> {
  const rows = db.prepare('SELECT actor, req_id, answer FROM requests').raw().all() as [string, string, string][]
  return new Map(rows.map(([actor, id, answer]) => [KEY(actor, id), JSON.parse(answer) as Answer]))
}

export const answerTo = (answers: Map<string, Answer>, sent: Sent) => answers.get(KEY(sent.actor, sent.id))

/**
 * Looks after every command by itself: one that was acknowledged has its answer in the database, the one that was heard;
 * every one has exactly the transfers that its answer says, and one that is not there has none.
 */
export function checkEffects(
  db: Database.Database,
  account: Account,
  isAcknowledged: (sent: Sent) => boolean,
  verdict: Verdict,
): void {
  const answers = answersIn(db)
  const effects = effectsIn(db)
  const payouts = payoutsIn(db)
  for (const sent of account.sent) {
    if (sent.kind === 'payout') {
      const amount = payouts.get(sent.id)
      if (isAcknowledged(sent) && amount !== sent.payload.amount_cents) verdict.lost.push(`payout ${sent.id}`)
      continue
    }
    const answer = answerTo(answers, sent)
    if (!answer && isAcknowledged(sent)) verdict.lost.push(`${sent.kind} ${sent.id} of ${sent.actor}`)
    if (answer && sent.answer && !isDeepStrictEqual(answer, sent.answer)) {
      const told = JSON.stringify(sent.answer)
      verdict.lost.push(`${sent.id} was answered ${told}; the database has ${JSON.stringify(answer)}`)
    }
    const effect = effects.get(KEY(sent.actor, sent.id)) ?? NOTHING
    const meant = answer ? effectOf(sent, answer) : NOTHING
    if (effect.transfers > meant.transfers) verdict.doubled.push(`${sent.id}: ${effect.transfers} transfers`)
    else if (!isDeepStrictEqual(effect, meant)) {
      verdict.lost.push(`${sent.id} moved ${JSON.stringify(effect)} instead of ${JSON.stringify(meant)}`)
    }
  }
}

/** What an answer says that its command did. */
function effectOf({ kind, payload }: Sent, answer: Answer): Effect {
  if (answer.status !== 'ok') return NOTHING
  const amount = Number(payload.amount_cents)
  const stake = Number(payload.stake_cents)
  const win = Number(answer.win_cents)
  switch (kind) {
    case 'debit':
      return { transfers: 1, cents: -amount }
    case 'credit':
    case 'adjust':
      return { transfers: 1, cents: amount }
    case 'round':
      return { transfers: win > 0 ? 2 : 1, cents: win - stake }
    case 'claim':
      return { transfers: 1, cents: Number(answer.credited_cents) }
    default:
      return NOTHING
  }
}

function effectsIn(db: Database.Database): Map<string, Effect> {
  const rows = db
    .prepare(
      `SELECT t.actor, t.req_id, count(*),
         total(CASE WHEN c.kind = 'player' THEN t.amount ELSE 0 END - CASE WHEN d.kind = 'player' THEN t.amount ELSE 0 END)
       FROM transfers t JOIN accounts d ON d.account = t.debit JOIN accounts c ON c.account = t.credit
       WHERE t.req_id IS NOT NULL GROUP BY t.actor, t.req_id`,
    )
    .raw()
    .all() as [string, string, number, number][]
  return new Map(rows.map(([actor, id, transfers, cents]) => [KEY(actor, id), { transfers, cents }]))
}

function payoutsIn(db: Database.Database): Map<string, number> {
  return new Map(db.prepare('SELECT payout_id, amount FROM payouts').raw().all() as [string, number][])
}
