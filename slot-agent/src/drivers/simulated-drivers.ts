import { BUTTON_COUNT, type Clock, LIGHT_COUNT, type PartHealth } from '@eg/shared'
import { createHeardKeys } from './heard-keys.js'
import { createListeners } from './listeners.js'
import type { SlotDrivers } from './ports.js'
import { createPressFilter } from './press-filter.js'

/** The hands of a simulated slot: what a person, a test or the simulator's player does with it. */
export interface SimulatedHandle {
  /** Presses a button (index 0 to 5) and lets it go. */
  press(index: number): void
  /** Presses a button and keeps it down. */
  hold(index: number): void
  release(index: number): void
  /** Types key 1 to 6 (index 0 to 5). */
  key(index: number): void
  /** Types what stands for no button, as a reader that types does. */
  type(): void
  /** Presents a card. */
  card(tagUid: string): void
  /** What the six lights show now. */
  lights(): readonly boolean[]
}

const DRIVER = 'simulated'
const health = (): PartHealth => ({ status: 'simulated', driver: DRIVER })
const dark = () => Array.from({ length: LIGHT_COUNT }, () => false)

/**
 * A slot made of nothing: the same promises as the hardware, kept in memory. `heldAtStart` names buttons (0 to 5) that
 * are down before the agent starts.
 */
export function createSimulatedDrivers(
  clock: Clock,
  heldAtStart: readonly number[] = [],
): { drivers: SlotDrivers; handle: SimulatedHandle } {
  const presses = createPressFilter(clock)
  const typed = createListeners<number>()
  const heard = createHeardKeys(clock)
  const cards = createListeners<string>()
  let lights: readonly boolean[] = dark()
  let stopped = false
  /** It is there once somebody types on it: until then the page's keys are all that a slot made of nothing has. */
  let keyboard = false

  presses.begin(Array.from({ length: BUTTON_COUNT }, (_, index) => heldAtStart.includes(index)))
  const edge = (index: number, down: boolean) => presses.edge({ index, down, at: clock.monotonic() })
  const type = () => {
    keyboard = true
    heard.add()
  }
  const stuck = () => presses.held().map((index) => index + 1)

  return {
    drivers: {
      buttons: {
        health: () =>
          stuck().length > 0
            ? { status: 'fault', driver: DRIVER, detail: `pressed since the start: ${stuck().join(', ')}` }
            : health(),
        onPress: presses.onPress,
        stop: async () => presses.stop(),
      },
      lights: {
        health,
        set(states) {
          if (!stopped) lights = [...states]
        },
        async stop() {
          stopped = true
          lights = dark()
        },
      },
      reader: { health, onCard: cards.add, stop: async () => cards.clear() },
      keys: {
        health,
        onKey: typed.add,
        hasKeyboard: () => keyboard,
        heardNear: heard.near,
        stop: async () => typed.clear(),
      },
    },
    handle: {
      press(index) {
        edge(index, true)
        edge(index, false)
      },
      hold: (index) => edge(index, true),
      release: (index) => edge(index, false),
      key(index) {
        type()
        typed.tell(index)
      },
      type,
      card: (tagUid) => cards.tell(tagUid.toUpperCase()),
      lights: () => lights,
    },
  }
}
