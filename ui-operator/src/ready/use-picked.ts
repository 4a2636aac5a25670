import { useCallback, useMemo, useState } from 'react'
import type { ReadyCheck } from '@eg/shared'

export type Pick = (checks: readonly ReadyCheck[], on: boolean) => void

/** The red checks that are selected to be waived, each for the problem that was seen. */
export interface Picked {
  /** As they are now: what went green or has another problem by now is not selected any more. */
  checks: readonly ReadyCheck[]
  has(check: string): boolean
  /** Selects them, or takes all of them out. */
  pick: Pick
  clear(): void
}

export function usePicked(reds: readonly ReadyCheck[]): Picked {
  const [problems, setProblems] = useState<ReadonlyMap<string, string | null>>(new Map())
  const pick = useCallback<Pick>(
    (chosen, on) =>
      setProblems((before) => {
        const next = new Map(before)
        for (const { check, problem } of chosen) {
          if (on) next.set(check, problem)
          else next.delete(check)
        }
        return next
      }),
    [],
  )
  const clear = useCallback(() => setProblems(new Map()), [])
  return useMemo(() => {
    const checks = reds.filter(({ check, problem }) => problems.has(check) && problems.get(check) === problem)
    const here = new Set(checks.map(({ check }) => check))
    return { checks, has: (check) => here.has(check), pick, clear }
  }, [problems, reds, pick, clear])
}
