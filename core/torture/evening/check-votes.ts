import type Database from 'better-sqlite3'
import type { Account } from './account.js'
import { answerTo, answersIn } from './check-effects.js'
import type { Verdict } from './verdict.js'

/**
 * One vote a slot and run, and it is the last that was answered "counted": devices send again in the order in which they
 * sent first, so that the order of first sending is the order of carrying out.
 */
export function checkVotes(db: Database.Database, account: Account, verdict: Verdict): void {
  const answers = answersIn(db)
  const meant = new Map<string, string>()
  for (const sent of account.sent) {
    if (sent.kind !== 'vote' || answerTo(answers, sent)?.status !== 'counted') continue
    meant.set(`${sent.actor} in run ${Number(sent.payload.run)}`, String(sent.payload.choice))
  }
  const votes = db.prepare('SELECT device_id, run, choice FROM votes').raw().all() as [string, number, string][]
  const seen = new Set<string>()
  for (const [device, run, choice] of votes) {
    const key = `${device} in run ${run}`
    if (seen.has(key)) verdict.doubled.push(`two votes of ${key}`)
    seen.add(key)
    if (!meant.has(key)) verdict.broken.push(`a vote of ${key} that was never answered "counted"`)
    else if (meant.get(key) !== choice) verdict.lost.push(`${key} chose ${meant.get(key)}; the database has ${choice}`)
  }
  for (const key of meant.keys()) if (!seen.has(key)) verdict.lost.push(`the vote of ${key}`)
  const wrong = db
    .prepare(
      `SELECT run, voted, (SELECT count(*) FROM votes v WHERE v.run = r.run) FROM runs r
       WHERE voted <> (SELECT count(*) FROM votes v WHERE v.run = r.run)`,
    )
    .raw()
    .all() as [number, number, number][]
  for (const [run, voted, count] of wrong) verdict.doubled.push(`run ${run} says ${voted} votes and has ${count}`)
}
