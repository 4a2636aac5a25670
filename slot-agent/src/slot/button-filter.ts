/** Contacts bounce for this long after an edge (milliseconds). */
export const DEBOUNCE_MS = 50

/** What is known of one button between its edges. */
export interface ButtonFilter {
  down: boolean
  /** Pressed since before the agent started: stuck, or a pull-up that is not configured. Ignored until released. */
  heldAtStart: boolean
  /** When the last edge was (monotonic ms). */
  lastEdgeAt: number
}

/** The filter of a button that reads `down` when the agent starts. */
export function createButtonFilter(down: boolean): ButtonFilter {
  return { down, heldAtStart: down, lastEdgeAt: Number.NEGATIVE_INFINITY }
}

/**
 * Takes an edge at `at` (monotonic ms); `press` says whether it is a press that means something. `debounceMs` is 0 for
 * drivers that have already waited until the contact was quiet.
 */
export function takeEdge(
  before: ButtonFilter,
  down: boolean,
  at: number,
  debounceMs = DEBOUNCE_MS,
): { filter: ButtonFilter; press: boolean } {
  const settled = at - before.lastEdgeAt >= debounceMs
  const press = down && !before.down && !before.heldAtStart && settled
  return { filter: { down, heldAtStart: before.heldAtStart && down, lastEdgeAt: at }, press }
}
