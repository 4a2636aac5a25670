import { createContext, useContext } from 'react'
import { useStore } from 'zustand'
import { useShallow } from 'zustand/react/shallow'
import type { ViewState } from '../view/view-store'
import { wordsFor, type Words } from '../words/words'
import type { Lang } from '../words/language'
import type { CommandState } from './commands'
import type { LiveState } from './live-store'
import type { Session } from './start-session'

export const SessionContext = createContext<Session | null>(null)

export function useSession(): Session {
  const session = useContext(SessionContext)
  if (!session) throw new Error('useSession is used outside SessionContext')
  return session
}

export function useLive<T>(select: (state: LiveState) => T): T {
  return useStore(useSession().live, select)
}

/** A list of what the core said, the same one until an item of it is another: for a few of the many devices, or their names. */
export function useLiveList<T>(select: (state: LiveState) => readonly T[]): readonly T[] {
  return useLive(useShallow(select))
}

export function useView<T>(select: (state: ViewState) => T): T {
  return useStore(useSession().view, select)
}

export function useCommandState<T>(select: (state: CommandState) => T): T {
  return useStore(useSession().commands.store, select)
}

export function useWords(): { t: Words; lang: Lang } {
  const lang = useView((v) => v.lang)
  return { t: wordsFor(lang), lang }
}
