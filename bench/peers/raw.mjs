// The physical limit: rows into SQLite with nothing around it. Options: {path, rows, batch: rows a commit, loops, pauseMs}.
// `settle`: so many of the first commits are told apart. With a pause, `loops` writers each commit and then wait, as so many people do: the machine falls asleep between them.
import Database from 'better-sqlite3'
import { now, options, ready, say, settled } from '../load/speak.mjs'

const { path, rows, batch = 1, loops = 1, pauseMs = 0, settle = 0 } = options
const db = new Database(path)
db.pragma('journal_mode = WAL')
db.pragma('synchronous = FULL')
db.exec('CREATE TABLE rows (id INTEGER PRIMARY KEY AUTOINCREMENT, device_id TEXT, step INTEGER, choice TEXT)')
const row = db.prepare('INSERT INTO rows (device_id, step, choice) VALUES (?, ?, ?)')
const commit = db.transaction(() => {
  for (let i = 0; i < batch; i++) row.run(`bench-${i % 100}`, 1, i % 2 === 0 ? 'A' : 'B')
})
const latencies = []
let done = 0

async function write() {
  while (done < rows) {
    done += batch
    const before = now()
    commit()
    latencies.push(now() - before)
    if (pauseMs > 0) await new Promise((resolve) => setTimeout(resolve, pauseMs))
  }
}

await ready()
const began = now()
await Promise.all(Array.from({ length: loops }, write))
const ms = now() - began
say('done', { ms, messages: done, perSecond: (done / ms) * 1000, ...settled(latencies, loops, settle) })
