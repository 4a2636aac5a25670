import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { buildTopic, covers, filterOf, matchTopic, paramNames } from './topics.js'

const RES = 'eg/dev/{device_id}/res'

describe('templates', () => {
  it('C17 become a topic, a filter, and parameters again', () => {
    expect(buildTopic(RES, { device_id: 'slot-01' })).toBe('eg/dev/slot-01/res')
    expect(buildTopic('eg/state/mode', {})).toBe('eg/state/mode')
    expect(filterOf(RES)).toBe('eg/dev/+/res')
    expect(filterOf('a/{x}/{y}', { y: 'b' })).toBe('a/+/b')
    expect(paramNames('a/{x}/b/{device_id}')).toEqual(['x', 'device_id'])
    expect(matchTopic(RES, 'eg/dev/slot-01/res')).toEqual({ device_id: 'slot-01' })
    expect(matchTopic('eg/state/mode', 'eg/state/mode')).toEqual({})
    expect(matchTopic('eg/{x}/#', 'eg/a/b/c')).toEqual({ x: 'a' })
  })

  it('C17 a parameter is exactly one level: never empty, never a separator or wildcard', () => {
    for (const value of ['', 'a/b', '+', '#', 'a+', 'a\0']) {
      expect(() => buildTopic(RES, { device_id: value }), value).toThrow('device_id')
      if (value !== '') expect(() => filterOf(RES, { device_id: value }), value).toThrow('device_id')
      expect(matchTopic(RES, `eg/dev/${value}/res`), value).toBeNull()
    }
    // Not a replacement pattern of String.replace, and not a parameter again.
    for (const value of ['$&', '$1', '{device_id}']) {
      expect(buildTopic(RES, { device_id: value })).toBe(`eg/dev/${value}/res`)
      expect(filterOf(RES, { device_id: value })).toBe(`eg/dev/${value}/res`)
    }
  })

  it('C17 match no other topic', () => {
    for (const topic of [
      '',
      'eg',
      'eg/dev/slot-01',
      'eg/dev/slot-01/res/x',
      'eg/dev/slot-01/Res',
      '/eg/dev/slot-01/res',
    ]) {
      expect(matchTopic(RES, topic), topic).toBeNull()
    }
  })
})

/** MQTT's own words (4.7), as short as can be: the reference that `covers` is held against. */
function matches(filter: string[], topic: string[]): boolean {
  if (topic[0]?.startsWith('$') && (filter[0] === '+' || filter[0] === '#')) return false
  const rest = (f: string[], t: string[]): boolean => {
    if (f[0] === '#') return true
    if (f.length === 0 || t.length === 0) return f.length === t.length
    return (f[0] === '+' || f[0] === t[0]) && rest(f.slice(1), t.slice(1))
  }
  return rest(filter, topic)
}

const level = fc.constantFrom('a', 'b', '', '$x')
const topicLevels = fc.array(level, { minLength: 1, maxLength: 4 })
const filterLevels = fc
  .tuple(fc.array(fc.oneof(level, fc.constant('+')), { maxLength: 4 }), fc.boolean())
  .map(([levels, open]) => (open || levels.length === 0 ? [...levels, '#'] : levels))

/** Every topic of up to five levels over an alphabet with one letter that no filter names. */
const allTopics = (() => {
  const topics: string[][] = []
  let longest: string[][] = [[]]
  for (let length = 1; length <= 5; length++) {
    longest = longest.flatMap((head) => ['a', 'b', '', '$x', 'other'].map((next) => [...head, next]))
    topics.push(...longest)
  }
  return topics
})()

describe('covers', () => {
  it('C18 what covers a filter matches every topic that the filter matches', () => {
    fc.assert(
      fc.property(filterLevels, filterLevels, topicLevels, (wide, narrow, topic) => {
        fc.pre(covers(wide.join('/'), narrow.join('/')))
        expect(!matches(narrow, topic) || matches(wide, topic)).toBe(true)
      }),
      { numRuns: 2000 },
    )
  })

  it('C18 covers exactly when no topic tells the difference', () => {
    fc.assert(
      fc.property(filterLevels, filterLevels, (wide, narrow) => {
        const counterexample = allTopics.find((topic) => matches(narrow, topic) && !matches(wide, topic))
        // `#` and `+/#` match the same topics; refusing the wider-looking one is on the safe side.
        const onlyBySpelling = narrow.includes('#') && narrow.length <= wide.length
        if (covers(wide.join('/'), narrow.join('/'))) expect(counterexample).toBeUndefined()
        else if (!onlyBySpelling) expect(counterexample).toBeDefined()
      }),
      { numRuns: 200 },
    )
  })

  it.each([
    ['eg/#', 'eg/dev/+/res', true],
    ['eg/#', 'eg', true],
    ['eg/dev/+/res', 'eg/dev/slot-01/res', true],
    ['eg/dev/slot-01/res', 'eg/dev/+/res', false],
    ['eg/dev/+/res', 'eg/dev/#', false],
    ['eg/+', 'eg/#', false],
    ['+/+', '#', false],
    ['#', 'eg/dev/slot-01/res', true],
    ['#', '$SYS/broker/uptime', false],
    ['+/x', '$SYS/x', false],
    ['#', '$SYS/#', false],
    ['$SYS/#', '$SYS/broker', true],
    ['eg/test/#', 'eg/testing', false],
    ['test', 'test/a', false],
    ['eg/#/res', 'eg/secret', false],
  ])('C18 %s over %s: %s', (wide, narrow, expected) => {
    expect(covers(wide, narrow)).toBe(expected)
  })
})
