import type { Clock, SlotState } from '@eg/shared'
import { type Habit, type LastRound, NO_HABIT, pickStake } from './habits.js'
import { seededRandom, seedOf } from './random.js'
import { type Decisions, NO_DECISIONS } from './record/decisions.js'

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
  /** Default: none. */
  habit?: Habit
  decisions?: Decisions
  /** By how much waiting is divided. Default: not. */
  speed?: number
}

/**
 * Somebody who plays by day with a card of their own: presents it, plays a few rounds at stakes that are offered, goes,
 * comes again; without money, by way of the desk. Looks at the slot after every pause and does the one thing that is
 * next, so that a press which the slot did not take is made again. What is done follows from the seed, the slot and the
 * number of the visit.
 */
export function createDayPlayer(options: DayPlayerOptions): { stop(): void } {
  const { deviceId, tagUid, seed, clock, counter, habit = NO_HABIT, decisions = NO_DECISIONS, speed = 1 } = options
  const minMs = options.minMs * habit.pace
  const maxMs = options.maxMs * habit.pace
  const arrivesAt = clock.monotonic() + habit.arrivesMs / speed
  let last: LastRound = null
  let hasBeenAtDesk = false
  let visits = 0
  let roundsLeft = 0
  let random = seededRandom(seedOf(seed, deviceId, 'day'))

  const begin = () => {
    if (counter.busyWith(tagUid) || clock.monotonic() < arrivesAt) return
    if (habit.viaDesk && !hasBeenAtDesk) {
      hasBeenAtDesk = true
      return counter.needsMoney(tagUid, Math.floor(clock.now()))
    }
    if (habit.visits !== null && visits >= habit.visits) return
    visits += 1
    random = seededRandom(seedOf(seed, deviceId, 'day', visits))
    roundsLeft = 1 + Math.floor(random() * habit.rounds)
    last = null
    decisions.note(deviceId, `visit ${visits}`, `${roundsLeft} rounds`)
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
    const stakes = can.flatMap(({ action, index }) =>
      action.do === 'play' ? [{ stake: action.stake_cents, index }] : [],
    )
    if (!out || !card.actions.some((action) => action?.do === 'play')) return
    if (roundsLeft > 0 && stakes.length > 0) {
      roundsLeft -= 1
      if (last) last = { ...last, lost: phase === 'lost' }
      const stake = pickStake(
        habit.stakes,
        stakes.map((offer) => offer.stake),
        last,
        random,
      )
      last = { stake, lost: false }
      options.press(stakes.find((offer) => offer.stake === stake)?.index ?? out.index)
      return
    }
    if (roundsLeft > 0) counter.needsMoney(tagUid, card.visit)
    options.press(out.index)
  }
  const later = () => clock.after(Math.max(SHORTEST_PAUSE_MS, minMs + random() * (maxMs - minMs)), act)
  let cancel = later()

  return { stop: () => cancel() }
}
