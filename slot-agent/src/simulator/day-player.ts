import type { Clock, SlotState } from '@eg/shared'
import { seededRandom, seedOf } from './random.js'

/** A visit has 1 to this many rounds. */
const MOST_ROUNDS = 6
/** Nobody acts faster, whatever the configured times (milliseconds). */
export const SHORTEST_PAUSE_MS = 20

/** Where players get a card, and money onto it. */
export interface Counter {
  /** A card without enough on it is brought to the desk; once per visit it was brought from. */
  needsMoney(tagUid: string, visit: number): void
  needsCard(tagUid: string): void
  /** Whether the desk still has to do with this card. */
  busyWith(tagUid: string): boolean
}

/** No desk: whoever has no money tries again later. */
export const NO_COUNTER: Counter = {
  needsMoney: () => undefined,
  needsCard: () => undefined,
  busyWith: () => false,
}

export interface DayPlayerOptions {
  deviceId: string
  tagUid: string
  seed: number
  /** Between one thing the player does and the next (milliseconds). */
  minMs: number
  maxMs: number
  clock: Clock
  present: (tagUid: string) => void
  press: (index: number) => void
  view: () => SlotState
  counter: Counter
}

/**
 * Somebody who plays by day with a card of their own: presents it, plays a few rounds at stakes that are offered, goes,
 * comes again; without money, by way of the desk. Looks at the slot after every pause and does the one thing that is
 * next, so that a press which the slot did not take is made again. What is done follows from the seed, the slot and the
 * number of the visit.
 */
export function createDayPlayer(options: DayPlayerOptions): { stop(): void } {
  const { deviceId, tagUid, seed, minMs, maxMs, clock, counter } = options
  let visits = 0
  let roundsLeft = 0
  let random = seededRandom(seedOf(seed, deviceId, 'day'))

  const begin = () => {
    if (counter.busyWith(tagUid)) return
    visits += 1
    random = seededRandom(seedOf(seed, deviceId, 'day', visits))
    roundsLeft = 1 + Math.floor(random() * MOST_ROUNDS)
    options.present(tagUid)
  }
  const act = () => {
    cancel = later()
    const { mode, phase, card, offered } = options.view()
    if (mode !== 'day') return
    if (phase === 'attract') return begin()
    if (card?.tag_uid !== tagUid) return
    if (phase === 'refused' && card.reason === 'unknown_card') return counter.needsCard(tagUid)
    const can = card.actions.flatMap((action, index) => (action && offered[index] ? [{ action, index }] : []))
    const out = can.find(({ action }) => action.do === 'out')
    const stakes = can.filter(({ action }) => action.do === 'play')
    if (!out || !card.actions.some((action) => action?.do === 'play')) return
    if (roundsLeft > 0 && stakes.length > 0) {
      roundsLeft -= 1
      options.press(stakes[Math.floor(random() * stakes.length)]?.index ?? out.index)
      return
    }
    if (roundsLeft > 0) counter.needsMoney(tagUid, card.visit)
    options.press(out.index)
  }
  const later = () => clock.after(Math.max(SHORTEST_PAUSE_MS, minMs + random() * (maxMs - minMs)), act)
  let cancel = later()

  return { stop: () => cancel() }
}
