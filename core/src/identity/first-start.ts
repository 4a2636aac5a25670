import { randomInt, timingSafeEqual } from 'node:crypto'

const DIGITS = 8
const MAX_WRONG = 10

/**
 * The code that makes the first game master: 8 digits, said once on the core's own output, so that only who sees that can be
 * the first. Void once there is a game master, or after ten wrong tries; a restart makes a new one.
 */
export interface FirstStart {
  /** For people: `4821-9930`. */
  readonly code: string
  /** Whether somebody gave the right code. */
  accepts(text: string): boolean
  /** Whether so many were wrong that no code is accepted any more. */
  isSpent(): boolean
}

export function createFirstStart(): FirstStart {
  const digits = String(randomInt(10 ** DIGITS)).padStart(DIGITS, '0')
  let wrong = 0
  return {
    code: `${digits.slice(0, 4)}-${digits.slice(4)}`,
    accepts(text) {
      if (wrong >= MAX_WRONG) return false
      const given = text.replace(/\D/g, '')
      const right = given.length === DIGITS && timingSafeEqual(Buffer.from(given), Buffer.from(digits))
      if (!right) wrong += 1
      return right
    },
    isSpent: () => wrong >= MAX_WRONG,
  }
}
