import { useContext, useEffect, useRef, type KeyboardEvent as ReactKeyboardEvent } from 'react'
import { SessionContext } from '../session/use-session'

/** What a key does, by `KeyboardEvent.key` in lower case. Undefined: nothing now. */
export type KeyMap = Readonly<Record<string, (() => void) | undefined>>

const TYPING = 'input:not([type="radio"], [type="checkbox"]), textarea, select, [contenteditable="true"]'
const PRESSABLE = 'button:not([disabled]), a[href], summary'
/** Something that covers the page and waits to be closed. */
const MODAL = '[aria-modal="true"]'

/** Whether what is typed now goes into a field. */
export function isTyping(target: EventTarget | null): boolean {
  return target instanceof Element && target.closest(TYPING) !== null
}

/** Whether the focused control will take Enter itself. */
export function takesEnter(target: EventTarget | null): boolean {
  return target instanceof Element && target.closest(PRESSABLE) !== null
}

/** Whether something covers the page now: what is typed belongs to nothing below it. */
export function isCovered(): boolean {
  return document.querySelector(MODAL) !== null
}

/**
 * Single keys for the whole desk. They stand back while somebody is typing, while something covers the page, while the
 * console is locked, when a modifier is held (the browser's own shortcuts) and for repeats of a held key; Enter also where
 * the focused control will take it itself.
 */
export function useKeys(keys: KeyMap): void {
  const latest = useRef(keys)
  const view = useContext(SessionContext)?.view
  useEffect(() => {
    latest.current = keys
  })
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (event.repeat || event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return
      if (isCovered() || view?.getState().locked) return
      const target = event.target instanceof Element ? event.target : null
      const key = event.key.toLowerCase()
      if (isTyping(target) && key !== 'escape') return
      if (key === 'enter' && takesEnter(target)) return
      const act = latest.current[key]
      if (!act) return
      event.preventDefault()
      act()
    }
    window.addEventListener('keydown', onKey)
    return () => window.removeEventListener('keydown', onKey)
  }, [view])
}

/** For a button that moves money or takes a message away: an Enter that is still held from the step before does nothing. */
export function ignoreHeldEnter(event: ReactKeyboardEvent): void {
  if (event.key === 'Enter' && event.repeat) event.preventDefault()
}
