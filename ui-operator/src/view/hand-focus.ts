import { useEffect } from 'react'

/**
 * A button pressed with the hand gives the focus back, so that Enter goes on meaning "the suggested action" and arrows reach what
 * the screen shows: whoever begins the night by its switch and then presses Enter must not end it again. By keyboard the focus
 * stays. What covers the page keeps its focus to itself.
 */
export function useHandGivesFocusBack(): void {
  useEffect(() => {
    const onClick = ({ detail, target }: MouseEvent) => {
      const button = detail > 0 && target instanceof Element ? target.closest<HTMLElement>('button, a[href]') : null
      // Where the press has moved the focus on, it stays there.
      if (button && button === document.activeElement && !button.closest('[aria-modal="true"]')) button.blur()
    }
    document.addEventListener('click', onClick)
    return () => document.removeEventListener('click', onClick)
  }, [])
}
