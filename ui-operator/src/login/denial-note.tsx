import { Hourglass, TriangleAlert } from 'lucide-react'
import { formatSpan } from '../words/format'
import { isTextKey, type Words } from '../words/words'
import type { Denial } from './access-calls'

/** Why somebody was not let in, and what to do; while locked out, how long it still takes. */
export function DenialNote({ denial, lockedForS, t }: { denial: Denial | null; lockedForS: number; t: Words }) {
  if (!denial) return null
  if (lockedForS > 0) {
    return (
      <p className="eg-note" role="alert" data-testid="login-locked">
        <Hourglass size={18} aria-hidden />
        <span>
          {t('denial.locked')} <b>{formatSpan(lockedForS * 1000)}</b>
        </span>
      </p>
    )
  }
  // The wait is over: there is nothing wrong any more.
  if (denial.retryAfterS !== undefined) return null
  const key = `denial.${denial.reason}`
  return (
    <p className="eg-note" role="alert" data-testid="login-denied" data-reason={denial.reason}>
      <TriangleAlert size={18} aria-hidden />
      <span>{isTextKey(key) ? t(key) : (denial.detail ?? t('denial.unknown'))}</span>
    </p>
  )
}
