import { setTimeout as pause } from 'node:timers/promises'
import type { Draw } from '../../../core/torture/model/draw.js'
import { until } from '../processes.js'
import { gather } from './converged.js'
import { hosts } from './hosts.js'
import { agree, ask } from './play.js'
import { SLOTS, type SlotName, type Venue } from './venue.js'

/** One cut of the link in the middle of a question. */
export interface Cut {
  on: readonly SlotName[]
  seconds: number
  /** How long a message is on its way to the core and back from it (ms): answers that are on their way are lost by the cut. */
  delayMs: number
  /** What has become of the question when the link is back: still open, closed, or another one asked. */
  ending: 'open' | 'closed' | 'next'
  /** Whether the first vote that counts is final. */
  final: boolean
}

/** So long before the cut presses begin, and so long after the heal they end (ms). */
const BEFORE_MS = 3000
const AFTER_MS = 1500
/** All sides must agree some time: this is no measure of how fast they do (that is Z30's). */
const AGREES_WITHIN = 30_000

export const SHORT_CUTS: readonly Cut[] = [
  { on: ['slot-01'], seconds: 2, delayMs: 0, ending: 'open', final: false },
  { on: ['slot-01', 'slot-02'], seconds: 6, delayMs: 150, ending: 'closed', final: true },
]

/** A cut of 1 to 20 s, as chance has it; every fourth question is final. */
export function drawCut(draw: Draw): Cut {
  return {
    on: draw.pick([['slot-01'], ['slot-02'], SLOTS] as const),
    seconds: draw.pick([1, 2, 3, 4, 5, 6, 8, 10, 14, 20]),
    delayMs: draw.pick([0, 0, 50, 150]),
    ending: draw.pick(['open', 'closed', 'next'] as const),
    final: draw.once(4),
  }
}

export const nameOf = ({ on, seconds, delayMs, ending, final }: Cut) =>
  `${on.join(' and ')}${delayMs > 0 ? `, ${delayMs} ms from the core,` : ''} cut for ${seconds} s, the question ${ending} by then${final ? ', votes final' : ''}`

interface Deed {
  /** When, from the cut on (ms); below 0 before it. */
  at: number
  do: () => unknown
}

/** Plays one question through a cut, and waits until all sides agree again; what is still wrong then. */
export async function playCut(venue: Venue, cut: Cut, draw: Draw, agreesWithin = AGREES_WITHIN): Promise<string[]> {
  // Between the core and where the link is cut: an answer on its way then does not arrive.
  if (cut.delayMs > 0) hosts('slow', 'core', `delay=${cut.delayMs}`)
  if ((await gather(venue)).mode !== 'night') await venue.op('mode/set', { mode: 'night' })
  await ask(venue, { final: cut.final })
  await until('both slots to show the question', async () => {
    const { slots, round } = await gather(venue)
    return SLOTS.every((slot) => slots[slot].state?.question?.run === round.run)
  })
  const { round } = await gather(venue)
  const healAt = cut.seconds * 1000
  const deeds: Deed[] = [
    { at: 0, do: () => cut.on.forEach((slot) => hosts('cut', slot)) },
    { at: draw.between(0, healAt), do: () => endQuestion(venue, cut, round.run) },
    { at: healAt, do: () => hosts('heal') },
    ...SLOTS.flatMap((slot) => pressTimes(cut, draw).map((at) => ({ at, do: () => press(venue, slot, draw) }))),
  ]
  const began = performance.now() + BEFORE_MS
  for (const deed of deeds.toSorted((a, b) => a.at - b.at)) {
    await pause(Math.max(0, began + deed.at - performance.now()))
    await deed.do()
  }
  return agree(venue, agreesWithin)
}

/** When one slot's buttons are pressed: at least thrice in the last second before the cut, once within its last breath, and during it. */
function pressTimes({ seconds, delayMs, final }: Cut, draw: Draw): number[] {
  const some = (count: number, from: number, to: number) => Array.from({ length: count }, () => draw.between(from, to))
  const healAt = seconds * 1000
  return [
    // A final question has one vote: it, or its answer, is to be on its way when the link goes.
    ...(final ? [] : [...some(4, -BEFORE_MS, -1000), ...some(2, -1000, -1)]),
    ...some(1, -2 * delayMs - 10, -1),
    ...(final ? [] : [-1]),
    ...some(2 + Math.min(6, seconds), 0, healAt),
    ...some(2, healAt, healAt + AFTER_MS),
  ]
}

function press(venue: Venue, slot: SlotName, draw: Draw): void {
  venue.type(slot, String(draw.between(1, 4)))
}

async function endQuestion(venue: Venue, { ending }: Cut, run: number | null): Promise<void> {
  if (ending === 'closed') await venue.op('night/close', { run })
  if (ending === 'next') await ask(venue)
}
