import Database from 'better-sqlite3'
import type { Account } from './account.js'
import { checkBooks } from './check-books.js'
import { checkEffects } from './check-effects.js'
import { checkVotes } from './check-votes.js'
import type { Sent } from './sent.js'
import type { Verdict } from './verdict.js'

/**
 * Compares a database with what the senders of an evening know. `isAcknowledged`: what was acknowledged at the moment that
 * is looked at, if not all that is acknowledged by now. Reads only; a core may run on it.
 */
export function checkEvening(
  path: string,
  account: Account,
  isAcknowledged: (sent: Sent) => boolean = (sent) => sent.acknowledged,
): Verdict {
  const verdict: Verdict = { lost: [], doubled: [], broken: [...account.contradictions] }
  const db = new Database(path, { readonly: true, fileMustExist: true, timeout: 5000 })
  try {
    db.exec('BEGIN')
    checkEffects(db, account, isAcknowledged, verdict)
    checkVotes(db, account, verdict)
    checkBooks(db, verdict)
    db.exec('COMMIT')
  } finally {
    db.close()
  }
  return verdict
}
