import { once } from 'node:events'
import { type Socket, connect } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import { expect, it } from 'vitest'
import { listenTcp } from './listeners.js'

it('W72 of what a client sends faster than it is taken, some chunks are read ahead, and no more', async () => {
  const taken: Socket[] = []
  const listener = await listenTcp((connection) => taken.push(connection as unknown as Socket), '127.0.0.1', 0)
  const client = connect(listener.port, '127.0.0.1')
  await once(client, 'connect')
  client.on('error', () => undefined)
  client.write(Buffer.alloc(4 * 1024 * 1024))
  const [socket] = taken.length > 0 ? taken : [await waitFor(taken)]
  socket?.read(0)
  let before = -1
  while (before !== socket?.readableLength) {
    before = socket?.readableLength ?? 0
    await sleep(100)
  }
  expect(before).toBeGreaterThan(0)
  expect(before).toBeLessThanOrEqual(3 * 64 * 1024)
  expect(socket?.writableHighWaterMark).toBeGreaterThan(512 * 1024)
  client.destroy()
  await listener.close()
})

async function waitFor(taken: Socket[]): Promise<Socket | undefined> {
  while (taken.length === 0) await sleep(5)
  return taken[0]
}
