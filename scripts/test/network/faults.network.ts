import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { isLong, seed } from '../../../core/torture/seed.js'
import { LONG, SHORT } from './faults.js'
import { whyNoHosts } from './hosts.js'
import { CONVERGES_WITHIN, play } from './play.js'
import { type Venue, openVenue } from './venue.js'

const why = whyNoHosts()
if (why) console.log(`network: ${why}`)

const faults = isLong ? LONG : SHORT
const took: { name: string; ms: number; kept: number }[] = []

describe.skipIf(why !== null)('a core and two slots on hosts of their own', () => {
  let venue: Venue
  beforeAll(async () => {
    venue = await openVenue()
  })
  afterAll(async () => {
    await venue?.close()
    const worst = Math.max(...took.map(({ ms }) => ms))
    for (const { name, ms, kept } of took) console.log(`${Math.round(ms)} ms after the heal, ${kept} presses: ${name}`)
    console.log(
      `all sides agreed within ${Math.round(worst)} ms; seed ${seed}; replay with: EG_SEED=${seed} npm run test:network`,
    )
  })

  const named = faults.map((fault) => [fault.name, fault] as const)
  it.each(named)(`Z30 Z31 Z32 %s: ${CONVERGES_WITHIN} ms after the heal all sides agree`, async (_, fault) => {
    const { tookMs, problems, kept } = await play(venue, fault, seed)
    took.push({ name: fault.name, ms: tookMs, kept })
    expect(problems, `agreed after ${Math.round(tookMs)} ms; EG_SEED=${seed}`).toEqual([])
    expect(kept).toBeGreaterThan(0)
    expect(await venue.door.get('core', 'api', '/api/books?check=now')).toMatchObject({ ok: true, problems: [] })
  })
})
