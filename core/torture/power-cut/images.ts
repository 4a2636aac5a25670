import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createCommitter } from '../../dist/store/sqlite/committer.js'
import { mendAtStart } from '../../dist/store/sqlite/mend-at-start.js'
import { openDatabase } from '../../dist/store/sqlite/open-database.js'
import { StoreRefusedError } from '../../dist/store/store.js'
import { storeSettings } from '../../test/store-settings.js'
import { DiskModel } from '../disk/disk-model.js'
import { type Cut, drawCut, writeImage } from '../disk/power-cut.js'
import type { Recording } from '../disk/recorded-core.js'
import { checkEvening } from '../evening/check-evening.js'
import { drawFrom } from '../evening/draw.js'
import { createKillableCore } from '../evening/killable-core.js'
import { type Verdict, isClean } from '../evening/verdict.js'

/** One image of so many is opened by a whole core; the others by the store alone, as a core opens it. */
const WHOLE_CORE_ONE_IN = 25

export interface ImageFailure {
  /** Place in the log, and what the cut did. */
  at: number
  cut: Cut
  verdict: Verdict
}

export interface ImagesResult {
  images: number
  /** Cut while a checkpoint was being written to the database file. */
  inCheckpoints: number
  failures: ImageFailure[]
}

/** Where the power is cut, and what that leaves. */
export type Place = Pick<ImageFailure, 'at' | 'cut'>

/** Rebuilds the disk at these moments of a recording, which stand in their order, and opens each. Keeps no image that was good. */
export async function openImages(
  { evening, events, moments }: Recording,
  places: readonly Place[],
  seed: number,
): Promise<ImagesResult> {
  const draw = drawFrom(seed)
  const model = new DiskModel(events)
  const folder = mkdtempSync(join(tmpdir(), 'eg-image-'))
  const path = join(folder, 'core.db')
  const result: ImagesResult = { images: places.length, inCheckpoints: 0, failures: [] }
  for (const { at, cut } of places) {
    model.advance(at)
    writeImage(model, path, cut, draw)
    const checkpointing = (model.entries.db.now?.pending.length ?? 0) > 0
    if (checkpointing) result.inCheckpoints += 1
    const problem = draw.oneIn(WHOLE_CORE_ONE_IN) ? await openByCore(path) : openByStore(path)
    const verdict: Verdict =
      problem === null
        ? checkEvening(path, evening.account, (sent) => (moments.told.get(sent.id) ?? Infinity) < at)
        : { lost: [], doubled: [], broken: [problem] }
    if (!isClean(verdict)) result.failures.push({ at, cut, verdict })
  }
  rmSync(folder, { recursive: true })
  return result
}

/**
 * Places in the log in their order, and any cut at each: of ten, five anywhere, four beside what was done to the database file itself, one while
 * the database was made.
 */
export function drawPlaces({ events, moments }: Recording, count: number, seed: number): Place[] {
  const draw = drawFrom(seed)
  const toDatabase = [...events.keys()].filter((at) => {
    const event = events[at]
    return event !== undefined && 'file' in event && event.file === 'db'
  })
  const firstTold = Math.min(...moments.told.values())
  const anywhere = () => draw.between(0, events.length)
  const moment = (i: number) => {
    if (i % 10 === 0) return draw.between(0, firstTold)
    return i % 2 === 0 ? anywhere() : draw.of(toDatabase) + draw.between(0, 1)
  }
  return Array.from({ length: count }, (_, i) => ({ at: moment(i), cut: drawCut(draw) })).sort((a, b) => a.at - b.at)
}

/** Opens a database as the store's thread does at start; why not, or null. */
export function openByStore(path: string): string | null {
  try {
    const settings = storeSettings()
    mendAtStart(path, settings.restore, Date.now())
    const db = openDatabase(path)
    createCommitter(db, settings).boot(Date.now())
    db.close()
    return null
  } catch (error) {
    if (error instanceof StoreRefusedError) return error.message
    throw error
  }
}

async function openByCore(path: string): Promise<string | null> {
  const core = createKillableCore({ dbPath: path })
  try {
    await core.start()
    const response = await fetch(`${core.api}/health`)
    const { ok } = (await response.json()) as { ok: boolean }
    return ok ? null : 'the core started and is not well'
  } catch (error) {
    return (error as Error).message
  } finally {
    await core.stop()
  }
}
