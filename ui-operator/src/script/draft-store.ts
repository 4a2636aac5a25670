import { useStore } from 'zustand'
import { createStore, type StoreApi } from 'zustand/vanilla'
import type { Session } from '../session/start-session'
import type { Keep } from '../session/keep'

/** A script that is being written: this tab's own, until it is loaded. */
export interface DraftState {
  /** The editor is on the screen. */
  isOpen: boolean
  /** Null: nothing was opened or written yet. */
  text: string | null
  /** The name of its file, for people. */
  name: string | null
  /** It is somebody's own: not, or not any more, the script that is loaded. */
  isOwn: boolean
  open(): void
  close(): void
  /** Begins with another text: what was there is gone. `isOwn`: it is not the one that is loaded. */
  begin(text: string, name: string | null, isOwn: boolean): void
  type(text: string): void
  /** It is loaded as it stands now. */
  settled(): void
}

export type DraftStore = StoreApi<DraftState>

const KEPT = 'eg.script_draft'
type Kept = Pick<DraftState, 'isOpen' | 'text' | 'name' | 'isOwn'>

/** What is typed is kept for the tab as it is typed: a reloaded page goes on with it. */
export function createDraftStore(keep: Keep): DraftStore {
  const kept = readKept(keep)
  const store = createStore<DraftState>((set) => ({
    isOpen: kept?.isOpen ?? false,
    text: kept?.text ?? null,
    name: kept?.name ?? null,
    isOwn: kept?.isOwn ?? false,
    open: () => set({ isOpen: true }),
    close: () => set({ isOpen: false }),
    begin: (text, name, isOwn) => set({ text, name, isOwn }),
    type: (text) => set((s) => (text === s.text ? s : { text, isOwn: true })),
    settled: () => set({ isOwn: false }),
  }))
  store.subscribe(({ isOpen, text, name, isOwn }) => {
    try {
      keep.setItem(KEPT, JSON.stringify({ isOpen, text, name, isOwn } satisfies Kept))
    } catch (error) {
      console.warn(KEPT, error)
    }
  })
  return store
}

function readKept(keep: Keep): Kept | null {
  const text = keep.getItem(KEPT)
  if (text === null) return null
  try {
    const kept = JSON.parse(text) as Partial<Record<keyof Kept, unknown>> | null
    if (typeof kept !== 'object' || kept === null) return null
    return {
      isOpen: kept.isOpen === true,
      text: typeof kept.text === 'string' ? kept.text : null,
      name: typeof kept.name === 'string' ? kept.name : null,
      isOwn: kept.isOwn === true,
    }
  } catch (error) {
    console.warn(KEPT, error)
    return null
  }
}

const stores = new WeakMap<Session, DraftStore>()

/** The draft of a page: one, made when it is first asked for. */
export function draftOf(session: Session): DraftStore {
  const store = stores.get(session) ?? createDraftStore(window.sessionStorage)
  stores.set(session, store)
  return store
}

export function useDraft<T>(session: Session, select: (state: DraftState) => T): T {
  return useStore(draftOf(session), select)
}
