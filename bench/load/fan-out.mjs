// One retained state, many who listen. `causes`: payloads that are published on `topic` in turn, each of which changes the
// state on `heard`; `req_id` in them is counted up. How long after that publish the last listener has the change.
import { PUBLISH, openClient, openMany, puback, publish, readPublish } from './frames.mjs'
import { now, options, ready, say, times } from './speak.mjs'

const { port, subscribers, changes, topic, heard, causes, retain } = options
const sleep = (ms) => new Promise((resolve) => setTimeout(resolve, ms))
let missing = 0
let everyoneHasIt = () => undefined

await openMany(subscribers, async (index) => {
  let client // a retained message may come before it is there
  const onPacket = (type, bytes, first) => {
    if (type !== PUBLISH) return
    const { id } = readPublish(first, bytes)
    if (id !== undefined) client?.send(puback(id))
    missing -= 1
    if (missing === 0) everyoneHasIt(now())
  }
  client = await openClient({ port, clientId: `bench-${index}`, topics: [heard], qos: 1, onPacket })
})
const operator = await openClient({ port, clientId: 'bench-operator' })
await sleep(300) // what is retained has come
await ready()
const latencies = []
for (let n = 0; n < changes; n++) {
  const arrived = new Promise((resolve) => (everyoneHasIt = resolve))
  missing = subscribers
  const began = now()
  operator.send(publish(topic, causes[n % causes.length].replace('%', `f${n}`), (n % 65_535) + 1, retain))
  latencies.push((await arrived) - began)
  await sleep(20)
}
say('done', times(latencies))
