import { useEffect, useMemo, useRef, useState } from 'react'
import { readPayouts, type PayoutRow } from '../money/read-payouts'
import { useMoney } from '../money/use-money'
import { useLive, useSession } from '../session/use-session'
import { HOUR_MS } from './payout-hours'

export interface PayoutsRead {
  is: 'reading' | 'failed' | 'read'
  rows: readonly PayoutRow[]
  again: () => void
}

interface Read {
  hours: number
  failed: boolean
  rows: readonly PayoutRow[]
}

/** However fast tables pay, the history is read no more often than this (ms). */
const REST_MS = 1500

/** Every payout of the last hours with what became of it; read again after whatever waits has changed. */
export function usePayouts(hours: number): PayoutsRead {
  const { access, clock, link } = useSession()
  const up = useLive((s) => s.link.up)
  const payouts = useLive((s) => s.payouts)
  const answered = useMoney((s) => s.done?.payload.req_id)
  const [asked, setAsked] = useState(0)
  const [read, setRead] = useState<Read | null>(null)
  // Another one whenever what was read may be out of date.
  const news = useMemo(() => ({ payouts, answered, asked }), [payouts, answered, asked])
  const latest = useRef(news)
  useEffect(() => {
    latest.current = news
  }, [news])
  useEffect(() => {
    if (!up) return undefined
    let current = true
    let readFor: unknown = null
    const look = () => {
      readFor = latest.current
      readPayouts(access.fetch, Math.round(link.coreNow() - hours * HOUR_MS)).then(
        (rows) => current && setRead({ hours, failed: false, rows }),
        (error: unknown) => {
          console.warn('payouts:', error)
          readFor = null
          // What was read of the same hours stays, said to be old.
          if (current) setRead((before) => ({ hours, failed: true, rows: before?.hours === hours ? before.rows : [] }))
        },
      )
    }
    look()
    const stop = clock.every(REST_MS, () => readFor !== latest.current && look())
    return () => {
      current = false
      stop()
    }
  }, [access, clock, link, up, hours])
  const here = read?.hours === hours ? read : null
  const is = here === null ? 'reading' : here.failed ? 'failed' : 'read'
  return { is, rows: here?.rows ?? [], again: () => setAsked((n) => n + 1) }
}
