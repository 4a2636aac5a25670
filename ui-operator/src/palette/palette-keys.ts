import { useEffect } from 'react'
import { useSession } from '../session/use-session'
import { useTab } from '../view/rail'
import { isCovered, isTyping } from '../view/use-keys'

/** As it stands on this machine's keyboard. */
export function paletteKeys(): string {
  return /mac|iphone|ipad/i.test(navigator.userAgent) ? '⌘ K' : 'Ctrl K'
}

/**
 * Ctrl K or ⌘ K opens the palette, also out of a field; again closes it. Not while the console is locked or something else
 * covers it, and at the desk not out of a field: a card reader may be typing there.
 */
export function usePaletteKeys(): void {
  const { view } = useSession()
  const atDesk = useTab() === 'desk'
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (!(event.ctrlKey || event.metaKey) || event.altKey || event.shiftKey || event.key.toLowerCase() !== 'k') return
      const { cover, locked } = view.getState()
      if (cover === 'palette') {
        event.preventDefault()
        view.setState({ cover: null })
        return
      }
      if (locked || isCovered() || (atDesk && isTyping(event.target))) return
      event.preventDefault()
      view.setState({ cover: 'palette' })
    }
    window.addEventListener('keydown', onKey)
    return () => window.removeEventListener('keydown', onKey)
  }, [view, atDesk])
}
