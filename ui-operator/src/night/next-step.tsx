import {
  Eye,
  FastForward,
  Flag,
  History,
  Hourglass,
  Lock,
  MoonStar,
  Play,
  Plus,
  RotateCcw,
  Scale,
  Sun,
  Unlock,
} from 'lucide-react'
import { END, type OpScript, type Suggestion } from '@eg/shared'
import { DeskButton } from '../look/desk-button'
import { HoldButton } from '../look/hold-button'
import { targetName } from '../script/step-name'
import type { Night } from '../session/live-store'
import { useLive, useWords } from '../session/use-session'
import type { Words } from '../words/words'
import { COMMAND_OF, type NightActs } from './use-night-acts'

interface NextStepProps {
  night: Night
  acts: NightActs
  suggested: Suggestion
  /** Undefined while it cannot be done. */
  press: (() => unknown) | undefined
}

/** The one thing to do now; or, while the players think, what is being waited for. */
export function NextStep({ night, acts, suggested, press }: NextStepProps) {
  const { t } = useWords()
  const script = useLive((s) => s.script)
  if (suggested.action === 'wait') {
    const left = night.run ? Math.max(0, night.run.expected - night.run.voters.length) : 0
    return (
      <div className="eg-next-wait" data-testid="next-wait">
        <Hourglass size={20} aria-hidden />
        <span>
          {t('action.wait')}
          <small>{t('action.wait_left', { count: left })}</small>
        </span>
      </div>
    )
  }
  if (acts.isPlayed)
    return (
      <DeskButton tone="next" Icon={History} keyCap="⏎" testId="action-to-session" onPress={() => press?.()}>
        {t('action.to_session')}
      </DeskButton>
    )
  const { Icon, label, under, testId } = nextLook(suggested, night, script, acts, t)
  const command = COMMAND_OF[suggested.action]
  if (suggested.action === 'unfreeze')
    // Everything was stopped by a hold; one Enter must not let it go on.
    return (
      <HoldButton
        tone="next"
        Icon={Icon}
        byEnter
        testId={testId}
        disabled={!acts.up}
        pending={acts.pending['game.unfreeze'] ?? false}
        onHeld={acts.unfreeze}
      >
        {label}
      </HoldButton>
    )
  return (
    <DeskButton
      tone="next"
      Icon={Icon}
      keyCap="⏎"
      testId={testId}
      disabled={!acts.up || press === undefined}
      pending={command !== null && (acts.pending[command] ?? false)}
      onPress={() => press?.()}
    >
      {label}
      {under && <small className="eg-next-under">{under}</small>}
    </DeskButton>
  )
}

/** What one press of the suggestion does, or undefined while it cannot be done. */
export function goOf({ action, run }: Suggestion, acts: NightActs): (() => void) | undefined {
  if (acts.isPlayed) return acts.toSession
  const command = COMMAND_OF[action]
  if (command !== null && acts.pending[command]) return undefined
  switch (action) {
    case 'begin_night':
      return acts.beginNight
    case 'end_night':
      return acts.endNight
    case 'start':
      return acts.start
    case 'open':
      return acts.compose
    case 'close':
      return acts.close
    case 'reveal':
      return acts.reveal
    case 'decide':
      return acts.picked === undefined ? undefined : acts.reveal
    case 'next':
      return acts.next
    case 'redo':
      // The run of the show's step: meanwhile another question may have been asked by hand.
      return run === null ? undefined : () => acts.redoRun(run)
    case 'unfreeze':
      // By a press, as from the palette, only where it is held.
      return acts.openPanic
    case 'resume':
      return acts.resume
    case 'wait':
      return undefined
  }
}

/** Closing before every vote is in says with how many of how many: nobody else is waited for. */
function closeLabel({ run }: Night, t: Words): string {
  const excused = run?.excused?.length ?? 0
  if (!run || excused === 0) return t('action.close_long')
  const voted = run.voters.length
  return t('action.close_with', { voted, all: run.expects === 'slots' ? voted + excused : run.expected })
}

function nextLook(
  { action, leads_to: to }: Suggestion,
  night: Night,
  script: OpScript | null,
  { picked }: NightActs,
  t: Words,
) {
  const under = to === null || to === END ? undefined : targetName(to, script?.steps ?? [], t)
  switch (action) {
    case 'begin_night':
      return { Icon: MoonStar, label: t('action.begin_night'), testId: 'action-begin-night' }
    case 'end_night':
      return { Icon: Sun, label: t('action.end_night'), testId: 'action-end-night' }
    case 'start':
      return { Icon: Play, label: t('action.start_show'), under, testId: 'action-start' }
    case 'open':
      return { Icon: Plus, label: t(night.suggested === 'next' ? 'action.next' : 'action.new'), testId: 'action-new' }
    case 'close':
      return { Icon: Lock, label: closeLabel(night, t), testId: 'action-close' }
    case 'reveal':
      return { Icon: Eye, label: t('action.reveal_long'), testId: 'action-reveal' }
    case 'decide': {
      const label = picked === undefined ? t('action.decide') : t('action.reveal_winner', { winner: picked })
      return { Icon: picked === undefined ? Scale : Eye, label, testId: 'action-reveal' }
    }
    case 'next':
      return to === END
        ? { Icon: Flag, label: t('action.next_end'), testId: 'action-next' }
        : { Icon: FastForward, label: t('action.next_step'), under, testId: 'action-next' }
    case 'redo':
      return { Icon: RotateCcw, label: t('action.redo_step'), testId: 'action-redo' }
    case 'unfreeze':
      return { Icon: Unlock, label: t('action.unfreeze'), testId: 'action-unfreeze' }
    case 'resume':
      return { Icon: Play, label: t('action.resume'), testId: 'action-resume' }
    case 'wait':
      return { Icon: Hourglass, label: t('action.wait'), testId: 'next-wait' }
  }
}
