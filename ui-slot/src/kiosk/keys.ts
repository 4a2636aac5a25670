import { ALONE_MS, type Clock, FAST_MS } from '@eg/shared'

/** The parts of a keyboard event that matter here. */
export interface KeyPress {
  key: string
  code: string
  repeat: boolean
  ctrlKey: boolean
  altKey: boolean
  metaKey: boolean
}

const DIGIT = /^(?:Digit|Numpad)?([1-6])$/
/** They type nothing: a reader holds Shift for its letters, a person for French digits; some keypads send NumLock with every key. */
const SILENT: ReadonlySet<string> = new Set(['Shift', 'NumLock', 'CapsLock', 'ScrollLock'])
/** What reaches a button and pushes it: no part of a card. */
const PUSHING: ReadonlySet<string> = new Set(['Enter', ' ', 'Tab'])
/** What pushes a button this soon after a character may be the Enter of a slow reader (ms). */
const SAME_CARD_MS = 1000

/**
 * Which button (0 to 5) a key stands in for, or null. By the place of the key first: on a French keyboard the digits of
 * the upper row need Shift. A key that is held down is one press.
 */
export function buttonOfKey(event: KeyPress): number | null {
  if (event.repeat || event.ctrlKey || event.altKey || event.metaKey) return null
  const digit = DIGIT.exec(event.code) ?? DIGIT.exec(event.key)
  return digit ? Number(digit[1]) - 1 : null
}

/** A key as it goes down: when, by the page's own clock (ms), and whether it does what keys do. */
export interface KeyDown extends KeyPress {
  readonly timeStamp: number
  preventDefault(): void
}

/** What the keys of the page do. */
export interface Keys {
  down(event: KeyDown): void
  /** Whether a click without a pointer may be the Enter of a reader: it came soon after a character (`timeStamp` as of the keys). */
  mayBeReader(timeStamp: number): boolean
  stop(): void
}

/**
 * Tells a person from a reader that types, by the agent's own time (G9): a digit waits 70 ms, and is a press if nothing else is typed
 * within 60 ms of it. Of what follows faster nothing is a press, nor does its Enter push the button that has the focus. Until then the page
 * shows nothing: a press that is taken back was never one. `aim` is asked when the key goes down, and what it gives is called when it counts.
 */
export function createKeys(clock: Clock, aim: (index: number) => () => void): Keys {
  let lastAt = -Infinity
  let characterAt = -Infinity
  let waiting: { press: () => void; cancel: () => void } | null = null

  const drop = () => {
    waiting?.cancel()
    waiting = null
  }
  const settle = () => {
    const alone = waiting
    drop()
    alone?.press()
  }
  return {
    down(event: KeyDown) {
      if (event.repeat) {
        // Held, it would push the button again and again: by day each time another stake.
        if (event.key === 'Enter') event.preventDefault()
        return
      }
      if (SILENT.has(event.key)) return
      const together = event.timeStamp - lastAt <= FAST_MS
      lastAt = event.timeStamp
      if (!PUSHING.has(event.key)) characterAt = event.timeStamp
      if (together) {
        drop()
        event.preventDefault()
        return
      }
      settle()
      const index = buttonOfKey(event)
      // Where the page is busy meanwhile, Chromium gives it what was typed before this timer.
      if (index !== null) waiting = { press: aim(index), cancel: clock.after(ALONE_MS, settle) }
    },
    mayBeReader: (timeStamp) => timeStamp - characterAt <= SAME_CARD_MS,
    stop: drop,
  }
}
