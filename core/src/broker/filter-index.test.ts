import { covers } from '@eg/shared'
import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { FilterIndex } from './filter-index.js'
import { RetainedMessages } from './retained-messages.js'

const level = fc.constantFrom('', 'a', 'b', '$x', '__proto__')
const topics = fc.array(level, { minLength: 1, maxLength: 4 }).map((levels) => levels.join('/'))
const filters = fc
  .tuple(fc.array(fc.oneof(level, fc.constant('+')), { minLength: 1, maxLength: 4 }), fc.boolean())
  .map(([levels, rest]) => [...levels, ...(rest ? ['#'] : [])].join('/'))
const sorted = (list: string[]) => list.toSorted()

describe('what is found by topics and filters', () => {
  it('W22 the filters that match a topic are found as one by one, also after some are gone', () => {
    fc.assert(
      fc.property(fc.uniqueArray(filters), fc.array(fc.nat()), topics, (all, gone, topic) => {
        const index = new FilterIndex<string>()
        for (const filter of all) index.set(filter, 'owner', filter)
        const left = new Set(all)
        for (const i of gone) {
          const filter = all[i % all.length]
          if (filter === undefined) continue
          index.delete(filter, 'owner')
          left.delete(filter)
        }
        const expected = [...left].filter((filter) => covers(filter, topic))
        expect(sorted([...index.match(topic)])).toEqual(sorted(expected))
      }),
      { numRuns: 2000 },
    )
  })

  it('W22 the retained messages under a filter are found as one by one, also after some are gone', () => {
    const limits = { retainedTopics: 1000, retainedBytes: 1_000_000 }
    fc.assert(
      fc.property(fc.uniqueArray(topics), fc.array(fc.nat()), filters, (all, gone, filter) => {
        const retained = new RetainedMessages(limits, () => true)
        const set = (topic: string, text: string) =>
          retained.set({ cmd: 'publish', topic, payload: Buffer.from(text), qos: 1 })
        for (const topic of all) set(topic, 'x')
        const left = new Set(all)
        for (const i of gone) {
          const topic = all[i % all.length]
          if (topic === undefined) continue
          set(topic, '')
          left.delete(topic)
        }
        expect(sorted(retained.under(filter))).toEqual(sorted([...left].filter((topic) => covers(filter, topic))))
      }),
      { numRuns: 2000 },
    )
  })
})
