/** What all strangers in a hurry may spend in one turn of the event loop, in messages: some milliseconds of work. */
const PER_TURN = 32

export interface Turns {
  /**
   * Whether this turn has room for more; if not, `askAgain` is called when a later one has, first come, first served: those who
   * connect in a line of their own, served in turn with the other.
   */
  hasRoom(askAgain: () => void, isConnecting: boolean): boolean
  spend(messages: number): void
}

/**
 * Shares the turns of the event loop among those who send as much as they may. Each of them goes on in parts anyway; ten of
 * them are ten parts in every turn, and whoever votes meanwhile waits for several turns: to be read, for the commit, to be
 * answered.
 */
export function createTurns(perTurn = PER_TURN, nextTurn: (begin: () => void) => void = setImmediate): Turns {
  const connecting = new Set<() => void>()
  const sending = new Set<() => void>()
  const lines = [connecting, sending]
  let left = perTurn
  let isAwaited = false

  const hasLeft = () => left > 0
  const isAnyoneWaiting = () => connecting.size + sending.size > 0

  const renew = () => {
    if (isAwaited) return
    isAwaited = true
    nextTurn(begin)
  }

  const begin = () => {
    isAwaited = false
    left = perTurn
    while (hasLeft() && isAnyoneWaiting()) {
      const [line] = lines.reverse()
      const [askAgain] = line ?? []
      if (askAgain === undefined) continue
      line?.delete(askAgain)
      askAgain()
    }
    if (isAnyoneWaiting()) renew()
  }

  return {
    hasRoom(askAgain, isConnecting) {
      if (hasLeft()) return true
      if (isConnecting) connecting.add(askAgain)
      else sending.add(askAgain)
      renew()
      return false
    },
    spend(messages) {
      left -= messages
      renew()
    },
  }
}
