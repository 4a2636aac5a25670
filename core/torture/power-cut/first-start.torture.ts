import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { DiskModel } from '../disk/disk-model.js'
import { type Cut, writeImage } from '../disk/power-cut.js'
import { recordCore } from '../disk/recorded-core.js'
import { drawFrom } from '../evening/draw.js'
import { seed } from '../seed.js'
import { openByStore } from './images.js'

/** The two ends of what a power cut may leave: all that was written, and only what was synced. */
const CUTS: Cut[] = [
  { survivors: 'all', sector: 4096, size: 'new', fill: 'zeros' },
  { survivors: 'none', sector: 4096, size: 'old', fill: 'zeros' },
]

describe('the power is cut while a core starts for the first time', () => {
  it('Z9 at any moment of it the next start is a first start, or goes on with what is there', async () => {
    const { events, moments } = await recordCore({ seed, acknowledged: 1 })
    const folder = mkdtempSync(join(tmpdir(), 'eg-first-'))
    const path = join(folder, 'core.db')
    const refused: string[] = []
    const firstTold = Math.min(...moments.told.values())
    const model = new DiskModel(events)
    for (let at = 0; at <= firstTold; at++) {
      model.advance(at)
      for (const cut of CUTS) {
        writeImage(model, path, cut, drawFrom(at + 1))
        const problem = openByStore(path)
        if (problem !== null) refused.push(`after ${at} events, ${cut.survivors} survived: ${problem}`)
      }
    }
    rmSync(folder, { recursive: true })
    console.log(
      `first start: ${refused.length} of ${(firstTold + 1) * CUTS.length} moments refused\n${refused.join('\n')}`,
    )
    expect(refused).toEqual([])
  })
})
