import { describe, expect, it } from 'vitest'
import { recordCore } from '../disk/recorded-core.js'
import { untimely } from '../disk/sync-between.js'
import { progress } from '../evening/progress.js'
import { inWords } from '../evening/verdict.js'
import { replay, rounds, seed } from '../seed.js'
import { drawPlaces, openImages } from './images.js'

const IMAGES = rounds(100, 2000)
/** How many images are cut from the log of one core: the more cores, the more different logs. */
const IMAGES_A_CORE = 100
const ACKNOWLEDGED_A_CORE = 2500

describe(`the power is cut at ${IMAGES} moments`, () => {
  it('Z3 Z4 a sync stands before every acknowledgement, and whatever else the disk kept, nothing acknowledged is lost', async () => {
    const tell = progress('power-cut')
    const sum = { images: 0, inCheckpoints: 0, told: 0, pubacks: 0, answers: 0 }
    for (let core = 0; sum.images < IMAGES; core++) {
      const recording = await recordCore({ seed: seed + core, acknowledged: ACKNOWLEDGED_A_CORE })
      const where = `core ${core}: ${replay('power-cut', seed + core)}`
      const { told, pubacks, answers } = recording.moments
      expect(untimely(recording.events, recording.moments).slice(0, 5), where).toEqual([])
      expect(told.size, where).toBeGreaterThan(ACKNOWLEDGED_A_CORE / 2)
      expect(pubacks, where).toBeGreaterThan(ACKNOWLEDGED_A_CORE / 2)

      const result = await openImages(
        recording,
        drawPlaces(recording, Math.min(IMAGES_A_CORE, IMAGES - sum.images), seed + core),
        seed + core,
      )
      const failures = result.failures.map(
        ({ at, cut, verdict }) => `at ${at} ${JSON.stringify(cut)}: ${inWords(verdict)}`,
      )
      expect(failures.slice(0, 3).join('\n'), where).toBe('')
      sum.images += result.images
      sum.inCheckpoints += result.inCheckpoints
      sum.told += told.size
      sum.pubacks += pubacks
      sum.answers += answers
      tell(`${sum.images} of ${IMAGES} images, ${sum.told} acknowledged, 0 lost`)
    }
    const { images, inCheckpoints } = sum
    tell(
      `${images} images (${inCheckpoints} in a checkpoint), ` +
        `${sum.told} acknowledged commands (${sum.pubacks} PUBACKs, ${sum.answers} answers), each after its sync; 0 lost`,
      true,
    )
    expect(inCheckpoints).toBeGreaterThan(0)
  })
})
