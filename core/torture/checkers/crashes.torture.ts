import { afterAll, describe, expect, it } from 'vitest'
import { createFailingDisk } from '../disk/disk-control.js'
import type { Cut } from '../disk/power-cut.js'
import { type Recording, recordCore } from '../disk/recorded-core.js'
import { untimely } from '../disk/sync-between.js'
import { startCoreOnDisk } from '../io-failure/core-on-disk.js'
import { strike } from '../io-failure/strike.js'
import { crashChain } from '../kill-nine/crash-chain.js'
import { openImages } from '../power-cut/images.js'
import { seed } from '../seed.js'
import { ACKNOWLEDGES_FAILURES, ACKNOWLEDGES_FIRST, COUNTS_EVERY_VOTE, FORGETS_IDS, SYNCS_NEVER } from './broken.js'
import { patchedCore, removePatchedCores } from './patched-core.js'

/** A broken core is noticed within so many kills. */
const KILLS = 20
const ACKNOWLEDGED = 300
const IMAGES = 10
/** Nothing that was not synced is there afterwards. */
const NOTHING_SURVIVES: Cut = { survivors: 'none', sector: 4096, size: 'old', fill: 'zeros' }

afterAll(removePatchedCores)

describe('kill-nine sees a core that', () => {
  it.each([
    ['acknowledges before the commit', ACKNOWLEDGES_FIRST, 'lost'],
    ['has no primary key of votes', COUNTS_EVERY_VOTE, 'doubled'],
    ['forgets the ids of requests', FORGETS_IDS, 'doubled'],
  ] as const)('Z8 %s', async (_, patches, what) => {
    const { verdict } = await crashChain({ seed, kills: KILLS, script: patchedCore(patches), keep: false })
    expect(verdict[what]).not.toEqual([])
  })
})

async function expectSeen(recording: Recording) {
  const found = untimely(recording.events, recording.moments)
  expect(found).not.toEqual([])
  // Cut where it shows: right after an acknowledgement that came too early.
  const step = Math.ceil(found.length / IMAGES)
  const places = found
    .filter((_, i) => i % step === 0)
    .map(({ at }) => ({ at: at + 1, cut: NOTHING_SURVIVES }))
    .sort((a, b) => a.at - b.at)
  const { failures } = await openImages(recording, places, seed)
  expect(failures).not.toEqual([])
}

describe('power-cut sees a core that', () => {
  it.each([
    ['acknowledges before the commit', ACKNOWLEDGES_FIRST],
    ['never syncs', SYNCS_NEVER],
  ] as const)('Z8 %s', async (_, patches) => {
    await expectSeen(await recordCore({ seed, acknowledged: ACKNOWLEDGED, script: patchedCore(patches) }))
  })

  it('Z8 runs on a disk that swallows syncs', async () => {
    const disk = createFailingDisk('')
    const { EG_SHIM_CONTROL = '' } = disk.env
    const onReady = () => disk.arm({ fault: 'swallow', after: 0, lasting: true })
    await expectSeen(await recordCore({ seed, acknowledged: ACKNOWLEDGED, env: { EG_SHIM_CONTROL }, onReady }))
    disk.close()
  })
})

describe('io-failure sees a core that', () => {
  it('Z8 acknowledges what it could not store', async () => {
    const on = await startCoreOnDisk({ seed, script: patchedCore(ACKNOWLEDGES_FAILURES) })
    const full = { fault: 'enospc', after: 0, lasting: true, hold: 'brief' } as const
    await expect(strike(on, full)).rejects.toThrow('acknowledged while nothing can be stored')
    await on.end()
  })
})
