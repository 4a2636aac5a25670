import type { Clock, DeviceFound } from '@eg/shared'
import type { SlotModel } from '../slot/model.js'
import { foundBy, resetProblem } from '../slot/reset.js'
import type { Ending } from './commands.js'

/** How often it is looked whether nothing is left, and how long that may take (milliseconds). */
const LOOK_EVERY_MS = 200
export const RESET_WITHIN_MS = 60_000

export interface SlotResetParts {
  clock: Clock
  model: () => SlotModel
  /** Votes and rounds that wait for the core's answer. */
  waiting: () => number
  /** What the lights were told last. */
  lights: () => readonly boolean[]
  forget: () => void
  /** Whether what was forgotten is on the disk: else a restart would show it to the next group. */
  kept: () => boolean
  /** Players may begin again. */
  over: () => void
}

export interface SlotReset {
  /** Forgets the last group. Done when nothing of it is left, with what was found; failed with what would not go. */
  reset(): Promise<Ending>
  stop(): void
}

/**
 * Waits for the slot to be as at the beginning: a round that is played ends first, and votes and money that the core has not
 * answered are sent until it has. Nothing of them is ever thrown away; a slot that cannot tell its core says so and is not ready.
 */
export function createSlotReset(parts: SlotResetParts): SlotReset {
  const { clock, model, waiting, lights, forget, kept, over } = parts
  const running = new Set<() => void>()

  const attempt = (): Ending | null => {
    const problem = resetProblem(model())
    if (problem) {
      over()
      return { status: 'failed', reason: problem }
    }
    forget()
    const found = foundBy(model(), lights(), waiting())
    if (!isClear(found)) return null
    over()
    return kept() ? { status: 'done', result: { reset: found } } : { status: 'failed', reason: 'storage' }
  }
  const inVain = (): Ending => {
    const found = foundBy(model(), lights(), waiting())
    over()
    const reason = found.outbox > 0 ? 'unsent' : found.card ? 'card_here' : found.lights_off ? 'screen' : 'lights_on'
    return { status: 'failed', reason, result: { reset: found } }
  }

  return {
    reset() {
      const now = attempt()
      if (now) return Promise.resolve(now)
      return new Promise((resolve) => {
        const end = (ending: Ending) => {
          for (const cancel of cancels) cancel()
          running.delete(stop)
          resolve(ending)
        }
        const look = () => {
          const ending = attempt()
          if (ending) end(ending)
        }
        const cancels = [clock.every(LOOK_EVERY_MS, look), clock.after(RESET_WITHIN_MS, () => end(inVain()))]
        const stop = () => {
          for (const cancel of cancels) cancel()
        }
        running.add(stop)
      })
    },
    stop() {
      for (const stop of running) stop()
    },
  }
}

function isClear({ card, lights_off: dark, outbox, screen }: DeviceFound): boolean {
  return !card && dark && outbox === 0 && (screen === 'attract' || screen === 'waiting')
}
