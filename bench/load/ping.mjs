// Messages that have nothing to do with anything else: QoS 0 from one client to another, one every `everyMs`, `count` of
// them. How long each took.
import { PUBLISH, openClient, publish, readPublish } from './frames.mjs'
import { now, options, ready, say, times } from './speak.mjs'

const { port, topic, everyMs, count } = options
const sentAt = new Float64Array(count)
const latencies = []

const onPacket = (type, bytes, first) => {
  if (type !== PUBLISH) return
  latencies.push(now() - sentAt[Number(readPublish(first, bytes).payload)])
  if (latencies.length === count) say('done', times(latencies))
}
await openClient({ port, clientId: 'bench-listener', topics: [topic], onPacket })
const talker = await openClient({ port, clientId: 'bench-talker' })
await ready()
for (let n = 0; n < count; n++) {
  sentAt[n] = now()
  talker.send(publish(topic, String(n)))
  await new Promise((resolve) => setTimeout(resolve, everyMs))
}
