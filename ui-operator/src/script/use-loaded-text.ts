import { useEffect, useRef } from 'react'
import { useLive, useSession } from '../session/use-session'
import { draftOf } from './draft-store'
import { readScriptText } from './script-calls'

/**
 * Where nobody has written anything of their own, the editor begins with the script that is loaded; without one, or where it cannot be
 * read, it asks what to begin with.
 */
export function useLoadedText(
  begin: (text: string, name: string | null, isOwn: boolean) => void,
  ask: () => void,
): void {
  const session = useSession()
  const isLoaded = useLive((s) => Boolean(s.script?.hash))
  const known = useLive((s) => s.script !== null)
  const asked = useRef(false)
  useEffect(() => {
    const draft = draftOf(session)
    if (asked.current || !known || draft.getState().isOwn) return
    asked.current = true
    if (!isLoaded) {
      if (draft.getState().text === null) ask()
      return
    }
    readScriptText(session.access.fetch).then(
      (loaded) => {
        if (loaded && !draft.getState().isOwn) begin(loaded.text, loaded.name, false)
      },
      (error: unknown) => {
        console.warn('script:', error)
        if (draft.getState().text === null) ask()
      },
    )
  }, [session, known, isLoaded, begin, ask])
}
