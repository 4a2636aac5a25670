// What any device can do with mqtt.js and nothing around it: one QoS 1 publish after another, `everyMs` apart, each until it is
// acknowledged or, with `answered`, until its answer has come. Options: {port, deviceId, kind: vote | balance, messages, everyMs};
// with `idle` it does nothing but hear what its slot hears.
import mqtt from 'mqtt'
import { ANSWER, BALANCE, CLOCK, MODE, STEP, VOTE } from '../topics.mjs'
import { now, options, ready, say, times } from './speak.mjs'

const { port, deviceId, kind, cards, messages, everyMs, idle } = options
const client = await mqtt.connectAsync(`mqtt://127.0.0.1:${port}`, {
  clientId: deviceId,
  protocolVersion: 5,
  keepalive: 5,
})
const answers = ANSWER.replace('%', deviceId)
await client.subscribeAsync([MODE, STEP, CLOCK, answers], { qos: 1 })
let heard = () => undefined
client.on('message', (topic) => {
  if (topic === answers) heard()
})

const payloads = {
  vote: (n) => ({ device_id: deviceId, step: 1, choice: n % 2 === 0 ? 'A' : 'B' }),
  balance: (n) => ({ req_id: `m-${n}`, device_id: deviceId, tag_uid: cards[n % cards.length] }),
}
async function ask(n) {
  const topic = kind === 'vote' ? VOTE : BALANCE
  const answered = kind === 'vote' ? null : new Promise((resolve) => (heard = resolve))
  const began = now()
  await client.publishAsync(topic, JSON.stringify(payloads[kind](n)), { qos: 1 })
  await answered
  return now() - began
}

await ready()
if (!idle) {
  const latencies = []
  for (let n = 0; n < messages; n += 1) {
    latencies.push(await ask(n))
    await new Promise((resolve) => setTimeout(resolve, everyMs))
  }
  say('done', times(latencies))
}
