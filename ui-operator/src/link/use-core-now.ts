import { useEffect, useState } from 'react'
import { useSession } from '../session/use-session'
import type { Session } from '../session/start-session'

/**
 * The core's time as the screen may speak of it: while the link is lost it stands still at the last truth, because a
 * countdown that runs on would be a guess.
 */
export function coreNowShown({ link, clock }: Pick<Session, 'link' | 'clock'>): number {
  const { up, heardAt, offsetMs } = link.state()
  return up ? link.coreNow() : (heardAt ?? clock.now()) + offsetMs
}

/** `coreNowShown`, again every quarter of a second: only what shows a running time uses it. */
export function useCoreNow(everyMs = 250): number {
  const session = useSession()
  const [now, setNow] = useState(() => coreNowShown(session))
  useEffect(() => session.clock.every(everyMs, () => setNow(coreNowShown(session))), [session, everyMs])
  return now
}
