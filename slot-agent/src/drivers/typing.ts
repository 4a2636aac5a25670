import { FAST_MS } from '@eg/shared'
import { buttonOf } from './key-codes.js'

/** A keyboard that is known as a reader may be slower; what is older is no part of the same id (milliseconds). */
const SAME_CARD_MS = 1000
/** So many characters cannot be a person who hits two or three keys at once. */
const BURST = 4
const CARD = /^[0-9A-F]{8,32}$/

/** What a keyboard is used for: cards, keys 1 to 6, or both, told apart by speed and Enter. */
export type KeyboardUse = 'cards' | 'keys' | 'both'

/** What was typed and is not decided yet. */
export interface Typing {
  text: string
  /** When the last character came (ms, of the keyboard's own clock). */
  at: number
}

export const NOTHING_TYPED: Typing = { text: '', at: 0 }

/** What typing led to: cards, and buttons (0 to 5) that keys stand for. */
export interface Typed {
  typing: Typing
  cards: string[]
  keys: number[]
}

/**
 * Takes a character (`0`–`9`, `A`–`F`, `enter`, null: any other key) typed at `at`.
 *
 * - `keys`: 1 to 6 is a press, at once.
 * - `cards`: at least 8 hex digits and Enter are a card; nothing is a press.
 * - `both`: characters at most 60 ms apart belong together. At least 8 and Enter are a card. Up to three without an Enter
 *   are a person, and of those the first counts; so a press waits 60 ms. Anything else is neither.
 */
export function takeCharacter(before: Typing, typed: string | null, at: number, use: KeyboardUse): Typed {
  if (use === 'keys') {
    const key = typed === null ? null : buttonOf(typed)
    return { typing: NOTHING_TYPED, cards: [], keys: key === null ? [] : [key] }
  }
  const gap = at - before.at
  const together = gap >= 0 && gap <= (use === 'both' ? FAST_MS : SAME_CARD_MS)
  const earlier = together ? nothing(before) : settle(before, use)
  const text = together ? before.text : ''
  if (typed !== 'enter') return { ...earlier, typing: { text: (text + (typed ?? '?')).slice(-40), at } }
  if (CARD.test(text)) return { ...earlier, typing: NOTHING_TYPED, cards: [text] }
  const person = settle({ text, at }, use)
  return { typing: NOTHING_TYPED, cards: [], keys: [...earlier.keys, ...person.keys] }
}

/** Decides what was typed when nothing followed it in time. */
export function settle({ text }: Typing, use: KeyboardUse): Typed {
  const first = use === 'both' && text.length < BURST ? buttonOf(text.charAt(0)) : null
  return { typing: NOTHING_TYPED, cards: [], keys: first === null ? [] : [first] }
}

function nothing(typing: Typing): Typed {
  return { typing, cards: [], keys: [] }
}
