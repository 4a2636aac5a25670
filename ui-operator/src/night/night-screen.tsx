import { MoonStar, Radio, Sun, type LucideIcon } from 'lucide-react'
import { Composer } from '../composer/composer'
import { useMay } from '../login/may'
import { useLive, useView, useWords } from '../session/use-session'
import type { Night } from '../session/live-store'
import { TimelinePanel } from '../timeline/timeline-panel'
import { Actions } from './actions'
import { RunHeader, StatusChip } from './run-header'
import { Steps } from './steps'
import { Tally, Winner } from './tally'
import { TieDecision } from './tie-decision'
import { Tiles } from './tiles'
import { VoidPanel } from './void-panel'
import { VoteMeter } from './vote-meter'

/** The cockpit: the evening at the left, what happens now in the middle, what just happened at the right. */
export function NightScreen() {
  const night = useLive((s) => s.night)
  return (
    <div className="eg-night">
      <Steps />
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
  if (composing) return <Composer night={night} />
  const voidable = run?.status === 'open' || run?.status === 'closed'
  return (
    <>
      <div className="eg-stage">{run ? <RunView night={night} /> : <NoRun night={night} />}</div>
      {may && (voiding && voidable ? <VoidPanel run={run.run} /> : <Actions night={night} />)}
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
      <Tiles run={run} />
    </>
  )
}

function NoRun({ night }: { night: Night }) {
  const day = night.mode === 'day'
  return (
    <>
      <Empty what={day ? 'day' : 'night'} Icon={day ? Sun : MoonStar} />
      <Tiles run={null} />
    </>
  )
}

function Empty({ what, Icon }: { what: 'day' | 'night' | 'unknown'; Icon: LucideIcon }) {
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
