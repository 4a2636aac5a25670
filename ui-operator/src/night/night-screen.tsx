import { MoonStar, Radio, Sun, type LucideIcon } from 'lucide-react'
import { useState } from 'react'
import { Composer } from '../composer/composer'
import { useMay } from '../login/may'
import { Segmented } from '../look/segmented'
import { useDraft } from '../script/draft-store'
import { EditorDoor } from '../script/editor-door'
import { ScriptPanel } from '../script/script-panel'
import { useLive, useSession, useView, useWords } from '../session/use-session'
import type { Night } from '../session/live-store'
import { TimelinePanel } from '../timeline/timeline-panel'
import { Actions } from './actions'
import { HeldNote } from './held-note'
import { RunHeader, StatusChip } from './run-header'
import { StallNote } from './stall-note'
import { Steps } from './steps'
import { SwapNotes } from './swap-notes'
import { Tally, Winner } from './tally'
import { TieDecision } from './tie-decision'
import { Tiles } from './tiles'
import { useNextSettled } from './use-next-settled'
import { VoidPanel } from './void-panel'
import { VoteMeter } from './vote-meter'

type Side = 'script' | 'steps' | 'timeline'

/** The cockpit: the script and the evening at the left, what happens now in the middle, what just happened at the right. */
export function NightScreen() {
  const session = useSession()
  const { t } = useWords()
  const night = useLive((s) => s.night)
  const may = useMay()
  const editing = useDraft(session, (s) => s.isOpen) && may('opShowLoad')
  // Where room is short the three panels share one place.
  const [side, setSide] = useState<Side>('script')
  if (editing) return <EditorDoor />
  return (
    <div className="eg-night" data-side={side}>
      <div className="eg-night-sides">
        <Segmented
          legend={t('night.sides')}
          legendHidden
          value={side}
          segments={[
            { value: 'script', label: t('script.title'), testId: 'side-script' },
            { value: 'steps', label: t('night.side_steps'), testId: 'side-steps' },
            { value: 'timeline', label: t('timeline.title'), testId: 'side-timeline' },
          ]}
          onChange={setSide}
        />
      </div>
      <div className="eg-night-left">
        <ScriptPanel />
        <Steps />
      </div>
      <main className="eg-centre">{night ? <Centre night={night} /> : <Empty what="unknown" Icon={Radio} />}</main>
      <TimelinePanel />
    </div>
  )
}

function Centre({ night }: { night: Night }) {
  const may = useMay()('opNightOpen')
  const composing = useView((v) => v.composing) && night.mode === 'night' && may
  const { run } = night
  const voiding = useView((v) => v.voiding !== null && v.voiding === run?.run)
  const voidable = run?.status === 'open' || run?.status === 'closed'
  const settled = useNextSettled(night, composing || (voiding && voidable))
  if (composing) return <Composer night={night} />
  return (
    <>
      <div className="eg-stage">
        <HeldNote />
        <StallNote night={night} />
        {run ? <RunView night={night} /> : <NoRun night={night} />}
      </div>
      {may && (voiding && voidable ? <VoidPanel run={run.run} /> : <Actions night={night} settled={settled} />)}
    </>
  )
}

function RunView({ night }: { night: Night }) {
  const may = useMay()
  const { run } = night
  if (!run) return null
  return (
    <>
      <RunHeader run={run} />
      <Winner run={run} />
      <Tally run={run} />
      {may('opNightReveal') && <TieDecision run={run} />}
      {run.status !== 'voided' && <VoteMeter run={run} />}
      <SwapNotes />
      <Tiles run={run} />
    </>
  )
}

function NoRun({ night }: { night: Night }) {
  const hasScript = useLive((s) => Boolean(s.script?.hash))
  const day = night.mode === 'day'
  return (
    <>
      <Empty what={day ? 'day' : hasScript ? 'script' : 'night'} Icon={day ? Sun : MoonStar} />
      <SwapNotes />
      <Tiles run={null} />
    </>
  )
}

function Empty({ what, Icon }: { what: 'day' | 'night' | 'script' | 'unknown'; Icon: LucideIcon }) {
  const { t } = useWords()
  return (
    <div className="eg-empty" data-testid={`empty-${what}`}>
      <StatusChip status={null} />
      <Icon size={56} strokeWidth={1.25} aria-hidden />
      <h1>{t(`empty.${what}_title`)}</h1>
      <p>{t(`empty.${what}_text`)}</p>
    </div>
  )
}
