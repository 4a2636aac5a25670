/** A level of the filters that are kept: what stands under it, and whose filters end here. */
interface Level<Value> {
  below: Map<string, Level<Value>>
  values: Map<string, Value>
}

const newLevel = <Value>(): Level<Value> => ({ below: new Map(), values: new Map() })

/**
 * Filters of many owners, found by the topics they match. However many filters one owner keeps, a topic is only compared
 * with those that begin as it does.
 */
export class FilterIndex<Value> {
  private readonly root = newLevel<Value>()

  set(filter: string, owner: string, value: Value): void {
    let level = this.root
    for (const name of filter.split('/')) {
      let next = level.below.get(name)
      if (!next) level.below.set(name, (next = newLevel()))
      level = next
    }
    level.values.set(owner, value)
  }

  delete(filter: string, owner: string): void {
    const path: [Level<Value>, string][] = []
    let level = this.root
    for (const name of filter.split('/')) {
      const next = level.below.get(name)
      if (!next) return
      path.push([level, name])
      level = next
    }
    level.values.delete(owner)
    for (const [above, name] of path.reverse()) {
      if (level.values.size > 0 || level.below.size > 0) return
      above.below.delete(name)
      level = above
    }
  }

  /** The values of all filters that match a topic; a wildcard at the beginning matches nothing under `$` (MQTT-4.7.2-1). */
  *match(topic: string): Generator<Value> {
    yield* this.under(this.root, topic.split('/'), 0, !topic.startsWith('$'))
  }

  private *under(level: Level<Value>, names: string[], depth: number, wild: boolean): Generator<Value> {
    // `a/#` also matches `a` itself (section 4.7.1.2).
    const rest = wild ? level.below.get('#') : undefined
    if (rest) yield* rest.values.values()
    const name = names[depth]
    if (name === undefined) return void (yield* level.values.values())
    const same = level.below.get(name)
    if (same) yield* this.under(same, names, depth + 1, true)
    const any = wild ? level.below.get('+') : undefined
    if (any) yield* this.under(any, names, depth + 1, true)
  }
}
