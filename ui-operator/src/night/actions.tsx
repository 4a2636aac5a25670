import { Ban, Eye, Lock, Plus, RotateCcw, TimerReset, type LucideIcon } from 'lucide-react'
import { DeskButton } from '../look/desk-button'
import { FailureNote } from '../look/failure-note'
import type { Night } from '../session/live-store'
import { useWords } from '../session/use-session'
import { useKeys } from '../view/use-keys'
import type { Words } from '../words/words'
import { goOf, NextStep } from './next-step'
import { nextAction, possibleActions } from './suggestion'
import { useNightActs, type NightActs } from './use-night-acts'
import { useSettled } from './use-settled'

interface Action {
  id: 'extend' | 'close' | 'reveal' | 'void' | 'redo' | 'new'
  Icon: LucideIcon
  label: string
  name?: string
  key?: string
  act: () => void
  possible: boolean
  pending?: boolean
}

/** The row of the desk that does things. The suggested one stands at the right, in the accent, always in one place. */
export function Actions({ night }: { night: Night }) {
  const { t } = useWords()
  const acts = useNightActs(night)
  const next = nextAction(night)
  const actions = actionsOf(night, acts, t)
  const settled = useSettled(`${next}-${night.run?.run}`)
  const go = goOf(next, acts)
  useKeys({
    ...Object.fromEntries(
      actions.flatMap((a) => (a.key ? [[a.key.toLowerCase(), usable(a, acts) ? a.act : undefined]] : [])),
    ),
    enter: go && (() => settled() && go()),
  })
  const apart = next === 'decide' ? 'reveal' : next
  return (
    <div className="eg-actions-block">
      {(['open', 'close', 'reveal', 'redo', 'extend', 'excuse'] as const).map((command) => (
        <FailureNote key={command} command={command} />
      ))}
      <div className="eg-actions" role="toolbar" aria-label={t('action.label')}>
        <div className="eg-actions-pads">
          {actions.map((action) =>
            action.id === apart ? (
              <span key={action.id} className="eg-actions-hole" aria-hidden />
            ) : (
              <DeskButton
                key={action.id}
                Icon={action.Icon}
                keyCap={action.key}
                testId={`action-${action.id}`}
                name={action.name}
                disabled={!usable(action, acts)}
                pending={action.pending}
                onPress={action.act}
              >
                {action.label}
              </DeskButton>
            ),
          )}
        </div>
        <NextStep night={night} acts={acts} next={next} go={go} />
      </div>
    </div>
  )
}

function actionsOf(night: Night, acts: NightActs, t: Words): Action[] {
  const can = possibleActions(night)
  const { pending } = acts
  return [
    {
      id: 'extend',
      Icon: TimerReset,
      label: t('action.extend'),
      name: t('action.extend_name'),
      key: '+',
      act: acts.extend,
      possible: can.extend,
      pending: pending.extend,
    },
    {
      id: 'close',
      Icon: Lock,
      label: t('action.close'),
      key: 'C',
      act: acts.close,
      possible: can.close,
      pending: pending.close,
    },
    {
      id: 'reveal',
      Icon: Eye,
      label: t('action.reveal'),
      key: 'R',
      act: acts.reveal,
      possible: can.reveal && (!night.run?.tied || acts.picked !== undefined),
      pending: pending.reveal,
    },
    { id: 'void', Icon: Ban, label: t('action.void'), key: 'V', act: acts.askVoid, possible: can.void },
    { id: 'redo', Icon: RotateCcw, label: t('action.redo'), act: acts.redo, possible: can.redo, pending: pending.redo },
    {
      id: 'new',
      Icon: Plus,
      label: t('action.new_short'),
      name: t('action.new'),
      key: 'N',
      act: acts.compose,
      possible: can.open,
    },
  ]
}

function usable(action: Action, { up }: NightActs): boolean {
  return up && action.possible && !action.pending
}
