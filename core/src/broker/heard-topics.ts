import type { Aedes } from 'aedes'

/** More topics than these are not remembered at once: device ids are chosen by whoever sends. */
export const MAX_REMEMBERED = 10_000

interface Matcher {
  match(topic: string): unknown[]
  add(filter: string, listener: unknown): unknown
  remove(filter: string, listener?: unknown): unknown
}

/**
 * Which topics somebody who is connected has subscribed to: what nobody hears need not be encoded and sent around. Asked
 * for every answer, so it is remembered until any subscription changes.
 */
export function createHeardTopics(aedes: Aedes): (topic: string) => boolean {
  const { _matcher: matcher } = (aedes as unknown as { mq: { _matcher: Matcher } }).mq
  const remembered = new Map<string, boolean>()
  for (const change of ['add', 'remove'] as const) {
    const before = matcher[change].bind(matcher)
    matcher[change] = (filter, listener) => {
      remembered.clear()
      return before(filter, listener)
    }
  }
  return (topic) => {
    const known = remembered.get(topic)
    if (known !== undefined) return known
    if (remembered.size >= MAX_REMEMBERED) remembered.clear()
    const heard = matcher.match(topic).length > 0
    remembered.set(topic, heard)
    return heard
  }
}
