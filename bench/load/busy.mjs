// A busy topic: one client publishes `perSecond` messages of `bytes` on it, another reads them, and with `frozen` a third
// has subscribed and reads nothing any more. Says what was published, what the reader got, and who of the two was let go.
import { PUBLISH, openClient, publish } from './frames.mjs'
import { now, options, ready, say, told } from './speak.mjs'

const { port, topic, bytes, perSecond, frozen } = options
const EVERY_MS = 5
/** So many looks, 50 ms apart, without anything new mean that nothing more comes. */
const PATIENCE = 60
let published = 0
let received = 0
const letGo = []

await openClient({
  port,
  clientId: 'bench-reader',
  topics: [topic],
  onPacket: (type) => (received += type === PUBLISH),
  onClose: () => letGo.push('the reader'),
})
if (frozen) {
  const sleeper = await openClient({ port, clientId: 'bench-frozen', topics: [topic] })
  sleeper.socket.pause()
}
const talker = await openClient({ port, clientId: 'bench-busy', onClose: () => letGo.push('the talker') })
await ready()
const frame = publish(topic, Buffer.alloc(bytes, 'x'))
const aTick = (perSecond * EVERY_MS) / 1000
const began = now()
const timer = setInterval(() => {
  // What a tick that came late has missed is made up for a little at a time: a burst would be another load.
  const due = Math.min(((now() - began) / 1000) * perSecond - published, 3 * aTick)
  talker.socket.cork()
  for (let i = 0; i < due; i++, published++) talker.send(frame)
  talker.socket.uncork()
}, EVERY_MS)
await told()
clearInterval(timer)
const seconds = (now() - began) / 1000
await lastOnesRead()
say('done', { published, received, perSecond: published / seconds, letGo })

/** Waits until the reader has everything, or gets nothing more. */
async function lastOnesRead() {
  let still = 0
  for (;;) {
    const before = received
    await new Promise((resolve) => setTimeout(resolve, 50))
    still = received === before ? still + 1 : 0
    if (received >= published || letGo.length > 0 || still === PATIENCE) return
  }
}
