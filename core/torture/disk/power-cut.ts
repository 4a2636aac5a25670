import { rmSync, writeFileSync } from 'node:fs'
import type { Draw } from '../evening/draw.js'
import { type DiskModel, FOLLOWED, type Inode } from './disk-model.js'

/** What the power cut leaves of the writes that were not synced: none, some, all, or those up to some moment. */
const SURVIVORS = ['none', 'few', 'half', 'most', 'all', 'first'] as const
const SHARES = { none: 0, few: 10, half: 50, most: 90, all: 100 }
/** What a file's size is afterwards: as before the writes, as after them, or as far as something survived. */
const SIZES = ['old', 'new', 'reached'] as const
const SUFFIX = { db: '', wal: '-wal', journal: '-journal', draft: '.new' }

/** How a drawn power cut treats what was not synced, in words for a failure. */
export interface Cut {
  survivors: (typeof SURVIVORS)[number]
  /** Writes are torn at this granularity (bytes). */
  sector: 512 | 4096
  size: (typeof SIZES)[number]
  /** What stands in lost sectors of a file that grew: zeros, or whatever lay on the disk before. */
  fill: 'zeros' | 'garbage'
}

export function drawCut(draw: Draw): Cut {
  return {
    survivors: draw.of(SURVIVORS),
    sector: draw.of([512, 4096] as const),
    size: draw.of(SIZES),
    fill: draw.of(['zeros', 'garbage'] as const),
  }
}

/** Writes the disk as it may be found after a power cut at this moment of the model, as the database `path`. */
export function writeImage(model: DiskModel, path: string, cut: Cut, draw: Draw): void {
  for (const name of FOLLOWED) {
    const { now, onDisk } = model.entries[name]
    const inode = now !== onDisk && draw.oneIn(2) ? onDisk : now
    const file = `${path}${SUFFIX[name]}`
    rmSync(file, { force: true })
    if (inode) writeFileSync(file, contentAfter(inode, cut, draw))
  }
  rmSync(`${path}-shm`, { force: true })
}

function contentAfter({ durable, durableSize, pending }: Inode, cut: Cut, draw: Draw): Buffer {
  let size = durableSize
  for (const { change } of pending) {
    size = 'size' in change ? change.size : Math.max(size, change.offset + change.bytes.length)
  }
  const longest = Math.max(size, durableSize, ...pending.map(({ change }) => extent(change)))
  const content = Buffer.alloc(longest, cut.fill === 'zeros' ? 0 : garbage(draw))
  durable.copy(content, 0, 0, durableSize)
  let reached = durableSize
  const first = draw.between(0, pending.length)
  for (const [n, { change }] of pending.entries()) {
    const share = cut.survivors === 'first' ? (n < first ? 100 : 0) : SHARES[cut.survivors]
    const survives = () => share > draw.between(0, 99)
    if ('size' in change) {
      if (!survives()) continue
      content.fill(0, change.size)
      reached = change.size
    } else {
      for (const [from, to] of sectors(change.offset, change.offset + change.bytes.length, cut.sector)) {
        if (!survives()) continue
        change.bytes.copy(content, from, from - change.offset, to - change.offset)
        reached = Math.max(reached, to)
      }
    }
  }
  return content.subarray(0, { old: durableSize, new: size, reached }[cut.size])
}

const extent = (change: Inode['pending'][number]['change']) =>
  'size' in change ? change.size : change.offset + change.bytes.length

/** The pieces of a write that reach the disk or not, each by itself. */
function* sectors(from: number, to: number, sector: number): Generator<[number, number]> {
  for (let at = from; at < to;) {
    const end = Math.min(to, (Math.floor(at / sector) + 1) * sector)
    yield [at, end]
    at = end
  }
}

const garbage = (draw: Draw) => Buffer.from(Array.from({ length: 61 }, () => draw.between(0, 255)))
