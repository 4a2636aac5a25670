import { useStore } from 'zustand'
import { createStore, type StoreApi } from 'zustand/vanilla'
import { useSession } from '../session/use-session'
import type { Session } from '../session/start-session'
import { NO_FILTER, type LineFilter } from './filter-lines'

/** A stretch of the journal that is played again. Core's time, ms since 1970. */
export interface ReplaySpan {
  from: number
  to: number
  /** Where to begin; null: with the first line of the span. */
  seq: number | null
}

export interface TimelineView {
  filter: LineFilter
  /** The filter's other fields are on show. */
  more: boolean
  /** The line whose details are open. */
  openSeq: number | null
  replay: ReplaySpan | null
}

const views = new WeakMap<Session, StoreApi<TimelineView>>()

/** What this operator looks at in the timeline: outside React, so that another screen in between loses nothing. */
export function timelineViewOf(session: Session): StoreApi<TimelineView> {
  const held = views.get(session)
  if (held) return held
  const view = createStore<TimelineView>(() => ({ filter: NO_FILTER, more: false, openSeq: null, replay: null }))
  views.set(session, view)
  return view
}

export function useTimelineView<T>(select: (view: TimelineView) => T): T {
  return useStore(timelineViewOf(useSession()), select)
}

const LINK = /^#line-(\d{1,15})$/

/** The line that an address of this page names (`#line-42`); null for any other address. */
export function lineOfHash(hash: string): number | null {
  const [, seq] = LINK.exec(hash) ?? []
  return seq === undefined ? null : Number(seq)
}

export const hashOfLine = (seq: number): string => `#line-${seq}`

/** Opens a line's details, and makes the page's address a link to it. Null: closes them. */
export function openLine(session: Session, seq: number | null): void {
  timelineViewOf(session).setState({ openSeq: seq })
  const { pathname, search } = window.location
  window.history.replaceState(null, '', `${pathname}${search}${seq === null ? '' : hashOfLine(seq)}`)
}
