import { useEffect, useState } from 'react'
import { useLive, useSession } from '../session/use-session'
import type { CardDetails } from '@eg/shared'
import { cardsOf } from '../timeline/cards-of'
import { useMoney } from './use-money'

export type CardState =
  | { is: 'reading' }
  | { is: 'known'; card: CardDetails }
  | { is: 'unknown' }
  /** It could not be read; what was known before is not shown as if it were still true. */
  | { is: 'failed' }

const READING: CardState = { is: 'reading' }

/**
 * A card as the core has it, read again whenever something may have moved on it: an answer to this page, a journal line
 * that names it, the link that came back, a new `visit`. `version` changes with each
 * reading.
 */
export function useCard(tag: string, visit = 0): CardState & { version: string; again: () => void } {
  const { reads } = useSession()
  const up = useLive((s) => s.link.up)
  const answered = useMoney((s) => s.done?.payload.req_id)
  const moved = useLive((s) => s.timeline.lines.find((line) => cardsOf(line).includes(tag))?.seq)
  const [asked, setAsked] = useState(0)
  // Whenever one of these changes, what was read may be out of date.
  const version = `${visit} ${answered} ${moved} ${asked}`
  const [read, setRead] = useState<{ tag: string; version: string; state: CardState }>()
  useEffect(() => {
    // Without the link what was read stays, grey with everything else.
    if (!up) return undefined
    let current = true
    const tell = (state: CardState) => current && setRead({ tag, version, state })
    reads.card(tag).then(
      (card) => tell(card ? { is: 'known', card } : { is: 'unknown' }),
      (error: unknown) => {
        console.warn('card:', error)
        tell({ is: 'failed' })
      },
    )
    return () => {
      current = false
    }
  }, [reads, tag, version, up])
  const here = read?.tag === tag ? read : null
  return { ...(here?.state ?? READING), version: here?.version ?? '', again: () => setAsked((n) => n + 1) }
}
