import { useEffect, useState } from 'react'
import { useSession, useWords } from '../session/use-session'
import { formatAgo } from '../words/format'

/** `Dernier état connu il y a 14 s`, counting up. `heardAt`: when the core was heard last, on this page's clock (ms). */
export function LostAgo({ heardAt }: { heardAt: number }) {
  const { t } = useWords()
  const now = useWallNow()
  return t('link.lost', { ago: formatAgo(now - heardAt, t) })
}

/** This page's own clock, twice a second: for how long nothing has been heard. */
export function useWallNow(): number {
  const { clock } = useSession()
  const [now, setNow] = useState(() => clock.now())
  useEffect(() => clock.every(500, () => setNow(clock.now())), [clock])
  return now
}
