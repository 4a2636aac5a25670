import { useDeferredValue, useEffect, useState } from 'react'
import type { CardSummary } from '@eg/shared'
import { useMoney } from '../money/use-money'
import { useLive, useSession } from '../session/use-session'

export type SearchState = { is: 'reading' } | { is: 'failed' } | { is: 'found'; cards: readonly CardSummary[] }
type Read = SearchState & { version: string }

/** How long a typing hand rests before the core is asked. */
const REST_MS = 200

/** The cards that match, those used last first. What was found stays on the screen while the next letters are looked up. */
export function useSearch(typed: string): { state: SearchState; again: () => void } {
  const { reads, clock } = useSession()
  const query = useDeferredValue(typed.trim())
  const up = useLive((s) => s.link.up)
  const answered = useMoney((s) => s.done?.payload.req_id)
  const [asked, setAsked] = useState(0)
  const [state, setState] = useState<Read>({ is: 'reading', version: '' })
  // Whenever one of these changes, the list may be out of date.
  const version = `${answered} ${asked}`
  useEffect(() => {
    if (!up) return undefined
    let current = true
    const read = () =>
      reads.cards(query).then(
        (cards) => current && setState({ is: 'found', cards, version }),
        (error: unknown) => {
          console.warn('cards:', error)
          if (current) setState({ is: 'failed', version })
        },
      )
    const cancel = query === '' ? undefined : clock.after(REST_MS, () => void read())
    if (!cancel) void read()
    return () => {
      current = false
      cancel?.()
    }
  }, [reads, clock, query, up, version])
  return { state, again: () => setAsked((n) => n + 1) }
}
