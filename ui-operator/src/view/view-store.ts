import { createStore, type StoreApi } from 'zustand/vanilla'
import { blankDraft, type Draft } from '../composer/draft'
import type { Lang } from '../words/language'

export type Tab = 'night' | 'devices' | 'timeline'

/** What this operator is looking at and in the middle of; nobody else's business, so never sent. */
export interface ViewState {
  lang: Lang
  tab: Tab
  /** The panel for a new question is open. */
  composing: boolean
  draft: Draft
  /** The run whose voiding is being confirmed. */
  voiding: number | null
  /** The winner picked in a tie, until it is revealed. Bound to its run. */
  picked: { run: number; option: string } | null
}

export type ViewStore = StoreApi<ViewState>

export function createViewStore(lang: Lang): ViewStore {
  return createStore<ViewState>(() => ({
    lang,
    tab: 'night',
    composing: false,
    draft: blankDraft(),
    voiding: null,
    picked: null,
  }))
}
