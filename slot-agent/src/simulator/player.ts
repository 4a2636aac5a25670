import type { Clock, SlotState } from '@eg/shared'
import { seededRandom, seedOf } from './random.js'

/** How often a player who may change the vote does, and how often one tries again after a refusal. */
const CHANGES_MIND = 0.25
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
  const { deviceId, seed, minMs, maxMs, clock } = options
  let run: number | null = null
  let random = seededRandom(0)
  let attempts = 0
  let cancel: (() => void) | null = null

  const later = (act: () => void) => {
    cancel?.()
    cancel = clock.after(minMs + random() * (maxMs - minMs), () => {
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
    if (index === null) return
    attempts += 1
    options.press(index)
    if (except === null && random() < CHANGES_MIND && !options.view().question?.final) later(() => vote(index))
  }

  return {
    see({ phase, question, press, counted }) {
      if (phase !== 'question' || !question) return
      if (question.run !== run) {
        run = question.run
        random = seededRandom(seedOf(seed, deviceId, run))
        attempts = 0
        if (counted === null && press === null) later(() => vote(null))
      } else if (press?.status === 'refused' && cancel === null && attempts < MAX_ATTEMPTS) later(() => vote(null))
    },
    stop: () => cancel?.(),
  }
}
