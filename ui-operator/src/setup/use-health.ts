import { useEffect, useState } from 'react'
import { useLive, useSession } from '../session/use-session'

/** What `/health` says beside the core's retained state. Null: it has not been read, or does not say. */
export interface CoreSays {
  /** Null: no TLS. Undefined: not known. */
  tls: { expiresAt: number; daysLeft: number; names: readonly string[] } | null | undefined
  /** Connections to the broker now. */
  clients: number | null
}

const PATIENCE_MS = 8000
const AGAIN_MS = 60_000

/** The core's `/health`, read when the screen opens and every minute. */
export function useHealth(): CoreSays {
  const { access, clock } = useSession()
  const up = useLive((s) => s.link.up)
  const [says, setSays] = useState<CoreSays>({ tls: undefined, clients: null })
  useEffect(() => {
    if (!up) return undefined
    let current = true
    const read = async () => {
      try {
        // 503 is an answer too: the core says what is wrong with it.
        const answer = await access.fetch('/health', { signal: AbortSignal.timeout(PATIENCE_MS) })
        const health = toldBy(await answer.json())
        if (current) setSays(health)
      } catch (error) {
        console.warn('/health:', error)
      }
    }
    void read()
    const stop = clock.every(AGAIN_MS, () => void read())
    return () => {
      current = false
      stop()
    }
  }, [access, clock, up])
  return says
}

function toldBy(value: unknown): CoreSays {
  const { tls, clients } = (value ?? {}) as { tls?: unknown; clients?: unknown }
  return { tls: tlsOf(tls), clients: typeof clients === 'number' ? clients : null }
}

function tlsOf(tls: unknown): CoreSays['tls'] {
  if (tls === null || tls === undefined) return tls
  const {
    expires_at: at,
    days_left: days,
    names,
  } = tls as { expires_at?: unknown; days_left?: unknown; names?: unknown }
  const expiresAt = typeof at === 'string' ? Date.parse(at) : NaN
  if (Number.isNaN(expiresAt) || typeof days !== 'number') return undefined
  return { expiresAt, daysLeft: days, names: Array.isArray(names) ? names.filter((n) => typeof n === 'string') : [] }
}
