import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { type Fault, breakCopy } from '../../../core/torture/model/broken-copy.js'
import { createDraw } from '../../../core/torture/model/draw.js'
import { isLong } from '../../../core/torture/seed.js'
import { cut } from './faults.js'
import { whyNoHosts } from './hosts.js'
import { play } from './play.js'
import { playCut, SHORT_CUTS } from './press-cuts.js'
import { endProblems } from './press-ends.js'
import { lightProblems } from './press-lights.js'
import { gatherPresses } from './press-record.js'
import { type Venue, openVenue } from './venue.js'

const SEED = 1
const never: Fault = { file: 'dist/outbox/resender.js', is: 'if (!linkUp || waiting === 0)', becomes: 'if (list)' }

/** A venue whose slots have an agent with a fault. */
async function withBroken(fault: Fault, look: (venue: Venue) => Promise<void>): Promise<void> {
  const venue = await openVenue(join(breakCopy([fault], 'slot-agent'), 'dist/main.js'))
  try {
    await look(venue)
  } finally {
    await venue.close()
  }
}

describe.skipIf(!isLong || whyNoHosts() !== null)('slots whose agents send nothing again', () => {
  it('Z33 are seen not to agree after the link was cut', () =>
    withBroken(never, async (venue) => {
      const { problems } = await play(venue, cut(6, 'votes'), SEED, 0)
      expect(problems.join('\n')).toMatch(/unanswered in its outbox/)
    }))
})

describe.skipIf(!isLong || whyNoHosts() !== null)('the check of every press is red for slots whose agents', () => {
  it.each<[string, Fault, RegExp]>([
    ['forget their outboxes', never, /ended lost/],
    [
      'send a press again under another id',
      {
        file: 'dist/outbox/vote-sender.js',
        is: 'run, req_id: reqId',
        becomes: 'run, req_id: `${reqId}-${Math.random()}`',
      },
      /was answered and nobody pressed it/,
    ],
    [
      'call a press counted when it was made',
      { file: 'dist/slot/voting.js', is: "status: model.linkUp ? 'pending' : 'kept',", becomes: "status: 'counted'," },
      /the core never said so/,
    ],
  ])('Z37 %s', (_, fault, problem) =>
    withBroken(fault, async (venue) => {
      for (const each of SHORT_CUTS) await playCut(venue, each, createDraw(SEED), 10_000)
      const facts = gatherPresses(venue)
      expect([...endProblems(facts), ...lightProblems(facts)].join('\n')).toMatch(problem)
    }),
  )
})
