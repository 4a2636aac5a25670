import { useEffect } from 'react'
import { isCovered, isTyping, takesEnter } from '../view/use-keys'

/** A key of the page that is held: `begin` when it goes down, `end` when it is let go or the page loses the keyboard. */
export function useHeldKey(
  key: string,
  listens: boolean,
  { begin, end }: { begin: () => void; end: () => void },
): void {
  useEffect(() => {
    if (!listens) return undefined
    const isIt = (event: KeyboardEvent) => event.key.toLowerCase() === key
    const down = (event: KeyboardEvent) => {
      if (!isIt(event) || event.repeat || event.ctrlKey || event.metaKey || event.altKey) return
      if (key === 'enter' && takesEnter(event.target)) return
      if (!isTyping(event.target) && !isCovered()) begin()
    }
    const up = (event: KeyboardEvent) => {
      if (isIt(event)) end()
    }
    window.addEventListener('keydown', down)
    window.addEventListener('keyup', up)
    window.addEventListener('blur', end)
    return () => {
      window.removeEventListener('keydown', down)
      window.removeEventListener('keyup', up)
      window.removeEventListener('blur', end)
    }
  }, [key, listens, begin, end])
}
