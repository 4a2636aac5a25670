import { pino } from 'pino'
import { describe, expect, it } from 'vitest'
import { clip, createTellOnce } from './tell-once.js'

function log() {
  const lines: string[] = []
  let now = 0
  const write = (line: string) => void lines.push((JSON.parse(line) as { msg: string }).msg)
  const logger = pino({ level: 'warn' }, { write })
  const tellOnce = createTellOnce(logger, () => now, 'and more')
  return { lines, later: (ms: number) => (now += ms), tell: (key: string) => tellOnce(key, () => logger.warn(key)) }
}

describe('telling of refusals', () => {
  it('W35 each is told once a minute, and of no more than a hundred', () => {
    const { lines, later, tell } = log()
    for (let i = 0; i < 5; i++) tell('slot-01 eg/no')
    expect(lines).toEqual(['slot-01 eg/no'])
    later(60_000)
    for (let i = 0; i < 5000; i++) tell(`guest eg/no/${i}`)
    expect(lines.length).toBe(1 + 100 + 1)
    expect(lines.at(-1)).toBe('and more')
    later(60_000)
    tell('slot-01 eg/no')
    expect(lines.at(-1)).toBe('slot-01 eg/no')
  })

  it('W35 what strangers chose is shortened', () => {
    expect(clip('eg/no')).toBe('eg/no')
    expect(clip('x'.repeat(60_000))).toHaveLength(301)
  })
})
