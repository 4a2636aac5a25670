/** What all strangers in a hurry may spend in one turn of the event loop, in messages: some milliseconds of work. */
const PER_TURN = 32

export interface Turns {
  /** Whether this turn has room for more; if not, `askAgain` is called when a later one has, first come, first served. */
  hasRoom(askAgain: () => void): boolean
  spend(messages: number): void
}

/**
 * Shares the turns of the event loop among those who send as much as they may. Each of them goes on in parts anyway; ten of
 * them are ten parts in every turn, and whoever votes meanwhile waits for several turns: to be read, for the commit, to be
 * answered.
 */
export function createTurns(perTurn = PER_TURN, nextTurn: (begin: () => void) => void = setImmediate): Turns {
  const waiting = new Set<() => void>()
  let left = perTurn
  let isAwaited = false

  const renew = () => {
    if (isAwaited) return
    isAwaited = true
    nextTurn(begin)
  }

  const begin = () => {
    isAwaited = false
    left = perTurn
    for (const askAgain of waiting) {
      if (left <= 0) break
      waiting.delete(askAgain)
      askAgain()
    }
    if (waiting.size > 0) renew()
  }

  return {
    hasRoom(askAgain) {
      if (left > 0) return true
      waiting.add(askAgain)
      renew()
      return false
    },
    spend(messages) {
      left -= messages
      renew()
    },
  }
}
