// Attacks by subscribing: to what others send, to everything, and without reading it.
import { address, encode, openClient, publishPacket, sleep, writeUntil } from './client.mjs'

const GROUP = 30

/** Subscribers of a busy topic that stop reading, beside some that send to it. */
export async function frozen({ port, count, seconds }) {
  const frozen = []
  for (let i = 0; i < count; i++) {
    const client = await openClient({ port, from: address(GROUP, i), clientId: `frozen-${i}` })
    client.send({ cmd: 'subscribe', messageId: 1, subscriptions: [{ topic: 'eg/test/frozen', qos: 0 }] })
    await client.until(({ cmd }) => cmd === 'suback')
    client.socket.pause()
    frozen.push(client)
  }
  const until = performance.now() + seconds * 1000
  const packet = encode(publishPacket('eg/test/frozen', Buffer.alloc(16_384)))
  await Promise.all(
    Array.from({ length: 12 }, async (_, i) => {
      const client = await openClient({ port, from: address(GROUP + 1, i), clientId: `busy-${i}` })
      await writeUntil(client, until, () => packet)
    }),
  )
  // What the kernel holds is read first; then the end is seen.
  for (const client of frozen) client.socket.resume()
  await Promise.race([Promise.all(frozen.map(({ closed }) => closed)), sleep(3000)])
  return { count, letGo: frozen.filter(({ isClosed }) => isClosed).length }
}

/** More filters than anybody needs, and everything that is retained, again and again. */
export async function bomb({ port, clients, seconds }) {
  const until = performance.now() + seconds * 1000
  const refused = await Promise.all(
    Array.from({ length: clients }, async (_, i) => {
      const client = await openClient({ port, from: address(GROUP + 2, i), clientId: `bomb-${i}`, version: 5 })
      if (!client) return 0
      let refused = 0
      client.onPacket = ({ cmd, granted }) => {
        if (cmd === 'suback') refused += granted.filter((code) => code >= 0x80).length
      }
      const list = (n) => Array.from({ length: 64 }, (_, k) => `eg/test/+/${i}/${n}/${k}/#`)
      const wide = ['#', 'eg/#', '+/#', 'eg/+/#', 'eg/test/#', 'eg/+/+/#', '+/+/#', 'eg/dev/+/status']
      await writeUntil(client, until, (n) => {
        const filters = n % 2 ? wide : list(n)
        const subscriptions = filters.map((topic) => ({ topic, qos: 1, nl: false, rap: false, rh: 0 }))
        return encode({ cmd: 'subscribe', messageId: (n % 65_535) + 1, subscriptions }, 5)
      })
      return refused
    }),
  )
  return { clients, refused: refused.reduce((sum, n) => sum + n, 0) }
}
