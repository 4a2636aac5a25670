import { CirclePause, UsersRound } from 'lucide-react'
import type { OpSession } from '@eg/shared'
import { useCoreNow } from '../link/use-core-now'
import { useLive, useWords } from '../session/use-session'
import { formatSpan } from '../words/format'

type Current = NonNullable<OpSession['current']>

/** How long a session has been on without its pauses, at a time of the core's clock (ms). */
export function activeMs({ active_ms: before, running_since: since }: Current, coreNowMs: number): number {
  return before + (since === null ? 0 : Math.max(0, coreNowMs - since))
}

/** The group whose evening it is, and for how long it has run. Nothing until the core has said. */
export function SessionChip() {
  const { t } = useWords()
  const evening = useLive((s) => s.evening)
  const now = useCoreNow(1000)
  if (evening === null) return null
  const { current } = evening
  if (current === null) {
    return (
      <span className="eg-dock-two eg-dim" data-testid="dock-session" data-session="none">
        <UsersRound size={20} strokeWidth={1.75} aria-hidden />
        <span className="eg-dock-two-text">{t('dock.session_none')}</span>
      </span>
    )
  }
  const paused = current.status === 'paused'
  const Icon = paused ? CirclePause : UsersRound
  const span = formatSpan(activeMs(current, now))
  const title = t(paused ? 'dock.session_paused_title' : 'dock.session_title', {
    name: current.name,
    count: current.group_size,
    span,
  })
  return (
    <span className="eg-dock-two" data-testid="dock-session" data-session={current.status} title={title}>
      <Icon size={20} strokeWidth={1.75} aria-hidden />
      <span className="eg-dock-two-text">
        <b className="eg-dock-name">{current.name}</b>
        <small>
          <time>{span}</time>
          {paused && <span data-tone="attention"> {t('dock.session_paused')}</span>}
        </small>
      </span>
    </span>
  )
}
