import type Database from 'better-sqlite3'
import type { PressStatus } from '@eg/shared'
import type { Question } from '../slot/model.js'
import type { VoteMemory } from './ports.js'

interface Row {
  question: string
  counted: string | null
  choice: string | null
  status: PressStatus | null
  reason: string | null
}

/** What `deviceId` remembers of its last run, in an open store file: one row a slot. */
export function createSqliteVoteMemory(db: Database.Database, deviceId: string): VoteMemory {
  const load = db.prepare('SELECT question, counted, choice, status, reason FROM last_vote WHERE device_id = ?')
  const save = db.prepare(
    `INSERT INTO last_vote (device_id, run, question, counted, choice, status, reason) VALUES (?, ?, ?, ?, ?, ?, ?)
     ON CONFLICT (device_id) DO UPDATE SET run = excluded.run, question = excluded.question,
       counted = excluded.counted, choice = excluded.choice, status = excluded.status, reason = excluded.reason`,
  )
  return {
    load() {
      const row = load.get(deviceId) as Row | undefined
      if (!row) return null
      const { question, counted, choice, status, reason } = row
      const press = choice !== null && status !== null ? { choice, status, reason } : null
      return { question: JSON.parse(question) as Question, counted, press }
    },
    save({ question, counted, press }) {
      const last = [press?.choice ?? null, press?.status ?? null, press?.reason ?? null]
      save.run(deviceId, question.run, JSON.stringify(question), counted, ...last)
    },
  }
}
