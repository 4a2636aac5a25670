import { createStore, type StoreApi } from 'zustand/vanilla'
import type { Mode } from '@eg/shared'
import { blankDraft, type Draft } from '../composer/draft'
import { KEPT_THEME, readTheme, type Theme } from '../look/theme'
import type { Keep, Keeps } from '../session/keep'
import type { Lang } from '../words/language'

export const TABS = [
  'ready',
  'night',
  'floor',
  'desk',
  'players',
  'tables',
  'devices',
  'timeline',
  'sessions',
  'setup',
] as const
export type Tab = (typeof TABS)[number]
/** What lies over the whole console. */
export type Cover = 'panic' | 'palette' | 'help'

/** What this operator is looking at and in the middle of; nobody else's business, so never sent. */
export interface ViewState {
  lang: Lang
  /** Kept on the machine. */
  theme: Theme
  /** Nothing can be done but panic: the tablet is in a pocket, or being wiped. Kept for this tab. */
  locked: boolean
  cover: Cover | null
  /** The screen the operator chose; null: the one that goes with the mode. Kept for this tab. */
  tab: Tab | null
  /** The panel for a new question is open. */
  composing: boolean
  draft: Draft
  /** The run whose voiding is being confirmed. */
  voiding: number | null
  /** The winner picked in a tie, until it is revealed. Bound to its run. */
  picked: { run: number; option: string } | null
  /** The change desk this machine stands at. Kept on the machine. */
  deskId: string | null
  /** Who works here: put into the fields that ask for a name. Kept on the machine. */
  myName: string
  /** The card on the desk; `visit` counts, so that the same card presented again begins anew. Kept for this tab. */
  deskCard: { tag: string; visit: number } | null
  /** The card open on the players' screen. */
  playerTag: string | null
}

export type ViewStore = StoreApi<ViewState>

/** The screen to show: the operator's own choice, else by day the floor and by night the night. */
export function shownTab(chosen: Tab | null, mode: Mode | null): Tab {
  return chosen ?? (mode === 'day' ? 'floor' : 'night')
}

const KEPT = {
  tab: 'eg.tab',
  locked: 'eg.locked',
  deskId: 'eg.desk',
  myName: 'eg.name',
  deskCard: 'eg.desk_card',
} as const

export function createViewStore(lang: Lang, { tab, machine }: Keeps): ViewStore {
  const keptTab = tab.getItem(KEPT.tab)
  const keptCard = tab.getItem(KEPT.deskCard)
  const store = createStore<ViewState>(() => ({
    lang,
    theme: readTheme(machine),
    locked: tab.getItem(KEPT.locked) !== null,
    cover: null,
    tab: TABS.find((each) => each === keptTab) ?? null,
    composing: false,
    draft: blankDraft(),
    voiding: null,
    picked: null,
    deskId: machine.getItem(KEPT.deskId),
    myName: machine.getItem(KEPT.myName) ?? '',
    deskCard: keptCard === null ? null : { tag: keptCard, visit: 0 },
    playerTag: null,
  }))
  store.subscribe((now, before) => {
    if (now.tab !== before.tab) set(tab, KEPT.tab, now.tab)
    if (now.locked !== before.locked) set(tab, KEPT.locked, now.locked ? 'yes' : null)
    if (now.theme !== before.theme) set(machine, KEPT_THEME, now.theme)
    if (now.deskCard !== before.deskCard) set(tab, KEPT.deskCard, now.deskCard?.tag ?? null)
    if (now.deskId !== before.deskId) set(machine, KEPT.deskId, now.deskId)
    if (now.myName !== before.myName) set(machine, KEPT.myName, now.myName)
  })
  return store
}

/** Habits are kept where they can be: a browser that keeps nothing only forgets them. */
function set(keep: Keep, name: string, text: string | null): void {
  try {
    if (text === null) keep.removeItem(name)
    else keep.setItem(name, text)
  } catch (error) {
    console.warn(name, error)
  }
}
