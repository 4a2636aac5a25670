import { once } from 'node:events'
import { type AddressInfo, connect, createServer, type Socket } from 'node:net'
import type { Clock } from '@eg/shared'

export interface FaultyLinkOptions {
  /** Where the core's broker is. */
  host: string
  port: number
  /** Each piece of bytes is held back up to so long (ms), and none overtakes another. */
  delayMs: number
  random: () => number
  clock: Clock
}

/** The cable of one simulated device. TCP loses nothing in the middle: what is lost is a connection, with all that was under way. */
export interface FaultyLink {
  /** What the device connects to. */
  url: string
  /** Drops the connection and lets no other through, until `mend`. */
  cut(): void
  mend(): void
  close(): Promise<void>
}

export async function openFaultyLink(options: FaultyLinkOptions): Promise<FaultyLink> {
  const sockets = new Set<Socket>()
  let isCut = false
  const server = createServer({ noDelay: true }, (near) => {
    if (isCut) return void near.destroy()
    const far = connect({ host: options.host, port: options.port, noDelay: true })
    for (const socket of [near, far]) {
      sockets.add(socket)
      // An error is followed by a close, which is what counts.
      socket.on('error', () => undefined)
      socket.once('close', () => sockets.delete(socket))
    }
    carry(near, far, options)
    carry(far, near, options)
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const drop = () => {
    for (const socket of sockets) socket.destroy()
  }
  return {
    url: `mqtt://127.0.0.1:${(server.address() as AddressInfo).port}`,
    cut() {
      isCut = true
      drop()
    },
    mend: () => void (isCut = false),
    async close() {
      isCut = true
      drop()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}

/** Carries bytes and the end of them one way, late and in order. */
function carry(from: Socket, to: Socket, { delayMs, random, clock }: FaultyLinkOptions): void {
  const queue: { at: number; act: () => void }[] = []
  const work = () => {
    const [first] = queue
    if (!first) return
    clock.after(Math.max(0, first.at - clock.monotonic()), () => {
      if (!to.destroyed) first.act()
      queue.shift()
      work()
    })
  }
  const later = (act: () => void) => {
    if (delayMs === 0) return act()
    queue.push({ at: clock.monotonic() + random() * delayMs, act })
    if (queue.length === 1) work()
  }
  from.on('data', (bytes) => later(() => to.write(bytes)))
  from.on('end', () => later(() => to.end()))
  from.once('close', () => later(() => to.destroy()))
}
