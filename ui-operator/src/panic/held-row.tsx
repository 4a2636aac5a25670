import { CircleCheck, OctagonPause } from 'lucide-react'
import { useMay } from '../login/may'
import { FailureNote } from '../look/failure-note'
import { HoldButton } from '../look/hold-button'
import { useCommandState, useLive, useWords } from '../session/use-session'
import { SCOPE_ICONS } from './panic-looks'
import { useSaid } from './said'
import { panicCommand, PRESS, RELEASE, RESUME_COMMAND, usePanic, type HeldScope } from './use-panic'

interface HeldRowProps {
  scope: HeldScope
  /** Why, as it was written; may be empty. */
  reason: string
  onDone: () => void
}

/** One thing that can be stopped: what it is now, and the hold that stops it or lets it go on. */
export function HeldRow({ scope, reason, onDone }: HeldRowProps) {
  const { t } = useWords()
  const said = useSaid()
  const { panic, paused } = usePanic()
  const held = panic?.[scope] ?? null
  const byPause = held !== null && held.panic === null
  const Icon = SCOPE_ICONS[scope]
  const State = held ? OctagonPause : CircleCheck
  return (
    <div className="eg-panic-row" data-testid={`panic-row-${scope}`} data-held={held !== null || undefined}>
      <Icon size={24} strokeWidth={1.75} aria-hidden />
      <div className="eg-panic-row-text">
        <strong>{t(`panic.${scope}`)}</strong>
        <span className="eg-panic-state" data-tone={held ? 'problem' : 'ok'}>
          <State size={16} aria-hidden />
          <span>{t(held ? `panic.${scope}_is` : `panic.${scope}_not`)}</span>
        </span>
        <small>
          {held === null && t(`panic.${scope}_means`)}
          {held !== null && (byPause && paused ? t('panic.by_pause', { name: paused.name }) : said(held))}
        </small>
      </div>
      <HeldAct scope={scope} reason={reason} onDone={onDone} />
      <FailureNote command={byPause ? RESUME_COMMAND : panicCommand(scope)} />
    </div>
  )
}

function HeldAct({ scope, reason, onDone }: HeldRowProps) {
  const { t } = useWords()
  const may = useMay()
  const up = useLive((s) => s.link.up)
  const { panic, paused, press, release, resume } = usePanic()
  const held = panic?.[scope] ?? null
  const pending = useCommandState((s) => s.pending[panicCommand(scope)] ?? false)
  const resuming = useCommandState((s) => s.pending[RESUME_COMMAND] ?? false)
  const done = ({ status }: { status: string }) => {
    if (status === 'ok') onDone()
  }
  if (held === null) {
    if (!may(PRESS[scope])) return null
    return (
      <HoldButton
        tone="danger"
        testId={`panic-press-${scope}`}
        disabled={!up}
        pending={pending}
        onHeld={() => void press(scope, reason).then(done)}
      >
        {t(`panic.${scope}_press`)}
      </HoldButton>
    )
  }
  if (!may(RELEASE[scope])) return <small className="eg-dim">{t('panic.release_may')}</small>
  const { panic: number } = held
  if (number !== null) {
    return (
      <HoldButton
        testId={`panic-release-${scope}`}
        disabled={!up}
        pending={pending}
        onHeld={() => void release(scope, number, reason).then(done)}
      >
        {t(`panic.${scope}_release`)}
      </HoldButton>
    )
  }
  if (!paused) return null
  return (
    <HoldButton
      testId={`panic-resume-${scope}`}
      disabled={!up}
      pending={resuming}
      onHeld={() => void resume(paused.session)}
    >
      {t('panic.resume')}
    </HoldButton>
  )
}
