import { seededRandom, seedOf } from './random.js'

/** How somebody plays and votes. Times are those of a real evening; a simulator that is in a hurry divides them. */
export interface Habit {
  /** Comes to the slot so long after the doors (ms). */
  arrivesMs: number
  /** Brings money to the desk before the first card is shown anywhere. */
  viaDesk: boolean
  /** Multiplies the pauses between one thing and the next. */
  pace: number
  /** The most rounds of one visit. */
  rounds: number
  /** Goes home after so many visits; null: stays all evening. */
  visits: number | null
  /** `chaser` goes up after a loss and back down after a win. */
  stakes: 'any' | 'low' | 'high' | 'chaser'
  votes: 'any' | 'early' | 'late'
  /** How often a vote that may change is changed, and how often somebody does not vote at all (0 to 1). */
  changesMind: number
  forgets: number
}

/** Somebody without habits: any stake, any moment, and every question is answered. */
export const NO_HABIT: Habit = {
  arrivesMs: 0,
  viaDesk: false,
  pace: 1,
  rounds: 6,
  visits: null,
  stakes: 'any',
  votes: 'any',
  changesMind: 0.25,
  forgets: 0,
}

const MINUTE_MS = 60_000

/** What an evening asks of its people beyond how they are. */
export interface Crowd {
  /** They come within this time after the doors (ms); 0: they are there already. */
  arrivesWithinMs: number
  /** Whether they come from outside, by way of the desk, and go home. */
  goesHome: boolean
  /** How often the forgetful ones forget (0 to 1); 0: nobody forgets. */
  forgets: number
}

/** The habit of whoever plays at a slot: the same for the same seed. Every third one is forgetful, where anybody is. */
export function habitOf(seed: number, deviceId: string, crowd: Crowd): Habit {
  const random = seededRandom(seedOf(seed, deviceId, 'habit'))
  const of = <T>(choices: readonly [T, ...T[]]): T => choices[Math.floor(random() * choices.length)] ?? choices[0]
  return {
    arrivesMs: Math.round(random() * Math.min(crowd.arrivesWithinMs, 90 * MINUTE_MS)),
    viaDesk: crowd.goesHome,
    pace: 0.6 + random(),
    rounds: 2 + Math.floor(random() * 8),
    visits: crowd.goesHome ? 6 + Math.floor(random() * 20) : null,
    stakes: of(['any', 'low', 'high', 'chaser']),
    votes: of(['any', 'early', 'late']),
    changesMind: of([0, 0.25, 0.6]),
    forgets: random() < 1 / 3 ? crowd.forgets : 0,
  }
}

/** Where in its time (0 to 1) somebody presses. */
export function momentOf(votes: Habit['votes'], random: () => number): number {
  const drawn = random()
  if (votes === 'early') return drawn * 0.3
  return votes === 'late' ? 0.7 + drawn * 0.3 : drawn
}

/** Which of some stakes (cents, at least one) somebody bets; `lost`: what became of the last round, null before one. */
export function pickStake(stakes: Habit['stakes'], offered: readonly number[], last: LastRound, random: () => number) {
  const sorted = offered.toSorted((a, b) => a - b)
  const drawn = Math.floor(random() * sorted.length)
  const least = sorted[0] ?? 0
  if (stakes === 'low') return least
  if (stakes === 'high') return sorted.at(-1) ?? least
  if (stakes === 'chaser') return last?.lost === true ? (sorted.find((stake) => stake > last.stake) ?? least) : least
  return sorted[drawn] ?? least
}

/** The last round of a visit; null before the first. */
export type LastRound = { stake: number; lost: boolean } | null
