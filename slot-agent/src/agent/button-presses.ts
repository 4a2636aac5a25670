import { BUTTON_COUNT, type Clock } from '@eg/shared'
import type { ButtonInput } from '../drivers/ports.js'

/** When each of the six buttons was last pressed, whatever the press meant: what the ready gate wants to know. */
export interface ButtonPresses {
  /** How long ago each was (s); null: not since the agent started. */
  ages(): (number | null)[]
  stop(): void
}

export function watchButtons(buttons: Pick<ButtonInput, 'onPress'>, clock: Clock): ButtonPresses {
  const pressedAt: (number | null)[] = Array.from({ length: BUTTON_COUNT }, () => null)
  const stop = buttons.onPress((index) => void (pressedAt[index] = clock.monotonic()))
  return {
    ages: () => pressedAt.map((at) => (at === null ? null : Math.round((clock.monotonic() - at) / 1000))),
    stop,
  }
}
