// The database of the peers' subscribers: a vote is a row and a line of a journal. No validation, no rule, no answer.
import Database from 'better-sqlite3'

/** A function that stores votes in one transaction. WAL and `synchronous=FULL`, as EG. */
export function createVoteStore(path) {
  const db = new Database(path)
  db.pragma('journal_mode = WAL')
  db.pragma('synchronous = FULL')
  db.exec(`CREATE TABLE votes (device_id TEXT PRIMARY KEY, step INTEGER, choice TEXT) WITHOUT ROWID;
  CREATE TABLE journal (seq INTEGER PRIMARY KEY AUTOINCREMENT, device_id TEXT, step INTEGER)`)
  const vote = db.prepare(
    'INSERT INTO votes VALUES (?, ?, ?) ON CONFLICT (device_id) DO UPDATE SET step = excluded.step, choice = excluded.choice',
  )
  const journal = db.prepare('INSERT INTO journal (device_id, step) VALUES (?, ?)')
  return db.transaction((votes) => {
    for (const { device_id, step, choice } of votes) {
      vote.run(device_id, step, choice)
      journal.run(device_id, step)
    }
  })
}
