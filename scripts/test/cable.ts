import { type Server, type Socket, connect, createServer } from 'node:net'
import type { AddressInfo } from 'node:net'

/** The way from a slot to the core's ports, which can be cut: then nothing comes through and nobody is told, as with a dead switch. */
export interface Cable {
  /** One port here for each port of the core, in the same order. */
  ports: number[]
  cut(): void
  /** What was under way goes on; who waited to be connected is. */
  heal(): void
  close(): void
}

export async function layCable(corePorts: readonly number[]): Promise<Cable> {
  const sockets = new Set<Socket>()
  const waiting = new Set<() => void>()
  let whole = true

  const join = (from: Socket, to: Socket) => {
    sockets.add(from)
    from.on('data', (bytes) => void to.write(bytes))
    from.on('error', () => to.destroy())
    from.on('close', () => {
      sockets.delete(from)
      to.end()
    })
  }
  const plug = (here: Socket, port: number) => {
    if (here.destroyed) return
    const there = connect({ host: '127.0.0.1', port, noDelay: true })
    join(here, there)
    join(there, here)
  }
  const open = async (port: number): Promise<Server> => {
    const server = createServer({ pauseOnConnect: true, noDelay: true }, (here) => {
      const begin = () => {
        plug(here, port)
        here.resume()
      }
      here.on('error', () => here.destroy())
      if (whole) begin()
      else waiting.add(begin)
    })
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    return server
  }
  const servers = await Promise.all(corePorts.map(open))

  return {
    ports: servers.map((server) => (server.address() as AddressInfo).port),
    cut() {
      whole = false
      for (const socket of sockets) socket.pause()
    },
    heal() {
      whole = true
      for (const socket of sockets) socket.resume()
      for (const begin of waiting) begin()
      waiting.clear()
    },
    close() {
      for (const server of servers) server.close()
      for (const socket of sockets) socket.destroy()
    },
  }
}
