// aedes without storage: what the broker alone can do. With `database` it stores what comes on `topic` in its own thread
// before it acknowledges, as a broker would that leaves the worker thread out. Options: {port, database?, topic?}.
import { createServer } from 'node:net'
import { Aedes } from 'aedes'
import Database from 'better-sqlite3'
import { options, say } from '../load/speak.mjs'

const { port, database, topic } = options

function storing() {
  const db = new Database(database)
  db.pragma('journal_mode = WAL')
  db.pragma('synchronous = FULL')
  db.exec('CREATE TABLE IF NOT EXISTS journal (seq INTEGER PRIMARY KEY AUTOINCREMENT, payload TEXT)')
  const row = db.prepare('INSERT INTO journal (payload) VALUES (?)')
  return (_client, packet, next) => {
    if (packet.topic === topic) row.run(packet.payload.toString())
    next(null)
  }
}

const broker = await Aedes.createBroker({ concurrency: 0, ...(database ? { authorizePublish: storing() } : {}) })
createServer({ noDelay: true }, (socket) => broker.handle(socket)).listen(port, '127.0.0.1', () => say('ready'))
