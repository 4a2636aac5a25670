import { useEffect, useRef } from 'react'
import { createStore, type StoreApi } from 'zustand/vanilla'
import { useSession } from '../session/use-session'
import { useKeys } from './use-keys'

/** Something the operator can do now: it has its key on the page, and its line in the command palette. */
export interface Action {
  /** Stable: `night.close`. */
  id: string
  label: string
  /** More words it is found by in the palette; its label in the other language is found by itself. */
  words?: string
  /** The group in the palette; default: the screen's own. */
  group?: string
  /** As it stands on the button: `C`, `⏎`. Absent: in the palette only. */
  key?: string
  run: () => void
  /** It stands in the palette all the same, greyed: that it exists is news too. */
  disabled?: boolean
}

/** Every action that is offered now, by who offers it: what the palette lists. */
export type ActionStore = StoreApi<{ offered: ReadonlyMap<symbol, readonly Action[]> }>

export function createActionStore(): ActionStore {
  return createStore(() => ({ offered: new Map() }))
}

const KEYS: Record<string, string> = { '⏎': 'enter', Esc: 'escape', '↑': 'arrowup', '↓': 'arrowdown' }

/** Offers actions while the component is there: their keys work, and the palette lists them. */
export function useActions(actions: readonly Action[]): void {
  const { actions: store } = useSession()
  const who = useRef(Symbol('offers'))
  const latest = useRef(actions)
  useEffect(() => {
    latest.current = actions
  })
  useKeys(
    Object.fromEntries(
      actions.flatMap(({ key, run, disabled }) =>
        key ? [[KEYS[key] ?? key.toLowerCase(), disabled ? undefined : run]] : [],
      ),
    ),
  )
  // The palette is told anew only when what it shows has changed; what an action does is read when it is chosen.
  const shown = JSON.stringify(
    actions.map(({ id, label, words, group, key, disabled }) => ({ id, label, words, group, key, disabled })),
  )
  useEffect(() => {
    const owner = who.current
    const listed = (JSON.parse(shown) as Omit<Action, 'run'>[]).map((action) => ({
      ...action,
      run: () => latest.current.find(({ id }) => id === action.id)?.run(),
    }))
    store.setState(({ offered }) => ({ offered: new Map(offered).set(owner, listed) }))
    return () =>
      store.setState(({ offered }) => ({ offered: new Map([...offered].filter(([each]) => each !== owner)) }))
  }, [store, shown])
}
