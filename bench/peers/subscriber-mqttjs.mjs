// The same as most people would write it: with mqtt.js, which acknowledges a message when its handlers have returned. With
// `group` that is before the message is stored: what it promises is less. Options as subscriber.mjs.
import mqtt from 'mqtt'
import { now, options, say } from '../load/speak.mjs'
import { createVoteStore } from './vote-store.mjs'

const { port, path, mode, messages, topic } = options
const store = createVoteStore(path)
let stored = 0
let gathered = []

function commit() {
  const batch = gathered
  gathered = []
  store(batch)
  stored += batch.length
  if (stored === messages) say('stored', { at: now() })
}

const client = await mqtt.connectAsync(`mqtt://127.0.0.1:${port}`, { clientId: 'store' })
client.stream.setNoDelay(true)
client.on('message', (_topic, payload) => {
  gathered.push(JSON.parse(payload.toString()))
  if (mode === 'message') commit()
  else if (gathered.length === 1) setImmediate(commit)
})
await client.subscribeAsync(topic, { qos: 1 })
say('ready')
