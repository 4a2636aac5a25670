import { useEffect, useMemo, useState, type Dispatch, type SetStateAction } from 'react'
import { useSession } from '../session/use-session'
import { createOperatorCalls, type OperatorCalls, type OperatorRow } from './operator-calls'

export type OperatorsState = { is: 'reading' | 'failed' } | { is: 'read'; rows: OperatorRow[] }

/** Everybody who may log in, read when the screen opens and after each change. */
export function useOperators(): { state: OperatorsState; calls: OperatorCalls; again: () => void } {
  const { access } = useSession()
  const calls = useMemo(() => createOperatorCalls(access.fetch), [access])
  const [state, setState] = useState<OperatorsState>({ is: 'reading' })
  useEffect(() => read(calls, setState), [calls])
  return { state, calls, again: () => void read(calls, setState) }
}

/** Reads once; returns what makes the answer be ignored. What was read before stays when it cannot be read again. */
function read(calls: OperatorCalls, tell: Dispatch<SetStateAction<OperatorsState>>): () => void {
  let gone = false
  calls.list().then(
    (rows) => gone || tell({ is: 'read', rows }),
    (error: unknown) => {
      console.warn('operators:', error)
      if (!gone) tell((before) => (before.is === 'read' ? before : { is: 'failed' }))
    },
  )
  return () => {
    gone = true
  }
}
