import { ArrowRightLeft, CircleStop, FilePen, Play, type LucideIcon } from 'lucide-react'
import { useState } from 'react'
import type { OpScript, OpShow } from '@eg/shared'
import { useMay } from '../login/may'
import { DeskButton } from '../look/desk-button'
import { FailureNote } from '../look/failure-note'
import { FoldPanel } from '../look/fold-panel'
import { useCommandState, useLive, useSession, useWords } from '../session/use-session'
import { useActions, type Action } from '../view/actions'
import { formatShortTime } from '../words/format'
import { outlineOf, stepState } from './branches'
import { EndShowDialog } from './end-show-dialog'
import { JumpDialog } from './jump-dialog'
import { PeekDialog } from './peek-dialog'
import { ScriptStepRow } from './script-step-row'
import { useDraft } from './draft-store'
import { useStartShow } from './use-start-show'

type Open = { what: 'peek'; step: string } | { what: 'jump'; step: string | null } | { what: 'end' } | null

/** The script of the night: where the show is, where each outcome leads, and what can be done about it. */
export function ScriptPanel() {
  const { t, lang } = useWords()
  const script = useLive((s) => s.script)
  const show = useLive((s) => s.show)
  const [open, setOpen] = useState<Open>(null)
  const loaded = script?.hash ? script : null
  const running = show?.status === 'running' ? show : null
  const close = () => setOpen(null)
  return (
    <FoldPanel
      title={t('script.title')}
      className="eg-script"
      aside={loaded && <Progress script={loaded} show={show} />}
    >
      {loaded ? (
        <>
          <p className="eg-script-title" data-testid="script-title">
            {loaded.title}
          </p>
          {running && running.script !== loaded.script && <p className="eg-script-other">{t('script.other')}</p>}
          {show?.status === 'ended' && show.script === loaded.script && show.ended_at !== null && (
            <p className="eg-script-ended" data-testid="script-ended">
              {t(show.end_reason === null ? 'script.ended' : 'script.ended_why', {
                time: formatShortTime(show.ended_at, lang),
                reason: show.end_reason ?? '',
              })}
            </p>
          )}
          <Outline script={loaded} show={show} onPeek={(step) => setOpen({ what: 'peek', step })} />
        </>
      ) : (
        <p className="eg-empty-line" data-testid="script-none">
          {t('script.none')}
        </p>
      )}
      <ScriptActions
        loaded={loaded}
        running={running}
        onJump={() => setOpen({ what: 'jump', step: null })}
        onEnd={() => setOpen({ what: 'end' })}
      />
      {open?.what === 'peek' && loaded && (
        <PeekDialog
          script={loaded}
          show={show}
          id={open.step}
          onJump={running && (() => setOpen({ what: 'jump', step: open.step }))}
          onClose={close}
        />
      )}
      {open?.what === 'jump' && loaded && running && (
        <JumpDialog script={loaded} show={running} step={open.step} onClose={close} />
      )}
      {open?.what === 'end' && running && <EndShowDialog show={running} onClose={close} />}
    </FoldPanel>
  )
}

function Progress({ script, show }: { script: OpScript; show: OpShow | null }) {
  const { t } = useWords()
  const here = script.steps.find(({ id }) => stepState(id, show, script.script) === 'here')
  const all = script.steps.length
  return (
    <span className="eg-count-chip">
      {here ? t('script.at', { step: here.step, all }) : t('script.steps', { count: all })}
    </span>
  )
}

function Outline({ script, show, onPeek }: { script: OpScript; show: OpShow | null; onPeek: (id: string) => void }) {
  const { t } = useWords()
  return (
    <ol className="eg-outline" aria-label={t('script.title')}>
      {outlineOf(script.steps, script.start).map(({ step, isBranch }) => (
        <ScriptStepRow
          key={step.id}
          step={step}
          script={script}
          show={show}
          isBranch={isBranch}
          onPeek={() => onPeek(step.id)}
        />
      ))}
    </ol>
  )
}

/** `short`: as it stands on the button, where there is little room. */
interface Offer extends Action {
  short?: string
  disabled: boolean
  key: string
  Icon: LucideIcon
}

interface ScriptActionsProps {
  loaded: OpScript | null
  running: OpShow | null
  onJump: () => void
  onEnd: () => void
}

function ScriptActions({ loaded, running, onJump, onEnd }: ScriptActionsProps) {
  const { t } = useWords()
  const may = useMay()
  const session = useSession()
  const up = useLive((s) => s.link.up)
  const pending = useCommandState((s) => s.pending['show.start'] ?? false)
  const start = useStartShow()
  const suggested = useLive((s) => s.show?.suggested.action)
  const isNight = useLive((s) => s.night?.mode === 'night')
  const openEditor = useDraft(session, (s) => s.open)
  const offered: Offer[] = []
  if (loaded && !running && isNight && suggested !== 'start' && may('opShowStart'))
    offered.push({
      id: 'script.start',
      label: t('script.start'),
      key: 'H',
      run: start,
      disabled: !up || pending,
      Icon: Play,
    })
  if (running && may('opShowJump'))
    offered.push({
      id: 'script.jump',
      label: t('script.jump_title'),
      short: t('script.jump'),
      key: 'J',
      run: onJump,
      disabled: !up,
      Icon: ArrowRightLeft,
    })
  if (running && may('opShowEnd'))
    offered.push({
      id: 'script.end',
      label: t('script.end_confirm'),
      short: t('script.end'),
      key: 'X',
      run: onEnd,
      disabled: !up,
      Icon: CircleStop,
    })
  if (may('opShowLoad'))
    offered.push({
      id: 'script.edit',
      label: t(loaded ? 'script.edit' : 'script.write'),
      key: 'M',
      run: openEditor,
      disabled: false,
      Icon: FilePen,
    })
  useActions(
    offered.map(({ id, label, key, run, disabled }) => ({ id, label, key, run, disabled, group: t('script.title') })),
  )
  return (
    <>
      <FailureNote command="show.start" />
      <div className="eg-script-actions">
        {offered.map(({ id, label, short, key, run, disabled, Icon }) => (
          <DeskButton
            key={id}
            tone="quiet"
            Icon={Icon}
            keyCap={key}
            disabled={disabled}
            testId={id.replace('.', '-')}
            name={label}
            onPress={run}
          >
            {/* Beside others there is room for its picture and its key. */}
            <span className={id === 'script.edit' && offered.length > 1 ? 'sr-only' : undefined}>{short ?? label}</span>
          </DeskButton>
        ))}
      </div>
    </>
  )
}
