import { useEffect, useRef } from 'react'

/** What a key does, by `KeyboardEvent.key` in lower case. Undefined: nothing now. */
export type KeyMap = Readonly<Record<string, (() => void) | undefined>>

const TYPING = 'input:not([type="radio"]), textarea, select, [contenteditable="true"]'
const PRESSABLE = 'button:enabled, a[href], summary'

/**
 * Single keys for the whole desk. They stand back while somebody is typing, when a modifier is held (the browser's own
 * shortcuts) and for repeats of a held key; Enter also where the focused control will take it itself.
 */
export function useKeys(keys: KeyMap): void {
  const latest = useRef(keys)
  useEffect(() => {
    latest.current = keys
  })
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (event.repeat || event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return
      const target = event.target instanceof Element ? event.target : null
      const key = event.key.toLowerCase()
      if (target?.closest(TYPING) && key !== 'escape') return
      if (key === 'enter' && target?.closest(PRESSABLE)) return
      const act = latest.current[key]
      if (!act) return
      event.preventDefault()
      act()
    }
    window.addEventListener('keydown', onKey)
    return () => window.removeEventListener('keydown', onKey)
  }, [])
}
