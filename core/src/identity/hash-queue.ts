import { callerName } from '../broker/wire/addresses.js'

/** How many hashes are computed at once: libuv has four threads, and the disk of backups wants one too. */
const AT_ONCE = 3
/** How many of one address may wait; a fleet of a thousand behind one address must fit. */
const MAX_WAITING = 2000

/**
 * Lets hashes be computed a few at a time, each address in its turn: who tries passwords by the thousand waits for himself,
 * not the others for him.
 */
export interface HashQueue {
  /** Runs `work` when it is its turn; null where too many of this address wait already. */
  run<T>(address: string, work: () => Promise<T>): Promise<T> | null
}

export function createHashQueue(): HashQueue {
  const waiting = new Map<string, (() => void)[]>()
  let running = 0

  const next = () => {
    while (running < AT_ONCE) {
      const [turn] = waiting
      if (!turn) return
      const [address, queue] = turn
      const start = queue.shift()
      // To the end of the line: the next one is another address's.
      waiting.delete(address)
      if (queue.length > 0) waiting.set(address, queue)
      running += 1
      start?.()
    }
  }

  return {
    run(from, work) {
      const address = callerName(from)
      const queue = waiting.get(address) ?? []
      if (queue.length >= MAX_WAITING) return null
      return new Promise((resolve, reject) => {
        queue.push(() => {
          work()
            .then(resolve, reject)
            .finally(() => {
              running -= 1
              next()
            })
        })
        waiting.set(address, queue)
        next()
      })
    },
  }
}
