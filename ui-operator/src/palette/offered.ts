import { useMemo } from 'react'
import { useStore } from 'zustand'
import { useSession, useWords } from '../session/use-session'
import type { Action } from '../view/actions'
import { useTab } from '../view/rail'

export interface OfferedGroup {
  name: string
  actions: readonly Action[]
}

/** All that is offered now, by group: the screen's own first, then where to go, then the console itself. */
export function useOffered(): OfferedGroup[] {
  const { actions: store } = useSession()
  const { t } = useWords()
  const tab = useTab()
  const offered = useStore(store, (s) => s.offered)
  return useMemo(() => {
    const own = t(`tab.${tab}`)
    const last = [t('palette.go'), t('palette.console')]
    const groups = new Map<string, Action[]>([[own, []]])
    for (const action of [...offered.values()].flat()) {
      const name = action.group ?? own
      groups.set(name, [...(groups.get(name) ?? []), action])
    }
    return [...groups]
      .map(([name, actions]) => ({ name, actions }))
      .filter(({ actions }) => actions.length > 0)
      .sort((a, b) => last.indexOf(a.name) - last.indexOf(b.name))
  }, [offered, t, tab])
}
