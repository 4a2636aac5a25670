/** One digit of the code: lit, then dark (ms). */
const LIT_MS = 700
const DARK_MS = 300
/** Between the two groups of three, and before the code begins again (ms). */
const GROUP_MS = 700
const REST_MS = 2000
/** Before the code of a slot that was replaced all six are lit, then dark (ms). */
const ALL_MS = 1200
const AFTER_ALL_MS = 700
const LIGHTS = 6
const GROUP = 3

/** How long the code takes once through (ms). */
export function codeCycleMs(code: string): number {
  return code.length * (LIT_MS + DARK_MS) + Math.floor((code.length - 1) / GROUP) * GROUP_MS + REST_MS
}

/**
 * The six lights at `sinceMs` after a code (digits 1 to 6) began to be shown: each digit lights the lamp of that number, in
 * groups of three as the screen writes them, then a rest, then again. Whoever stands before a slot without a screen reads
 * its code off the buttons. A slot that was replaced lights all six before each time.
 */
export function codeLights(code: string, sinceMs: number, replaced = false): boolean[] {
  const first = replaced ? ALL_MS + AFTER_ALL_MS : 0
  let at = (sinceMs % (first + codeCycleMs(code))) - first
  if (replaced && at < -AFTER_ALL_MS) return Array.from({ length: LIGHTS }, () => true)
  for (const [index, digit] of [...code].entries()) {
    if (index > 0 && index % GROUP === 0) at -= GROUP_MS
    if (at < 0) break
    if (at < LIT_MS) return only(Number(digit) - 1)
    at -= LIT_MS + DARK_MS
    if (at < 0) break
  }
  return only(-1)
}

function only(lit: number): boolean[] {
  return Array.from({ length: LIGHTS }, (_, index) => index === lit)
}
