import { CircleDot, CirclePause, Pause, Play, Square } from 'lucide-react'
import { useState } from 'react'
import { contracts, type OpSession } from '@eg/shared'
import { useCoreNow } from '../link/use-core-now'
import { useMay } from '../login/may'
import { DeskButton } from '../look/desk-button'
import { useCommandState, useLive, useSession, useWords } from '../session/use-session'
import { useActions } from '../view/actions'
import { formatShortTime, formatSpan } from '../words/format'
import { personName } from './person-name'
import { CloseSession } from './session-close'
import { SessionFailure } from './session-failure'
import { PauseSession } from './session-pause'
import { usePerson } from '../login/use-person'

export type Current = NonNullable<OpSession['current']>
const RESUME = 'session.resume'

/** The session that is on: whose it is, how long it has played, what it came to, and how it pauses and ends. */
export function SessionNow({ current, onReport }: { current: Current; onReport: (session: number) => void }) {
  const { commands, clientId } = useSession()
  const { t, lang } = useWords()
  const may = useMay()
  const { by } = usePerson()
  const up = useLive((s) => s.link.up)
  const resuming = useCommandState((s) => s.pending[RESUME] ?? false)
  const [asking, setAsking] = useState<'pause' | 'close' | null>(null)
  const { session, status, counts } = current
  const paused = status === 'paused'
  const resume = () => void commands.give(RESUME, contracts.opSessionResume, { session, ...by })
  useActions([
    ...(may('opSessionPause') && !paused
      ? [{ id: 'session.pause', label: t('session.pause'), key: 'U', run: () => setAsking('pause'), disabled: !up }]
      : []),
    ...(may('opSessionResume') && paused
      ? [{ id: RESUME, label: t('session.resume'), key: 'U', run: resume, disabled: !up || resuming }]
      : []),
    ...(may('opSessionClose')
      ? [
          { id: 'session.close', label: t('session.close'), key: 'C', run: () => setAsking('close'), disabled: !up },
          { id: 'session.report', label: t('past.now'), key: 'R', run: () => onReport(session) },
        ]
      : []),
  ])
  const Icon = paused ? CirclePause : CircleDot
  const started = formatShortTime(current.started_at, lang)
  return (
    <section className="eg-session-card eg-session-now" data-testid="session-now" data-status={status}>
      <header className="eg-session-head">
        <div>
          <p className="eg-session-state" data-tone={paused ? 'attention' : 'ok'}>
            <Icon size={18} aria-hidden />
            {t(paused ? 'session.paused' : 'session.open')} · {t('session.number', { n: session })}
          </p>
          <h2>{current.name}</h2>
          <p className="eg-dim">
            {t('session.people', { count: current.group_size })} ·{' '}
            {t('session.started', { time: started, by: personName(current.started_by, clientId, t) })}
          </p>
        </div>
        <RunningTime current={current} />
      </header>
      {current.notes && <p className="eg-session-notes">{current.notes}</p>}
      {current.forced !== null && (
        <p className="eg-session-though">{t('session.forced', { reason: current.forced })}</p>
      )}
      <ul className="eg-session-counts">
        {(['runs', 'votes', 'rounds', 'transfers'] as const).map((what) => (
          <li key={what}>{t(`session.counts_${what}`, { count: counts[what] })}</li>
        ))}
      </ul>
      <Pauses current={current} />
      <SessionFailure command={RESUME} />
      <div className="eg-dialog-row">
        {paused && may('opSessionResume') && (
          <DeskButton
            tone="next"
            Icon={Play}
            keyCap="U"
            testId="session-resume"
            disabled={!up}
            pending={resuming}
            onPress={resume}
          >
            {t('session.resume')}
          </DeskButton>
        )}
        {!paused && may('opSessionPause') && (
          <DeskButton Icon={Pause} keyCap="U" testId="session-pause" disabled={!up} onPress={() => setAsking('pause')}>
            {t('session.pause')}
          </DeskButton>
        )}
        {may('opSessionClose') && (
          <DeskButton Icon={Square} keyCap="C" testId="session-close" disabled={!up} onPress={() => setAsking('close')}>
            {t('session.close')}
          </DeskButton>
        )}
        {may('opSessionClose') && (
          <DeskButton tone="quiet" keyCap="R" testId="session-report-now" onPress={() => onReport(session)}>
            {t('past.now')}
          </DeskButton>
        )}
      </div>
      {asking === 'pause' && <PauseSession session={session} onClose={() => setAsking(null)} />}
      {asking === 'close' && <CloseSession session={session} name={current.name} onClose={() => setAsking(null)} />}
    </section>
  )
}

/** How long it has played; it stands still in a pause, and while the link is lost. */
function RunningTime({ current }: { current: Current }) {
  const { t } = useWords()
  const nowMs = useCoreNow()
  const running = current.running_since === null ? 0 : Math.max(0, nowMs - current.running_since)
  return (
    <p className="eg-session-time">
      <time data-testid="session-time">{clockSpan(current.active_ms + running)}</time>
      <span className="eg-dim">{t('session.active')}</span>
    </p>
  )
}

function Pauses({ current: { pauses } }: { current: Current }) {
  const { clientId } = useSession()
  const { t, lang } = useWords()
  if (pauses.length === 0) return null
  return (
    <div className="eg-session-pauses">
      <h3>{t('session.pauses')}</h3>
      <ul>
        {pauses.map((pause) => {
          const by = personName(pause.by, clientId, t)
          const from = formatShortTime(pause.from, lang)
          const line =
            pause.until === null
              ? t('session.pause_now', { from, by })
              : t('session.pause_line', { from, until: formatShortTime(pause.until, lang), by })
          return (
            <li key={pause.from}>
              {line}
              {pause.reason !== null && ` · ${pause.reason}`}
            </li>
          )
        })}
      </ul>
    </div>
  )
}

/** With its hours from the start: `00:22` below a larger figure would be taken for a time of day. */
function clockSpan(ms: number): string {
  const span = formatSpan(ms)
  return span.length > 5 ? span : `00:${span}`
}
