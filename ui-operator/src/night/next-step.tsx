import { Eye, Hourglass, Lock, MoonStar, Plus, Scale } from 'lucide-react'
import { DeskButton } from '../look/desk-button'
import type { Night } from '../session/live-store'
import { useWords } from '../session/use-session'
import type { Words } from '../words/words'
import type { NextAction } from './suggestion'
import type { NightActs } from './use-night-acts'

/** The one thing to do now; or, while the players think, what is being waited for. */
export function NextStep({
  night,
  acts,
  next,
  go,
}: {
  night: Night
  acts: NightActs
  next: NextAction
  go?: () => void
}) {
  const { t } = useWords()
  if (next === null) {
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
  const { Icon, label, testId, pending } = nextLook(next, night, acts, t)
  return (
    <DeskButton
      tone="next"
      Icon={Icon}
      keyCap="⏎"
      testId={testId}
      disabled={!acts.up || go === undefined}
      pending={pending}
      onPress={() => go?.()}
    >
      {label}
    </DeskButton>
  )
}

/** What the suggestion does, or undefined while it cannot be done. */
export function goOf(next: NextAction, acts: NightActs): (() => void) | undefined {
  switch (next) {
    case 'mode':
      return acts.pending.mode ? undefined : acts.beginNight
    case 'new':
      return acts.compose
    case 'close':
      return acts.pending.close ? undefined : acts.close
    case 'reveal':
      return acts.pending.reveal ? undefined : acts.reveal
    case 'decide':
      return acts.picked === undefined || acts.pending.reveal ? undefined : acts.reveal
    case null:
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

function nextLook(next: Exclude<NextAction, null>, night: Night, { pending, picked }: NightActs, t: Words) {
  switch (next) {
    case 'mode':
      return { Icon: MoonStar, label: t('action.begin_night'), testId: 'action-begin-night', pending: pending.mode }
    case 'new':
      return { Icon: Plus, label: t(night.suggested === 'next' ? 'action.next' : 'action.new'), testId: 'action-new' }
    case 'close':
      return { Icon: Lock, label: closeLabel(night, t), testId: 'action-close', pending: pending.close }
    case 'reveal':
      return { Icon: Eye, label: t('action.reveal_long'), testId: 'action-reveal', pending: pending.reveal }
    case 'decide': {
      const label = picked === undefined ? t('action.decide') : t('action.reveal_winner', { winner: picked })
      return { Icon: picked === undefined ? Scale : Eye, label, testId: 'action-reveal', pending: pending.reveal }
    }
  }
}
