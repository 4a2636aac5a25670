// The usual way at its best: a broker, and beside it a subscriber that stores what it hears in SQLite. QoS 1, TCP_NODELAY;
// its PUBACK leaves after the commit, those of a batch in one write. Options: {port, path, mode, messages, topic, answer}.
// Modes: `message`, one transaction a message; `group`, what has gathered while the last one was committed; `answered`, as
// `group`, and each sender is told on `answer` (`%` stands for its id) that its message is on disk: the promise that EG's
// PUBACK makes. Says `stored` with the time at which the last of `messages` was on disk.
import { PUBLISH, openClient, puback, publish, readPublish } from '../load/frames.mjs'
import { now, options, say } from '../load/speak.mjs'
import { createVoteStore } from './vote-store.mjs'

const { port, path, mode, messages, topic, answer } = options
const store = createVoteStore(path)
let stored = 0
let gathered = []

function commit() {
  const batch = gathered
  gathered = []
  store(batch.map(({ vote }) => vote))
  stored += batch.length
  client.socket.cork()
  for (const { id, vote } of batch) {
    client.send(puback(id))
    if (mode === 'answered') client.send(publish(answer.replace('%', vote.device_id), '{"status":"counted"}'))
  }
  client.socket.uncork()
  if (stored === messages) say('stored', { at: now() })
}

function onPacket(type, bytes, first) {
  if (type !== PUBLISH) return
  const { id, payload } = readPublish(first, bytes)
  gathered.push({ id, vote: JSON.parse(payload.toString()) })
  if (mode === 'message') commit()
  else if (gathered.length === 1) setImmediate(commit)
}

const client = await openClient({ port, clientId: 'store', topics: [topic], qos: 1, onPacket })
say('ready')
