import type { MouseEvent } from 'react'
import { useWords } from '../session/use-session'

function skip(event: MouseEvent): void {
  event.preventDefault()
  const main = document.querySelector<HTMLElement>('#screen main')
  if (!main) return
  main.tabIndex = -1
  main.focus()
}

/** First in the order of the keyboard: past dock and rail to the screen. */
export function SkipLink() {
  const { t } = useWords()
  return (
    <a className="eg-skip" href="#screen" data-testid="skip" onClick={skip}>
      {t('view.skip')}
    </a>
  )
}
