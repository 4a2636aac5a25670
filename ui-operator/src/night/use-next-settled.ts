import { useCallback } from 'react'
import type { Night } from '../session/live-store'
import { useLive } from '../session/use-session'
import { useSettled } from '../view/use-settled'
import { playedSession, suggestionOf } from './suggestion'

/** Where Enter has come to mean the opposite of what it just did (begin and end the night): long enough to read it (ms). */
export const MODE_SETTLE_MS = 5000

/**
 * Whether a while has passed since the suggested action became what it is, or came back from behind a panel, whose own Enter
 * was pressed a moment ago.
 */
export function useNextSettled(night: Night, covered: boolean): (settleMs?: number) => boolean {
  const meaning = useLive(({ show, evening }) => {
    const suggested = suggestionOf(night, show)
    const { action, run, leads_to: to } = suggested
    return [action, run, to, show?.position?.visit, playedSession(suggested, evening)].join('-')
  })
  const means = useSettled(meaning)
  const uncovered = useSettled(String(covered))
  return useCallback((settleMs?: number) => means(settleMs) && uncovered(), [means, uncovered])
}
