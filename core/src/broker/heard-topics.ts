import type { Aedes } from 'aedes'

/** More topics than these are not remembered at once: device ids are chosen by whoever sends. */
export const MAX_REMEMBERED = 10_000
/** Topics of EG are shorter; a stranger's may have 64 kB, and would be kept. */
const MAX_LENGTH = 200

interface Matcher {
  match(topic: string): unknown[]
  add(filter: string, listener: unknown): unknown
  remove(filter: string, listener?: unknown): unknown
}

/**
 * By how many subscriptions of those who are connected a topic is heard: what nobody hears need not be encoded and sent around.
 * Asked for every answer, so it is remembered until any subscription changes.
 */
export function createHeardTopics(aedes: Aedes): (topic: string) => number {
  const { _matcher: matcher } = (aedes as unknown as { mq: { _matcher: Matcher } }).mq
  const remembered = new Map<string, number>()
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
    const heard = matcher.match(topic).length
    if (topic.length <= MAX_LENGTH) remembered.set(topic, heard)
    return heard
  }
}
