import { describe, expect, it } from 'vitest'
import { aLine } from '../testing/samples'
import type { Timeline } from './live-store'
import { addLive, addNewest, addOlder, KEPT_LINES } from './merge-timeline'
import { asHistoryPage } from './history'

const seqs = (timeline: Timeline) => timeline.lines.map((line) => line.seq)
const held = (first: number, last: number, nextBefore: number | null = null): Timeline => ({
  lines: Array.from({ length: last - first + 1 }, (_, i) => aLine(last - i)),
  nextBefore,
  status: 'ready',
})

describe('timeline lines', () => {
  it('O21 shows each line once, newest first, whether it came live or from history', () => {
    const live = addLive(addLive(held(5, 6), aLine(8)), aLine(7))
    expect(seqs(live)).toEqual([8, 7, 6, 5])
    expect(seqs(addLive(live, aLine(7)))).toEqual([8, 7, 6, 5])
    expect(seqs(addOlder(live, { items: [aLine(5), aLine(4)], next_before: 4 }))).toEqual([8, 7, 6, 5, 4])
  })

  it('O21 keeps a bounded number of lines and can load the rest again', () => {
    const full = addLive(held(1, KEPT_LINES), aLine(KEPT_LINES + 1))
    expect(full.lines).toHaveLength(KEPT_LINES)
    expect(full.nextBefore).toBe(2)
  })

  it('O22 keeps what it holds when history reaches down to it', () => {
    const merged = addNewest(held(1, 6, null), { items: [aLine(8), aLine(7), aLine(6)], next_before: 6 })
    expect(seqs(merged)).toEqual([8, 7, 6, 5, 4, 3, 2, 1])
    expect(merged.nextBefore).toBeNull()
  })

  it('O22 drops what lies below a gap rather than hide that lines are missing', () => {
    const merged = addNewest(held(1, 3, null), { items: [aLine(20), aLine(19)], next_before: 19 })
    expect(seqs(merged)).toEqual([20, 19])
    expect(merged.nextBefore).toBe(19)
  })

  it('O21 leaves out history lines that do not fit their contract', () => {
    expect(asHistoryPage({ items: [aLine(2), { seq: 'x' }], next_before: null }).items).toEqual([aLine(2)])
    expect(() => asHistoryPage({ ok: true })).toThrow('without items')
  })
})
