import { useStore } from 'zustand'
import { useSession } from '../session/use-session'

/** How the journal names whoever is at this page: the operator's name, or the page where nobody logs in. */
export function useOwnId(): string {
  const { access, clientId } = useSession()
  return useStore(access.store, (state) => (state.is === 'in' ? state.name : clientId))
}
