import { BUTTON_COUNT, type Clock, LIGHT_COUNT, type PartHealth } from '@eg/shared'
import { type ButtonFilter, createButtonFilter, takeEdge } from '../slot/button-filter.js'
import { createListeners } from './listeners.js'
import type { SlotDrivers } from './ports.js'

/** The hands of a simulated slot: what a person, a test or the simulator's player does with it. */
export interface SimulatedHandle {
  /** Presses a button (index 0 to 5) and lets it go. */
  press(index: number): void
  /** Presses a button and keeps it down. */
  hold(index: number): void
  release(index: number): void
  /** Types key 1 to 6 (index 0 to 5). */
  key(index: number): void
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
  const presses = createListeners<number>()
  const typed = createListeners<number>()
  const cards = createListeners<string>()
  const filters: ButtonFilter[] = Array.from({ length: BUTTON_COUNT }, (_, index) =>
    createButtonFilter(heldAtStart.includes(index)),
  )
  let lights: readonly boolean[] = dark()
  let stopped = false

  const edge = (index: number, down: boolean) => {
    const before = filters[index]
    if (!before) return
    const { filter, press } = takeEdge(before, down, clock.monotonic())
    filters[index] = filter
    if (press) presses.tell(index)
  }
  const stuck = () => filters.flatMap((filter, index) => (filter.heldAtStart ? [index + 1] : []))

  return {
    drivers: {
      buttons: {
        health: () =>
          stuck().length > 0
            ? { status: 'fault', driver: DRIVER, detail: `pressed since the start: ${stuck().join(', ')}` }
            : health(),
        onPress: presses.add,
        stop: async () => presses.clear(),
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
      keys: { health, onKey: typed.add, stop: async () => typed.clear() },
    },
    handle: {
      press(index) {
        edge(index, true)
        edge(index, false)
      },
      hold: (index) => edge(index, true),
      release: (index) => edge(index, false),
      key: typed.tell,
      card: (tagUid) => cards.tell(tagUid.toUpperCase()),
      lights: () => lights,
    },
  }
}
