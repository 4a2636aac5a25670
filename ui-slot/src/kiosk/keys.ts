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

/**
 * Tells a person from a reader that types, by the agent's own time (G9): a digit waits 70 ms, and is a press if nothing else is typed
 * within 60 ms of it. Of what follows faster nothing is a press, nor does its Enter push the button that has the focus. Until then the page
 * shows nothing: a press that is taken back was never one. `aim` is asked when the key goes down, and what it gives is called when it counts.
 */
export function createKeys(clock: Clock, aim: (index: number) => () => void) {
  let lastAt = -Infinity
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
      // A reader holds Shift for its letters, a person for the digits of a French keyboard.
      if (event.repeat || event.key === 'Shift') return
      const together = event.timeStamp - lastAt <= FAST_MS
      lastAt = event.timeStamp
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
    stop: drop,
  }
}
