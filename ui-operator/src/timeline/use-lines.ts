import { useDeferredValue, useEffect, useMemo, useState } from 'react'
import type { TimelineEntry } from '@eg/shared'
import { useMoneyFormat } from '../money/format-money'
import { useLive, useSession, useWords } from '../session/use-session'
import { filterLines, type LineFilter } from './filter-lines'
import { createTimelineReads, ReadRefused } from './timeline-reads'
import { useTimelineView } from './timeline-view'
import { useOwnId } from './use-own-id'

export type RequestSearch = 'none' | 'reading' | 'found' | 'denied' | 'failed'

/** Long enough that not every letter of an id that is typed is asked for (ms). */
const TYPED_MS = 300

/** The lines that the filter lets through, newest first; those of a request are asked of the core, which alone knows them. */
export function useLines(): { lines: readonly TimelineEntry[]; filter: LineFilter; search: RequestSearch } {
  const { t } = useWords()
  const ownId = useOwnId()
  const money = useMoneyFormat()
  const held = useLive((s) => s.timeline.lines)
  const filter = useDeferredValue(useTimelineView((view) => view.filter))
  const { lines: ofRequest, search } = useRequestLines(filter.request.trim())
  const base = ofRequest ?? held
  const lines = useMemo(() => filterLines(base, filter, ownId, t, money), [base, filter, ownId, t, money])
  return { lines, filter, search }
}

interface Found {
  id: string
  lines: readonly TimelineEntry[]
  search: RequestSearch
}

function useRequestLines(id: string): { lines: readonly TimelineEntry[] | null; search: RequestSearch } {
  const { access, clock } = useSession()
  const [found, setFound] = useState<Found | null>(null)
  useEffect(() => {
    if (id === '') return undefined
    let wanted = true
    const tell = (lines: readonly TimelineEntry[], search: RequestSearch) => wanted && setFound({ id, lines, search })
    const stop = clock.after(TYPED_MS, () => {
      const ask = { by: 'req_id', value: id, from: null, to: null } as const
      createTimelineReads(access.fetch)
        .dispute(ask)
        .then((items) => {
          const own = items.flatMap(({ line, req_id: of }) => (line && of === id ? [line] : []))
          tell(own.toReversed(), 'found')
        })
        .catch((error: unknown) => {
          console.warn(`request ${id}:`, error)
          const status = error instanceof ReadRefused ? error.status : 0
          // An id that no request can have is one that none has.
          tell([], status === 403 || status === 401 ? 'denied' : status === 400 ? 'found' : 'failed')
        })
    })
    return () => {
      wanted = false
      stop()
    }
  }, [id, access, clock])
  if (id === '') return { lines: null, search: 'none' }
  if (found?.id !== id) return { lines: [], search: 'reading' }
  return found
}
