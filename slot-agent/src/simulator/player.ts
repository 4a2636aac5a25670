import type { Clock, SlotState } from '@eg/shared'
import { type Habit, momentOf, NO_HABIT } from './habits.js'
import { seededRandom, seedOf } from './random.js'
import { type Decisions, NO_DECISIONS } from './record/decisions.js'

/** How often one tries again after a refusal. */
const MAX_ATTEMPTS = 3

export interface PlayerOptions {
  deviceId: string
  seed: number
  /** Between seeing a question and pressing (milliseconds). */
  minMs: number
  maxMs: number
  clock: Clock
  press: (index: number) => void
  view: () => SlotState
  /** Default: none. */
  habit?: Habit
  decisions?: Decisions
  /** What a run is called that has the same name in every evening. Default: its number. */
  nameOf?: (run: number, step: number) => string | number
}

/** Somebody who votes: sees each state of the slot and presses after a while. */
export interface Player {
  see(state: SlotState): void
  stop(): void
}

/**
 * A player whose choices follow from the seed, the slot and the run alone, whatever happens at the other slots or
 * happened before. A vote that is counted already (the simulator was restarted) is left as it is.
 */
export function createPlayer(options: PlayerOptions): Player {
  const { deviceId, seed, minMs, maxMs, clock, habit = NO_HABIT, decisions = NO_DECISIONS } = options
  const nameOf = options.nameOf ?? ((number) => number)
  let name: string | number = ''
  let run: number | null = null
  let random = seededRandom(0)
  let attempts = 0
  let forgotten = false
  /** Wanted to vote while nothing could be pressed: tries again when something can. */
  let missed = false
  let cancel: (() => void) | null = null

  const later = (act: () => void) => {
    cancel?.()
    cancel = clock.after(minMs + momentOf(habit.votes, random) * (maxMs - minMs), () => {
      cancel = null
      if (options.view().question?.run === run) act()
    })
  }
  const pick = (except: number | null): number | null => {
    const offered = options.view().offered.flatMap((on, index) => (on && index !== except ? [index] : []))
    return offered[Math.floor(random() * offered.length)] ?? null
  }
  const vote = (except: number | null) => {
    const index = pick(except)
    missed = index === null && except === null
    if (index === null) return
    attempts += 1
    const choice = options.view().question?.options[index] ?? ''
    // Not what was pressed again because the first was refused: that depends on more than the seed.
    if (attempts === 1) decisions.note(deviceId, `vote ${name}`, choice)
    else if (except !== null) decisions.note(deviceId, `vote ${name} changed`, choice)
    options.press(index)
    if (except === null && random() < habit.changesMind && !options.view().question?.final) later(() => vote(index))
  }

  return {
    see({ phase, question, press, counted, offered }) {
      if (phase !== 'question' || !question) return
      if (question.run !== run) {
        run = question.run
        name = nameOf(run, question.step)
        random = seededRandom(seedOf(seed, deviceId, name))
        attempts = 0
        cancel?.()
        cancel = null
        missed = false
        forgotten = seededRandom(seedOf(seed, deviceId, name, 'forgets'))() < habit.forgets
        if (forgotten) decisions.note(deviceId, `vote ${name}`, '(forgotten)')
        else if (counted === null && press === null) later(() => vote(null))
      } else if (cancel === null && attempts < MAX_ATTEMPTS && !forgotten && offered.some(Boolean)) {
        if (missed || press?.status === 'refused') later(() => vote(null))
      }
    },
    stop: () => cancel?.(),
  }
}
