import { useEffect, useRef } from 'react'
import { useLive } from '../session/use-session'
import { useTab } from '../view/rail'
import type { Tab } from '../view/view-store'

/** Tells the other operators which screen this one looks at: when it changes, and again when the link is back. */
export function useTellScreen(tell: (screen: Tab) => void): void {
  const tab = useTab()
  const up = useLive((s) => s.link.up)
  const latest = useRef(tell)
  useEffect(() => {
    latest.current = tell
  })
  useEffect(() => {
    if (up) latest.current(tab)
  }, [tab, up])
}
