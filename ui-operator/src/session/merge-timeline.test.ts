import { beforeEach, describe, expect, it, vi } from 'vitest'
import { aLine } from '../testing/samples'
import type { Update } from './frame-batch'
import type { LiveState, Timeline } from './live-store'
import { addLive, addNewest, addOlder, askOlder, KEPT_LINES, MOST_LINES, type HistoryPage } from './merge-timeline'
import { asHistoryPage, createHistory } from './history'

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

  it('O185 a line that came live since the link is back does not hide the gap below it', () => {
    const merged = addNewest(addLive(held(1, 3), aLine(20)), { items: [aLine(20), aLine(19)], next_before: 19 })
    expect(seqs(merged)).toEqual([20, 19])
    expect(merged.nextBefore).toBe(19)
  })

  it('O186 older lines that were asked for stay when live ones arrive, up to a bound', () => {
    const full = held(101, 100 + KEPT_LINES, 101)
    const older = Array.from({ length: 100 }, (_, i) => aLine(100 - i))
    // Live lines while the older ones are being read cut nothing off that these have to join on to.
    const meanwhile = addLive(askOlder(full), aLine(KEPT_LINES + 101))
    const more = addLive(addOlder(meanwhile, { items: older, next_before: null }), aLine(KEPT_LINES + 102))
    expect([more.lines.length, more.lines.at(-1)?.seq, more.nextBefore]).toEqual([KEPT_LINES + 102, 1, null])
    const many = addOlder(held(100_001, 100_000 + MOST_LINES), { items: [aLine(100_000)], next_before: 100_000 })
    expect(addLive(many, aLine(200_000)).lines).toHaveLength(MOST_LINES)
  })

  it('O186 lines that come while older ones are being read leave no gap between them', async () => {
    let state = { timeline: held(101, 100 + KEPT_LINES, 101) } as LiveState
    const update = (change: Update<LiveState>) => void (state = { ...state, ...change(state, (map) => new Map(map)) })
    const read = async () => {
      for (const seq of [1, 2, 3]) update((s) => ({ timeline: addLive(s.timeline, aLine(100 + KEPT_LINES + seq)) }))
      return { items: [aLine(100), aLine(99)], next_before: 99 }
    }
    await createHistory(read, () => state, update).readOlder()
    expect([state.timeline.lines.length, state.timeline.nextBefore]).toEqual([KEPT_LINES + 5, 99])
  })

  it('O185 a link that comes back while older lines are being read hides no gap either', async () => {
    let state = { timeline: held(2, 4, 2) } as LiveState
    const update = (change: Update<LiveState>) => void (state = { ...state, ...change(state, (map) => new Map(map)) })
    const asked: (number | null)[] = []
    let release: (page: HistoryPage) => void = () => {}
    const read = async (before: number | null) => {
      asked.push(before)
      if (before === null) return { items: [aLine(20), aLine(19)], next_before: 19 }
      return new Promise<HistoryPage>((resolve) => void (release = resolve))
    }
    const history = createHistory(read, () => state, update)
    const older = history.readOlder()
    update((s) => ({ timeline: addLive(s.timeline, aLine(20)) }))
    await history.readNewest()
    expect(asked).toEqual([2])
    release({ items: [aLine(1)], next_before: null })
    await older
    await vi.waitFor(() => expect(seqs(state.timeline)).toEqual([20, 19]))
    expect([asked, state.timeline.nextBefore, state.timeline.status]).toEqual([[2, null], 19, 'ready'])
  })

  describe('O189 what was missed, and could not be read at once, is read again', () => {
    let state: LiveState
    let pages: (HistoryPage | null)[]
    let asked: (number | null)[]
    let history: ReturnType<typeof createHistory>
    const live = (seq: number) => (state = { ...state, timeline: addLive(state.timeline, aLine(seq)) })
    beforeEach(() => {
      asked = []
      const update = (change: Update<LiveState>) => void (state = { ...state, ...change(state, (map) => new Map(map)) })
      const read = async (before: number | null) => {
        asked.push(before)
        const page = pages.shift()
        if (!page) throw new Error('no answer')
        return page
      }
      vi.spyOn(console, 'warn').mockImplementation(() => undefined)
      state = { timeline: held(3, 4, 3) } as LiveState
      history = createHistory(read, () => state, update)
    })
    const outage = async () => {
      pages = [{ items: [aLine(4), aLine(3)], next_before: 3 }, null]
      await history.readNewest()
      history.lost()
      await history.readNewest()
      expect(state.timeline.status).toBe('failed')
      live(20)
      live(21)
    }

    it('after older lines were read', async () => {
      await outage()
      pages = [
        { items: [aLine(2)], next_before: 2 },
        { items: [aLine(21), aLine(20)], next_before: 20 },
      ]
      await history.readOlder()
      await vi.waitFor(() => expect(asked).toEqual([null, null, 3, null]))
      expect([seqs(state.timeline), state.timeline.nextBefore]).toEqual([[21, 20], 20])
    })

    it('after as many came live as a page holds', async () => {
      await outage()
      pages = [{ items: [aLine(21), aLine(20)], next_before: 20 }]
      await history.readNewest()
      expect([seqs(state.timeline), state.timeline.nextBefore]).toEqual([[21, 20], 20])
    })

    it('after the first read failed', async () => {
      state = { timeline: { lines: [], nextBefore: null, status: 'loading' } } as unknown as LiveState
      pages = [null, { items: [aLine(8), aLine(7)], next_before: 7 }]
      await history.readNewest()
      for (const seq of [7, 8]) live(seq)
      await history.readNewest()
      expect([seqs(state.timeline), state.timeline.nextBefore]).toEqual([[8, 7], 7])
    })
  })

  it('O186 after a gap it keeps no more than before anybody asked', () => {
    const asked = addOlder(held(101, 200), { items: [aLine(100)], next_before: 100 })
    const joined = addNewest(asked, { items: [aLine(201), aLine(200)], next_before: 200 })
    const apart = addNewest(asked, { items: [aLine(900), aLine(899)], next_before: 899 })
    expect([joined.most, apart.most]).toEqual([KEPT_LINES + 101, undefined])
  })

  it('O21 leaves out history lines that do not fit their contract', () => {
    expect(asHistoryPage({ items: [aLine(2), { seq: 'x' }], next_before: null }).items).toEqual([aLine(2)])
    expect(() => asHistoryPage({ ok: true })).toThrow('without items')
  })
})
