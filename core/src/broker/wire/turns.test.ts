import { describe, expect, it } from 'vitest'
import { createTurns } from './turns.js'

/** Turns of 10 messages that begin when the test says so, and connections that want to send parts of some cost. */
function line() {
  const due: (() => void)[] = []
  const turns = createTurns(10, (begin) => due.push(begin))
  const sent: string[] = []
  const connection = (name: string, cost: number, parts: number, isConnecting = false) => {
    const ask = () => {
      if (parts === 0 || !turns.hasRoom(ask, isConnecting)) return
      parts -= 1
      sent.push(name)
      turns.spend(cost)
      // As aedes does: asks for more as soon as it has handled what it was given.
      ask()
    }
    return ask
  }
  return {
    connection,
    /** What was sent since it was last asked. */
    sent: () => sent.splice(0).join(' '),
    next: () => due.splice(0).forEach((begin) => begin()),
    isQuiet: () => due.length === 0,
  }
}

describe('turns', () => {
  it('W68 a turn of the event loop has so much room for all strangers in a hurry together', () => {
    const { connection, sent, next, isQuiet } = line()
    connection('a', 4, 5)()
    expect(sent()).toBe('a a a')
    connection('b', 4, 1)()
    expect(sent()).toBe('')
    next()
    expect(sent()).toBe('a a b')
    next()
    expect(sent()).toBe('')
    expect(isQuiet()).toBe(true)
  })

  it('W68 who waited is asked first, and nobody is passed over, however much the others want', () => {
    const { connection, sent, next } = line()
    for (const name of ['a', 'b', 'c']) connection(name, 20, 3)()
    expect(sent()).toBe('a')
    const turns = Array.from({ length: 8 }, () => {
      next()
      return sent()
    })
    expect(turns).toEqual(['a', 'b', 'c', 'a', 'b', 'c', 'b', 'c'])
  })

  it('W68 one that is asked again in vain holds nobody up', () => {
    const { connection, sent, next } = line()
    connection('a', 20, 1)()
    const gone = connection('gone', 4, 0)
    gone()
    connection('b', 4, 1)()
    next()
    expect(sent()).toBe('a b')
  })

  it('W73 who connects stands in a line of their own: however many send, every other turn is theirs', () => {
    const { connection, sent, next } = line()
    for (const name of ['a', 'b', 'c', 'd']) connection(name, 20, 2)()
    expect(sent()).toBe('a')
    for (const name of ['X', 'Y', 'Z']) connection(name, 8, 1, true)()
    const turns = Array.from({ length: 5 }, () => {
      next()
      return sent()
    })
    expect(turns).toEqual(['a', 'X b', 'Y c', 'Z d', 'b'])
  })
})
