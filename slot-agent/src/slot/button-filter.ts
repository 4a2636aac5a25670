/** Contacts bounce for this long after an edge (milliseconds). */
export const DEBOUNCE_MS = 50
/** Two buttons that go down within this time are one hand on both (milliseconds). */
export const AT_ONCE_MS = 100

/** What is known of one button between its edges. */
export interface ButtonFilter {
  down: boolean
  /** Pressed since before the agent started: stuck, or a pull-up that is not configured. Ignored until released. */
  heldAtStart: boolean
  /** Let go after the last press, which had lasted: what follows is no bouncing of that press. */
  released: boolean
  /** Down again so soon after it was let go that it may be bouncing: if it stays down for 50 ms it is not. */
  doubtful: boolean
  /** When the last edge was (monotonic ms). */
  lastEdgeAt: number
  /** When the last press that meant something began (monotonic ms). */
  pressedAt: number
}

/** The filter of a button that reads `down` when the agent starts. */
export function createButtonFilter(down: boolean): ButtonFilter {
  const never = Number.NEGATIVE_INFINITY
  return { down, heldAtStart: down, released: true, doubtful: false, lastEdgeAt: never, pressedAt: never }
}

/** An edge of a button, as the hardware tells it. `at` is monotonic (ms). */
export interface Edge {
  index: number
  down: boolean
  at: number
}

/** What an edge or a while without one led to: whether the button is pressed, in a way that means something. */
export interface Taken {
  filters: ButtonFilter[]
  press: boolean
}

/**
 * Takes an edge of one of `filters`. A press begins at its first edge, so that a short tap counts and nobody waits. It is
 * none while the contact bounces, after a button was held at the start, or when another button was pressed just before and
 * is still down.
 */
export function takeEdge(filters: readonly ButtonFilter[], { index, down, at }: Edge): Taken {
  const before = filters[index]
  if (!before) return { filters: [...filters], press: false }
  const closes = down && !before.down && !before.heldAtStart
  const settled = at - before.lastEdgeAt >= DEBOUNCE_MS
  const press = closes && settled && isFirst(filters, index, at)
  return {
    filters: replaced(filters, index, {
      down,
      heldAtStart: before.heldAtStart && down,
      released: !press && (before.released || (before.down && !down && settled)),
      doubtful: closes ? !settled && before.released : down && before.doubtful,
      lastEdgeAt: at,
      pressedAt: press ? at : before.pressedAt,
    }),
    press,
  }
}

/** Takes it that a button had no edge for 50 ms: down still, it is pressed, however it looked. */
export function takeQuiet(filters: readonly ButtonFilter[], index: number): Taken {
  const before = filters[index]
  if (!before?.doubtful) return { filters: [...filters], press: false }
  const at = before.lastEdgeAt + DEBOUNCE_MS
  const press = isFirst(filters, index, at)
  const after = { ...before, released: !press, doubtful: false, pressedAt: press ? at : before.pressedAt }
  return { filters: replaced(filters, index, after), press }
}

function isFirst(filters: readonly ButtonFilter[], index: number, at: number): boolean {
  return !filters.some((other, i) => i !== index && other.down && at - other.pressedAt < AT_ONCE_MS)
}

function replaced(filters: readonly ButtonFilter[], index: number, filter: ButtonFilter): ButtonFilter[] {
  return filters.map((other, i) => (i === index ? filter : other))
}
