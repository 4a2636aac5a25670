import { contracts, validate } from '@eg/shared'
import { useEffect, useState } from 'react'
import { useLive, useSession } from '../session/use-session'
import type { PayoutRead, WaitingPayout } from './reads'
import { useMoney } from './use-money'

/**
 * `list`: nothing is looked for. `found`: `items` is what matches. `paid`, `voided`, `expired`: there is such a payout, and
 * it waits no more. `none`: nothing matches, here or at the core.
 */
export type PayoutLook = 'list' | 'found' | 'reading' | 'failed' | 'none' | 'paid' | 'voided' | 'expired'

interface Read {
  id: string
  /** What the page knew when it was read. */
  version: string
  /** Undefined: it could not be read. */
  payout: PayoutRead | null | undefined
}

/** How long a typing hand rests before the core is asked. */
const REST_MS = 200
const GONE: Readonly<Record<string, PayoutLook>> = { claimed: 'paid', voided: 'voided', expired: 'expired' }

/**
 * The waiting payouts, or those whose id holds what was typed. The list that the core tells is bounded: an id that is not
 * on it is asked for at the core, again whenever a command was answered or the number that wait has changed.
 */
export function usePayoutSearch() {
  const { reads, clock } = useSession()
  const up = useLive((s) => s.link.up)
  const payouts = useLive((s) => s.payouts)
  const answered = useMoney((s) => s.done?.payload.req_id)
  const [typed, setTyped] = useState('')
  const [asked, setAsked] = useState(0)
  const [read, setRead] = useState<Read | null>(null)

  const id = typed.trim()
  const listed = payouts?.items ?? []
  const matching =
    id === '' ? listed : listed.filter((payout) => payout.payout_id.toLowerCase().includes(id.toLowerCase()))
  // What the core need not be asked: it is on the list, or it cannot be an id.
  const known = !isPayoutId(id) || listed.some((payout) => payout.payout_id === id)
  const version = `${id} ${answered} ${payouts?.waiting} ${asked}`
  useEffect(() => {
    if (!up || known) return undefined
    let current = true
    const tell = (payout: Read['payout']) => current && setRead({ id, version, payout })
    const cancel = clock.after(REST_MS, () => {
      reads.payout(id).then(tell, (error: unknown) => {
        console.warn('payout:', error)
        tell(undefined)
      })
    })
    return () => {
      current = false
      cancel()
    }
  }, [reads, clock, up, known, id, version])

  // What was read for the same id stays while it is read again; nothing of another id is ever shown.
  const fresh = !known && read?.id === id ? read : null
  const told = fresh?.payout ?? null
  const items: readonly WaitingPayout[] = told?.status === 'ready' ? [...matching, told] : matching
  return { typed, setTyped, items, look: lookOf(id, items, known, fresh), again: () => setAsked((n) => n + 1) }
}

function isPayoutId(text: string): boolean {
  return validate(contracts.opPayoutExpire, { req_id: 'op-1', payout_id: text }).ok
}

function lookOf(id: string, items: readonly WaitingPayout[], known: boolean, read: Read | null): PayoutLook {
  if (id === '') return 'list'
  if (items.length > 0) return 'found'
  if (known) return 'none'
  if (read === null) return 'reading'
  if (read.payout === undefined) return 'failed'
  return (read.payout && GONE[read.payout.status]) ?? 'none'
}
