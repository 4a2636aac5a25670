import { createContext, useContext } from 'react'
import { useStore } from 'zustand'
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
