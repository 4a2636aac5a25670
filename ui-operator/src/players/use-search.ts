import { useDeferredValue, useEffect, useState } from 'react'
import type { CardSummary, TimelineEntry } from '@eg/shared'
import { useMoney } from '../money/use-money'
import { useLive, useSession } from '../session/use-session'
import { cardsOf } from '../timeline/cards-of'

/** `isSorted`: those used last stand first; after news of others each keeps its place until somebody asks for that. */
export type SearchState =
  | { is: 'reading' }
  | { is: 'failed' }
  | { is: 'found'; cards: readonly CardSummary[]; isSorted: boolean }
type Read = SearchState & { version: string }

/** How long a typing hand rests before the core is asked. */
const REST_MS = 200
/** However fast slots play, the list is read no more often than this (ms). */
const NEWS_MS = 1500

/**
 * The cards that match, those used last first, read again after a journal line that names one of them: where a card stands it
 * stays, for a finger may be on its way to it. What was found stays on the screen while the next letters are looked up.
 */
export function useSearch(typed: string): { state: SearchState; again: () => void } {
  const { reads, clock, live } = useSession()
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
    let reading = false
    let upTo = 0
    let listed: readonly string[] = []
    const read = () => {
      reading = true
      upTo = live.getState().timeline.lines[0]?.seq ?? 0
      reads
        .cards(query)
        .then(
          (cards) => {
            if (!current) return
            const found = inPlace(cards, listed)
            listed = found.map((card) => card.tag_uid)
            const isSorted = found.every((card, i) => card === cards[i])
            setState({ is: 'found', cards: found, isSorted, version })
          },
          (error: unknown) => {
            console.warn('cards:', error)
            if (current) setState({ is: 'failed', version })
          },
        )
        .finally(() => (reading = false))
    }
    // Whoever plays comes up in the list of everybody, also who was not in it.
    const isNews = (line: TimelineEntry) =>
      line.seq > upTo && cardsOf(line).some((tag) => query === '' || listed.includes(tag))
    const look = () => {
      if (!reading && live.getState().timeline.lines.some(isNews)) read()
    }
    const stops = [clock.every(NEWS_MS, look)]
    if (query === '') read()
    else stops.push(clock.after(REST_MS, read))
    return () => {
      current = false
      for (const stop of stops) stop()
    }
  }, [reads, clock, live, query, up, version])
  return { state, again: () => setAsked((n) => n + 1) }
}

/** The cards in the order in which they were listed; behind them those that were not. */
function inPlace(cards: readonly CardSummary[], listed: readonly string[]): readonly CardSummary[] {
  const place = new Map(listed.map((tag, i) => [tag, i]))
  return cards.toSorted((a, b) => (place.get(a.tag_uid) ?? listed.length) - (place.get(b.tag_uid) ?? listed.length))
}
