import { covers } from '@eg/shared'
import type { RetainedPacket } from 'aedes-persistence/asyncPersistence.js'
import { toKeep } from './kept-message.js'
import type { WireLimits } from './wire/limits.js'

export type RetainedLimits = Pick<WireLimits, 'retainedTopics' | 'retainedBytes'>

interface Level {
  below: Map<string, Level>
  topic: string | null
}

/** The retained messages, found by filter without looking at those that are elsewhere; those on open topics are limited. */
export class RetainedMessages {
  private readonly byTopic = new Map<string, { message: RetainedPacket; bytes: number }>()
  private readonly root: Level = { below: new Map(), topic: null }
  private open = 0
  private openBytes = 0

  constructor(
    private readonly limits: RetainedLimits,
    private readonly isOpen: (topic: string) => boolean,
  ) {}

  get(topic: string): RetainedPacket | undefined {
    return this.byTopic.get(topic)?.message
  }

  /** Keeps a message, or forgets the topic's if it is empty; false: there is no room for it. */
  set(packet: RetainedPacket): boolean {
    const { topic } = packet
    const before = this.byTopic.get(topic)
    const kept = packet.payload.length === 0 ? undefined : toKeep(packet)
    if (this.isOpen(topic) && !this.makeRoom(before?.bytes ?? 0, kept?.bytes ?? 0)) return false
    if (kept) this.byTopic.set(topic, kept)
    if (kept && !before) this.add(topic)
    if (!kept && before) this.remove(topic)
    return true
  }

  private makeRoom(before: number, after: number): boolean {
    const open = this.open + Number(after > 0) - Number(before > 0)
    const openBytes = this.openBytes + after - before
    const isTooMuch = open > this.limits.retainedTopics || openBytes > this.limits.retainedBytes
    if (isTooMuch && after > before) return false
    this.open = open
    this.openBytes = openBytes
    return true
  }

  private add(topic: string): void {
    let level = this.root
    for (const name of topic.split('/')) {
      let next = level.below.get(name)
      if (!next) level.below.set(name, (next = { below: new Map(), topic: null }))
      level = next
    }
    level.topic = topic
  }

  private remove(topic: string): void {
    this.byTopic.delete(topic)
    const path: [Level, string][] = []
    let level: Level | undefined = this.root
    for (const name of topic.split('/')) {
      path.push([level, name])
      level = level.below.get(name)
      if (!level) return
    }
    level.topic = null
    for (const [above, name] of path.reverse()) {
      if (level.topic !== null || level.below.size > 0) return
      above.below.delete(name)
      level = above
    }
  }

  /** The topics that a filter matches and that have a message. */
  under(filter: string): string[] {
    if (!/[+#]/.test(filter)) return this.byTopic.has(filter) ? [filter] : []
    const found: string[] = []
    collect(this.root, filter.split('/'), 0, found)
    // A wildcard at the beginning matches nothing under `$` (MQTT-4.7.2-1).
    return /^[+#]/.test(filter) ? found.filter((topic) => covers(filter, topic)) : found
  }
}

function collect(level: Level, names: string[], depth: number, found: string[]): void {
  const name = names[depth]
  if (name === '#') return collectAll(level, found)
  if (name === undefined) {
    if (level.topic !== null) found.push(level.topic)
    return
  }
  if (name === '+') for (const next of level.below.values()) collect(next, names, depth + 1, found)
  else {
    const next = level.below.get(name)
    if (next) collect(next, names, depth + 1, found)
  }
}

function collectAll(level: Level, found: string[]): void {
  if (level.topic !== null) found.push(level.topic)
  for (const next of level.below.values()) collectAll(next, found)
}
