import { TriangleAlert } from 'lucide-react'
import type { OpShow } from '@eg/shared'
import { useCoreNow } from '../link/use-core-now'
import { useLive, useWords } from '../session/use-session'
import type { Night } from '../session/live-store'
import { formatAge, formatShortTime } from '../words/format'
import type { Words } from '../words/words'
import { tilesOf } from './tile-state'

/** At most so many slots are named. */
const NAMED = 6

/** Nothing has moved for too long: what waits, and since when. */
export function StallNote({ night }: { night: Night }) {
  const show = useLive((s) => s.show)
  return show?.stalled ? <Stalled night={night} show={show} stall={show.stalled} /> : null
}

function Stalled({ night, show, stall }: { night: Night; show: OpShow; stall: NonNullable<OpShow['stalled']> }) {
  const { t, lang } = useWords()
  const devices = useLive((s) => s.devices)
  const now = useCoreNow(1000)
  const since = stall.at - stall.after_s * 1000
  const missing = tilesOf(devices, night.run)
    .filter(({ state }) => state === 'waiting' || state === 'offline')
    .map(({ deviceId }) => deviceId)
  return (
    <div className="eg-stall" role="alert" data-testid="stalled">
      <TriangleAlert size={24} aria-hidden />
      <div>
        <strong>{t('night.stalled', { time: formatShortTime(since, lang), length: formatAge(now - since) })}</strong>
        <p>{whatWaits(show.suggested.action, missing, t)}</p>
      </div>
    </div>
  )
}

function whatWaits(action: OpShow['suggested']['action'], missing: readonly string[], t: Words): string {
  if (action === 'wait' && missing.length > 0) {
    const named = missing.slice(0, NAMED).join(', ')
    return t(missing.length > NAMED ? 'night.stalled_votes_more' : 'night.stalled_votes', {
      slots: named,
      count: missing.length - NAMED,
    })
  }
  switch (action) {
    case 'close':
    case 'decide':
    case 'reveal':
    case 'next':
    case 'redo':
      return t(`night.stalled_${action}`)
    default:
      return t('night.stalled_wait')
  }
}
