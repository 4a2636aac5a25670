import { useCallback, useEffect, useRef, useState, type KeyboardEvent, type MouseEvent, type PointerEvent } from 'react'
import { useSession } from '../session/use-session'
import { useSettled } from '../view/use-settled'

/** How long what stops the house is held (ms): longer than a hand brushes a screen, short enough for a fright. */
export const HOLD_MS = 800
/** How long it is said that a tap was too short (ms). */
const HINT_MS = 4000

/** `short`: it was let go too early. */
export type HoldState = 'idle' | 'holding' | 'short'

interface HoldOptions {
  onHeld: () => void
  holdMs?: number
  disabled?: boolean
}

/**
 * Something that is only done when it is held: by a finger, a mouse, or Space or Enter. A click that no pointer made (a screen
 * reader's, a voice's) cannot be held: it does it the second time. `props` go on a button, `begin` and `end` to a key of the
 * page. Time is the session's clock's.
 */
export function useHold({ onHeld, holdMs = HOLD_MS, disabled = false }: HoldOptions) {
  const { clock } = useSession()
  const [state, setState] = useState<HoldState>('idle')
  const settled = useSettled(state)
  const cancel = useRef<(() => void) | null>(null)
  const pressed = useRef(false)
  const held = useRef(false)
  const latest = useRef(onHeld)
  useEffect(() => {
    latest.current = onHeld
  })
  const begin = useCallback(() => {
    if (disabled || cancel.current) return
    setState('holding')
    cancel.current = clock.after(holdMs, () => {
      cancel.current = null
      held.current = pressed.current
      setState('idle')
      latest.current()
    })
  }, [clock, disabled, holdMs])
  const end = useCallback(() => {
    if (!cancel.current) return
    cancel.current()
    cancel.current = null
    setState('short')
  }, [])
  useEffect(() => (state === 'short' ? clock.after(HINT_MS, () => setState('idle')) : undefined), [clock, state])
  // What may not be done any more is not done by a finger that still lies on it.
  useEffect(() => {
    if (disabled) end()
  }, [disabled, end])
  useEffect(() => () => cancel.current?.(), [])

  const click = (event: MouseEvent) => {
    event.preventDefault()
    const byHand = event.detail > 0 || pressed.current
    pressed.current = false
    if (byHand || disabled) return
    if (state === 'short') {
      // The second half of a double click is not the second time.
      if (!settled()) return
      setState('idle')
      latest.current()
    } else setState('short')
  }
  return {
    state,
    begin,
    end,
    /** Asked once by a click: whether the button itself was held until now, so that its release is no press of its own. */
    wasHeld: () => {
      const was = held.current
      held.current = pressed.current = false
      return was
    },
    props: {
      onPointerDown: (event: PointerEvent<HTMLElement>) => {
        if (event.button !== 0) return
        pressed.current = true
        // A finger that slides off lets go.
        if (event.currentTarget.hasPointerCapture(event.pointerId)) {
          event.currentTarget.releasePointerCapture(event.pointerId)
        }
        begin()
      },
      onPointerUp: end,
      onPointerLeave: end,
      onPointerCancel: end,
      onBlur: end,
      onContextMenu: (event: MouseEvent) => event.preventDefault(),
      onKeyDown: (event: KeyboardEvent) => {
        if (event.key !== ' ' && event.key !== 'Enter') return
        event.preventDefault()
        if (event.repeat) return
        pressed.current = true
        begin()
      },
      onKeyUp: (event: KeyboardEvent) => {
        if (event.key !== ' ' && event.key !== 'Enter') return
        event.preventDefault()
        pressed.current = false
        end()
      },
      onClick: click,
    },
  }
}
