// The physical limit: rows into SQLite with nothing around it. Usage: node raw.mjs DB one|batch COUNT [PAUSE_MS]; one JSON line
// comes out. With a pause the machine falls asleep between commits, as it does between two people’s presses.
import Database from 'better-sqlite3'

const [path, mode, count, pauseMs = '0'] = process.argv.slice(2)
const db = new Database(path)
db.pragma('journal_mode = WAL')
db.pragma('synchronous = FULL')
db.exec('CREATE TABLE rows (id INTEGER PRIMARY KEY AUTOINCREMENT, device_id TEXT, step INTEGER, choice TEXT)')
const row = db.prepare('INSERT INTO rows (device_id, step, choice) VALUES (?, ?, ?)')
const many = db.transaction((n) => {
  for (let i = 0; i < n; i++) row.run(`bench-${i % 100}`, 1, i % 2 === 0 ? 'A' : 'B')
})
const latencies = []
const begun = performance.now()
for (let done = 0; done < Number(count);) {
  const before = performance.now()
  const size = mode === 'one' ? 1 : 1000
  many(size)
  done += size
  latencies.push(performance.now() - before)
  if (pauseMs !== '0') await new Promise((resolve) => setTimeout(resolve, Number(pauseMs)))
}
const ms = performance.now() - begun
latencies.sort((a, b) => a - b)
const at = (share) => latencies[Math.floor(latencies.length * share)]
console.log(JSON.stringify({ ms, perSecond: (Number(count) / ms) * 1000, p50: at(0.5), p99: at(0.99) }))
