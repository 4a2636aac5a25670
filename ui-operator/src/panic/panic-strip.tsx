import { CirclePause, Hourglass, type LucideIcon } from 'lucide-react'
import { useState, type ReactNode } from 'react'
import { useMay } from '../login/may'
import { DeskButton } from '../look/desk-button'
import { FailureNote } from '../look/failure-note'
import { useCommandState, useLive, useView, useWords } from '../session/use-session'
import { formatShortTime } from '../words/format'
import { SCOPE_ICONS, SEVERITY_LOOKS } from './panic-looks'
import { ReleaseDialog } from './release-dialog'
import { useSaid } from './said'
import { HELD, panicCommand, RELEASE, RESUME_COMMAND, usePanic, type HeldScope } from './use-panic'

/** What is frozen, dark or said to all screens: on every screen of the console, with the way back. */
export function PanicStrip() {
  const { t } = useWords()
  const may = useMay()
  const locked = useView((v) => v.locked)
  const said = useSaid()
  const { panic, paused } = usePanic()
  // Bound to its press: when somebody else was quicker, nothing is asked any more.
  const [releasing, setReleasing] = useState<{ scope: HeldScope; number: number } | null>(null)
  // What the pause of the session stops is one thing, with one way back.
  const held = HELD.filter((scope) => panic?.[scope] && !(paused && panic[scope].panic === null))
  if (held.length === 0 && !paused && !panic?.message) return null
  return (
    <section className="eg-strip" data-testid="panic-strip" aria-label={t('panic.strip')} inert={locked}>
      {paused && <PausedItem />}
      {held.map((scope) => {
        const now = panic?.[scope]
        if (!now) return null
        const number = now.panic
        return (
          <StripItem
            key={scope}
            Icon={SCOPE_ICONS[scope]}
            tone="problem"
            testId={`strip-${scope}`}
            what={t(`panic.${scope}_is`)}
            said={said(now)}
          >
            {number !== null && may(RELEASE[scope]) && (
              <StripButton
                command={panicCommand(scope)}
                testId={`strip-release-${scope}`}
                onPress={() => setReleasing({ scope, number })}
              >
                {t(`panic.${scope}_release`)}…
              </StripButton>
            )}
          </StripItem>
        )
      })}
      <MessageItem />
      {releasing && panic?.[releasing.scope]?.panic === releasing.number && (
        <ReleaseDialog {...releasing} onClose={() => setReleasing(null)} />
      )}
    </section>
  )
}

/** The session's pause, which froze money and game. */
function PausedItem() {
  const { t } = useWords()
  const may = useMay()
  const said = useSaid()
  const { paused, resume } = usePanic()
  if (!paused) return null
  return (
    <StripItem
      Icon={CirclePause}
      tone="attention"
      testId="strip-paused"
      what={t('panic.paused', { name: paused.name })}
      said={paused.pause ? said({ ...paused.pause, since: paused.pause.from }) : ''}
    >
      {may('opSessionResume') && (
        <StripButton command={RESUME_COMMAND} testId="strip-resume" onPress={() => void resume(paused.session)}>
          {t('panic.resume')}
        </StripButton>
      )}
      <FailureNote command={RESUME_COMMAND} />
    </StripItem>
  )
}

function MessageItem() {
  const { t, lang } = useWords()
  const may = useMay()
  const said = useSaid()
  const { panic, clear } = usePanic()
  const message = panic?.message ?? null
  if (!message) return null
  const { Icon, tone } = SEVERITY_LOOKS[message.severity]
  return (
    <StripItem
      Icon={Icon}
      tone={tone}
      testId="strip-message"
      what={t('panic.message_is', { text: message.text })}
      said={said({ ...message, reason: null })}
    >
      {message.until !== null && (
        <span className="eg-strip-until">
          <Hourglass size={16} aria-hidden />
          {t('panic.until', { time: formatShortTime(message.until, lang) })}
        </span>
      )}
      {may('opMessageClear') && (
        <StripButton command={panicCommand('message')} testId="strip-clear" onPress={() => void clear(message.panic)}>
          {t('panic.message_clear')}
        </StripButton>
      )}
      <FailureNote command={panicCommand('message')} />
    </StripItem>
  )
}

interface StripItemProps {
  Icon: LucideIcon
  tone: string
  testId: string
  what: string
  said: string
  children: ReactNode
}

function StripItem({ Icon, tone, testId, what, said, children }: StripItemProps) {
  return (
    <div className="eg-strip-item" data-tone={tone} data-testid={testId}>
      <Icon size={20} strokeWidth={2} aria-hidden />
      <p role="status">
        <strong>{what}</strong> <span>{said}</span>
      </p>
      {children}
    </div>
  )
}

interface StripButtonProps {
  command: string
  testId: string
  onPress: () => void
  children: ReactNode
}

function StripButton({ command, testId, onPress, children }: StripButtonProps) {
  const up = useLive((s) => s.link.up)
  const pending = useCommandState((s) => s.pending[command] ?? false)
  return (
    <DeskButton testId={testId} disabled={!up} pending={pending} onPress={onPress}>
      {children}
    </DeskButton>
  )
}
