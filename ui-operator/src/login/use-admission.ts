import { useEffect, useState } from 'react'
import type { Denial } from './access-calls'

export interface AdmissionAsked {
  /** Asks once; true: denied. */
  ask(): Promise<boolean>
  pending: boolean
  denial: Denial | null
  /** Seconds until it may be tried again, counting down; 0: now. */
  lockedForS: number
}

/** One attempt at a time to be let in, with what the core said to the last one. */
export function useAdmission(attempt: () => Promise<Denial | null>): AdmissionAsked {
  const [pending, setPending] = useState(false)
  const [denial, setDenial] = useState<Denial | null>(null)
  const [lockedForS, setLockedForS] = useState(0)
  useEffect(() => {
    if (lockedForS <= 0) return undefined
    const timer = setTimeout(() => setLockedForS(lockedForS - 1), 1000)
    return () => clearTimeout(timer)
  }, [lockedForS])
  return {
    pending,
    denial,
    lockedForS,
    async ask() {
      if (pending || lockedForS > 0) return false
      setPending(true)
      setDenial(null)
      const said = await attempt()
      setPending(false)
      setDenial(said)
      setLockedForS(Math.ceil(said?.retryAfterS ?? 0))
      return said !== null
    },
  }
}
