import { closeSync, constants, openSync, readSync } from 'node:fs'
import { type InputEvent, LONG_BYTES, parseInputEvents } from './input-event.js'
import { codeOf } from './part-faults.js'

/** What we use of `epoll`, which comes with onoff. Node itself would keep a thread waiting for each keyboard. */
export interface Epoll {
  add(fd: number, events: number): unknown
  remove(fd: number): unknown
  close(): unknown
}
export interface EpollClass {
  new (callback: (error: Error | null, fd: number, events: number) => void): Epoll
  EPOLLIN: number
}

/** Loads `epoll`. Throws if it is not installed or does not fit this machine. */
export async function loadEpoll(): Promise<EpollClass> {
  const name: string = 'epoll'
  const loaded = (await import(name)) as { default: { Epoll: EpollClass } }
  return loaded.default.Epoll
}

/** Input devices that are read while they are there. */
export interface EvdevFiles {
  /** Begins to read `path`. Throws what the kernel says if it cannot be opened. */
  open(path: string, events: (events: InputEvent[]) => void, gone: () => void): void
  close(): void
}

const EVENTS_AT_ONCE = 64

export function createEvdevFiles(Epoll: EpollClass): EvdevFiles {
  const open = new Map<number, { events: (events: InputEvent[]) => void; gone: () => void }>()
  const buffer = Buffer.alloc(EVENTS_AT_ONCE * (2 * LONG_BYTES + 8))
  const poller = new Epoll((_, fd) => {
    const file = open.get(fd)
    if (!file) return
    try {
      const bytes = readSync(fd, buffer, 0, buffer.length, null)
      if (bytes > 0) return file.events(parseInputEvents(buffer.subarray(0, bytes)))
      end(fd)
      file.gone()
    } catch (error) {
      if (codeOf(error) === 'EAGAIN') return
      end(fd) // ENODEV: unplugged
      file.gone()
    }
  })
  const end = (fd: number) => {
    open.delete(fd)
    poller.remove(fd)
    closeSync(fd)
  }
  return {
    open(path, events, gone) {
      const fd = openSync(path, constants.O_RDONLY | constants.O_NONBLOCK)
      open.set(fd, { events, gone })
      poller.add(fd, Epoll.EPOLLIN)
    },
    close() {
      for (const fd of open.keys()) end(fd)
      poller.close()
    },
  }
}
