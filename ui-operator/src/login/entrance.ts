import { createStore, type StoreApi } from 'zustand/vanilla'
import type { Session } from '../session/start-session'
import type { Lang } from '../words/language'
import type { Access, AccessState } from './access'

export interface EntranceState {
  lang: Lang
  /** The console of whoever was let in; it stays when the session at the core ends, behind the login. */
  session: Session | null
}

export interface Entrance {
  store: StoreApi<EntranceState>
  setLang(lang: Lang): void
  stop(): void
}

export interface EntranceParts {
  access: Access
  lang: Lang
  /** Makes the console. */
  begin: (lang: Lang) => Session
  /** Somebody logged out, or another person came: nothing of before may stay on the page. */
  leave: () => void
}

/** Brings who comes in and what they see together: one console, begun when somebody is let in, for that person alone. */
export function createEntrance({ access, lang, begin, leave }: EntranceParts): Entrance {
  const store = createStore<EntranceState>(() => ({ lang, session: null }))
  let person: string | null = null
  const stops: (() => void)[] = []

  const take = (state: AccessState) => {
    const who = personOf(state)
    if (person === null) {
      if (who === null) return
      person = who
      const session = begin(store.getState().lang)
      stops.push(session.view.subscribe(({ lang }) => store.setState({ lang })))
      store.setState({ session })
    } else if ((who !== null && who !== person) || (state.is === 'out' && state.ended === null)) leave()
  }
  take(access.store.getState())
  stops.push(access.store.subscribe(take))
  return {
    store,
    setLang(lang) {
      store.setState({ lang })
      store.getState().session?.view.setState({ lang })
    },
    stop() {
      for (const stop of stops) stop()
      store.getState().session?.stop()
    },
  }
}

/** Who it is, and as what: another role sees other screens. Null: nobody is let in. */
function personOf(state: AccessState): string | null {
  if (state.is === 'open') return ''
  return state.is === 'in' ? `${state.role} ${state.name}` : null
}
