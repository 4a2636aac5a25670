import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { breakCopy } from '../../../core/torture/model/broken-copy.js'
import { isLong } from '../../../core/torture/seed.js'
import { cut } from './faults.js'
import { whyNoHosts } from './hosts.js'
import { play } from './play.js'
import { openVenue } from './venue.js'

const SEED = 1

describe.skipIf(!isLong || whyNoHosts() !== null)('slots whose agents send nothing again', () => {
  it('Z33 are seen not to agree after the link was cut', async () => {
    const never = { file: 'dist/outbox/resender.js', is: 'if (!linkUp || waiting === 0)', becomes: 'if (list)' }
    const venue = await openVenue(join(breakCopy([never], 'slot-agent'), 'dist/main.js'))
    try {
      const { problems } = await play(venue, cut(6, 'votes'), SEED, 0)
      expect(problems.join('\n')).toMatch(/unanswered in its outbox/)
    } finally {
      await venue.close()
    }
  })
})
