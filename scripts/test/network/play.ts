import { setTimeout as pause } from 'node:timers/promises'
import { createDraw, type Draw } from '../../../core/torture/model/draw.js'
import { until } from '../processes.js'
import { disagreements, gather } from './converged.js'
import type { Fault } from './faults.js'
import { hosts } from './hosts.js'
import { CARD, SLOTS, type Venue } from './venue.js'

/** Between two presses at a slot (ms). */
const PRESS_EVERY = 350
/** So long after the heal everything must agree (ms). */
export const CONVERGES_WITHIN = 5000
/** So long it is looked at further, to say how long it took. */
const LOOKED_AT = 30_000

export interface Played {
  /** How long after the heal everything agreed (ms). */
  tookMs: number
  /** What was not right yet 5 s after the heal, or what never came right. */
  problems: string[]
  /** How many presses the slots took. */
  kept: number
}

let step = 0

/** Plays while the network is broken, heals it, and waits until all sides agree. `lookedAt`: how long beyond the 5 s (ms). */
export async function play(venue: Venue, fault: Fault, seed: number, lookedAt = LOOKED_AT): Promise<Played> {
  const draw = createDraw(seed)
  const before = venue.kept.length
  await begin(venue, fault.game)
  await agree(venue, 15_000)
  await press(venue, draw, fault.game, 1000)
  for (const host of fault.on) fault.begin(host)
  const half = (fault.seconds * 1000) / 2
  await press(venue, draw, fault.game, half)
  // Half of the time the question is over before the slot is back: what was kept then comes too late.
  if (fault.game === 'votes' && !fault.on.includes('core') && draw.once(2)) await ask(venue)
  await press(venue, draw, fault.game, half)
  hosts('heal')
  const healed = performance.now()
  const problems = await agree(venue, CONVERGES_WITHIN)
  if (problems.length > 0) {
    const never = await agree(venue, lookedAt)
    problems.push(...never.map((problem) => `never came right: ${problem}`))
  }
  return { tookMs: performance.now() - healed, problems, kept: venue.kept.length - before }
}

async function begin(venue: Venue, game: Fault['game']): Promise<void> {
  const { mode } = await gather(venue)
  if (game === 'votes') {
    if (mode !== 'night') await venue.op('mode/set', { mode: 'night' })
    await ask(venue)
    return
  }
  const { round } = await gather(venue)
  if (round.run !== null && ['open', 'closed'].includes(round.status ?? ''))
    await venue.op('night/void', { run: round.run })
  await venue.op('mode/set', { mode: 'day' })
  // A card is a player once the slot knows that it is day.
  for (const slot of SLOTS) {
    await until(`a player at ${slot}`, async () => {
      const { slots } = await gather(venue)
      const { mode, card } = slots[slot].state ?? {}
      if (mode === 'day' && !card) venue.type(slot, `card ${CARD[slot]}`)
      return card?.balance_cents != null
    })
  }
}

/** Another question; the one before is void. */
export async function ask(venue: Venue, more: { final?: boolean } = {}): Promise<void> {
  step += 1
  const question = {
    step,
    question: `Question ${step}?`,
    options: ['A', 'B', 'C', 'D'],
    expected: 9,
    reveal: 'operator',
    ...more,
  }
  await venue.op('night/open', question)
}

async function press(venue: Venue, draw: Draw, game: Fault['game'], ms: number): Promise<void> {
  for (const end = performance.now() + ms; performance.now() < end; await pause(PRESS_EVERY)) {
    // By day the first button is the smallest stake; a card that was sent away comes back.
    for (const slot of SLOTS) {
      if (game === 'rounds' && draw.once(8)) venue.type(slot, `card ${CARD[slot]}`)
      venue.type(slot, String(game === 'votes' ? draw.between(1, 4) : 1))
    }
  }
}

/** Waits until all sides agree; what is still wrong after `ms`. */
export async function agree(venue: Venue, ms: number): Promise<string[]> {
  let problems = ['nothing was looked at']
  const look = async () => {
    problems = await gather(venue).then(disagreements, (error: unknown) => [String(error)])
    return problems.length === 0
  }
  await until('all sides to agree', look, ms).catch(() => undefined)
  return problems
}
