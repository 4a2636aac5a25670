import { MAX_LOG_LINES } from '@eg/shared'
import { pino } from 'pino'
import { describe, expect, it } from 'vitest'
import { keepTail, tailOf } from './log-tail.js'

const open = () =>
  pino({ base: {}, timestamp: pino.stdTimeFunctions.isoTime }, keepTail({ write: (line: string) => void line }))

describe('the last lines of a log', () => {
  it('U84 say when, how bad and what, oldest first, with what else the line tells', () => {
    const log = open()
    log.info('one')
    log.warn({ part: 'reader', err: new Error('gone') }, 'two')
    expect(tailOf(log)).toMatchObject([
      { level: 'info', text: 'one' },
      { level: 'warn', text: 'two part=reader err=gone' },
    ])
    expect(Math.abs(Date.now() - (tailOf(log)[0]?.at ?? 0))).toBeLessThan(60_000)
  })

  it('U84 of one simulated slot of many are its own', () => {
    const log = open()
    const [a, b] = [log.child({ slot: 'slot-02' }), log.child({ slot: 'slot-03' })]
    a.info('mine')
    b.info('another’s')
    expect(tailOf(a).map(({ text }) => text)).toEqual(['mine'])
    expect(tailOf(log)).toHaveLength(2)
  })

  it('U84 are at most 100 and 16 kB, the newest', () => {
    const log = open()
    for (let i = 0; i < 700; i++) log.info(`line ${i}`)
    expect(tailOf(log)).toHaveLength(MAX_LOG_LINES)
    expect(tailOf(log).at(-1)?.text).toBe('line 699')
    for (let i = 0; i < 100; i++) log.info('é'.repeat(5000))
    const lines = tailOf(log)
    expect(Buffer.byteLength(JSON.stringify(lines))).toBeLessThanOrEqual(16_100)
    expect(lines.every(({ text }) => text.length <= 300)).toBe(true)
  })

  it('U84 of a log that keeps none are none', () => {
    expect(tailOf(pino({ level: 'silent' }))).toEqual([])
  })
})
