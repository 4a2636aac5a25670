// The usual way: a broker, and beside it a subscriber that stores what it hears in SQLite. Usage: node subscriber.mjs PORT
// DB message|group. `message`: one transaction a message. `group`: what has gathered while the last one was committed.
// Prints "ready", then every 20 ms how many messages are on disk.
import { connect } from 'node:net'
import Database from 'better-sqlite3'
import mqtt from 'mqtt-packet'

const [port, path, mode] = process.argv.slice(2)
const db = new Database(path)
db.pragma('journal_mode = WAL')
db.pragma('synchronous = FULL')
db.exec(`CREATE TABLE votes (device_id TEXT PRIMARY KEY, step INTEGER, choice TEXT) WITHOUT ROWID;
  CREATE TABLE journal (seq INTEGER PRIMARY KEY AUTOINCREMENT, device_id TEXT, step INTEGER)`)
const vote = db.prepare(
  'INSERT INTO votes VALUES (?, ?, ?) ON CONFLICT (device_id) DO UPDATE SET step = excluded.step, choice = excluded.choice',
)
const journal = db.prepare('INSERT INTO journal (device_id, step) VALUES (?, ?)')
const store = db.transaction((payloads) => {
  for (const payload of payloads) {
    const { device_id, step, choice } = JSON.parse(payload)
    vote.run(device_id, step, choice)
    journal.run(device_id, step)
  }
})

let stored = 0
let gathered = []
function commit() {
  if (gathered.length === 0) return
  const batch = gathered
  gathered = []
  store(batch)
  stored += batch.length
}

const socket = connect({ port: Number(port), host: '127.0.0.1', noDelay: true })
const parser = mqtt.parser({ protocolVersion: 4 })
parser.on('packet', (packet) => {
  if (packet.cmd === 'connack') {
    const subscriptions = [{ topic: 'eg/night/vote', qos: 1 }]
    socket.write(mqtt.generate({ cmd: 'subscribe', messageId: 1, subscriptions }))
  } else if (packet.cmd === 'suback') console.log('ready')
  else if (packet.cmd === 'publish') {
    const ack = () => socket.write(mqtt.generate({ cmd: 'puback', messageId: packet.messageId }))
    if (mode === 'message') {
      store([packet.payload.toString()])
      stored += 1
      return ack()
    }
    if (gathered.push(packet.payload.toString()) === 1) setImmediate(commit)
    ack()
  }
})
socket.on('data', (bytes) => parser.parse(bytes))
socket.on('connect', () =>
  socket.write(
    mqtt.generate({
      cmd: 'connect',
      protocolId: 'MQTT',
      protocolVersion: 4,
      clean: true,
      clientId: 'store',
      keepalive: 0,
    }),
  ),
)
setInterval(() => console.log(stored), 20)
