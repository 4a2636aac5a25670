import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createDraw } from '../../../core/torture/model/draw.js'
import { isLong, seed } from '../../../core/torture/seed.js'
import { until } from '../processes.js'
import { whyNoHosts } from './hosts.js'
import { SHORT_CUTS, drawCut, nameOf, playCut } from './press-cuts.js'
import { endProblems, endsOf } from './press-ends.js'
import { lightProblems } from './press-lights.js'
import { gatherPresses } from './press-record.js'
import { SLOTS, type Venue, openVenue } from './venue.js'

const why = whyNoHosts()
if (why) console.log(`network: ${why}`)

/** What a slot shows last is heard within this time, on a machine however busy (ms). */
const SHOWN_WITHIN = 15_000
/** So many presses each slot takes in the long form. */
const PRESSES = 200

describe.skipIf(why !== null)('presses while the link is cut and healed', () => {
  let venue: Venue
  beforeAll(async () => {
    venue = await openVenue()
  })
  afterAll(() => venue?.close())

  /** Plays a cut and looks at every press of the night so far. */
  async function play(cut: Parameters<typeof playCut>[1], draw: ReturnType<typeof createDraw>) {
    const apart = await playCut(venue, cut, draw)
    let problems = apart
    // What is shown last may still be on its way. What was shown wrongly stays wrong.
    const look = () => {
      const facts = gatherPresses(venue)
      problems = [...apart, ...endProblems(facts), ...lightProblems(facts)]
      return problems.length === 0
    }
    await until('every press to have ended in sight', look, SHOWN_WITHIN).catch(() => undefined)
    expect(problems, `${nameOf(cut)}; EG_SEED=${seed}`).toEqual([])
  }
  const tell = () => {
    const facts = gatherPresses(venue)
    const { counted, closed, refused, replaced } = endsOf(facts)
    const each = SLOTS.map((slot) => facts.kept.filter((press) => press.slot === slot).length)
    console.log(
      `${each.join(' and ')} presses: ${counted} counted, ${closed} too late, ${refused} refused, ${replaced} replaced before they were answered; seed ${seed}`,
    )
    return { each, counted, closed, refused }
  }

  it.skipIf(isLong)(
    'Z34 Z35 Z36 every press ends counted or refused, once, and lights and screen tell which',
    async () => {
      const draw = createDraw(seed)
      for (const cut of SHORT_CUTS) await play(cut, draw)
      const { counted, each } = tell()
      expect(counted).toBeGreaterThan(0)
      expect(Math.min(...each)).toBeGreaterThan(0)
    },
  )

  it.runIf(isLong)(
    `Z34 Z35 Z36 ${PRESSES} presses on each slot, the link cut for 1 to 20 s: each ends once, and lights and screen tell how`,
    async () => {
      const draw = createDraw(seed)
      const fewest = () =>
        Math.min(...SLOTS.map((slot) => venue.kept.filter((press) => press.slot === slot && press.run !== null).length))
      while (fewest() < PRESSES) await play(drawCut(draw), draw)
      const { counted, closed } = tell()
      expect(counted).toBeGreaterThan(0)
      expect(closed).toBeGreaterThan(0)
    },
    1_800_000,
  )
})
