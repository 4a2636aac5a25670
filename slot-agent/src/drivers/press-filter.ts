import { type Clock, systemClock } from '@eg/shared'
import {
  type ButtonFilter,
  createButtonFilter,
  DEBOUNCE_MS,
  type Edge,
  type Taken,
  takeEdge,
  takeQuiet,
} from '../slot/button-filter.js'
import { createListeners } from './listeners.js'

/** Turns the edges of six contacts into presses: what every driver of buttons has in common. */
export interface PressFilter {
  onPress(listener: (index: number) => void): () => void
  edge(edge: Edge): void
  /** Begins anew with what the contacts read now. */
  begin(down: readonly boolean[]): void
  /** The buttons (0 to 5) that were down at the start and have not been released since. */
  held(): number[]
  stop(): void
}

/** `clock` tells when a button was quiet; the edges bring their own time. */
export function createPressFilter(clock: Clock = systemClock): PressFilter {
  const presses = createListeners<number>()
  const quiet = new Map<number, () => void>()
  let filters: ButtonFilter[] = []

  const take = (index: number, taken: Taken) => {
    filters = taken.filters
    if (taken.press) presses.tell(index)
  }
  const forget = () => {
    for (const cancel of quiet.values()) cancel()
    quiet.clear()
  }
  const takeWhenQuiet = (index: number) => {
    const now = () => take(index, takeQuiet(filters, index))
    const elapsed = () => {
      // An edge that came while this process was busy is read before the immediate, and cancels it.
      const soon = setImmediate(now)
      quiet.set(index, () => clearImmediate(soon))
    }
    quiet.set(index, clock.after(DEBOUNCE_MS, elapsed))
  }
  return {
    onPress: presses.add,
    edge(edge) {
      const { index } = edge
      quiet.get(index)?.()
      quiet.delete(index)
      take(index, takeEdge(filters, edge))
      if (filters[index]?.doubtful) takeWhenQuiet(index)
    },
    begin(down) {
      forget()
      filters = down.map(createButtonFilter)
    },
    held: () => filters.flatMap(({ heldAtStart }, index) => (heldAtStart ? [index] : [])),
    stop() {
      forget()
      presses.clear()
    },
  }
}
