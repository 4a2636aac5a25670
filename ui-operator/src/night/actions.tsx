import { Ban, Eye, Lock, Plus, RotateCcw, TimerReset, type LucideIcon } from 'lucide-react'
import { DeskButton } from '../look/desk-button'
import { FailureNote } from '../look/failure-note'
import type { Night } from '../session/live-store'
import { useLive, useWords } from '../session/use-session'
import { useActions } from '../view/actions'
import { useSettled } from '../view/use-settled'
import type { Words } from '../words/words'
import { goOf, NextStep } from './next-step'
import { possibleActions, suggestionOf } from './suggestion'
import { UndoLine } from './undo-line'
import { MODE_SETTLE_MS } from './use-next-settled'
import { useNightActs, type NightActs } from './use-night-acts'

interface Pad {
  id: 'extend' | 'close' | 'reveal' | 'void' | 'redo' | 'new'
  Icon: LucideIcon
  label: string
  name?: string
  key: string
  act: () => void
  possible: boolean
  pending?: boolean
}

const FAILED = [
  'open',
  'close',
  'reveal',
  'redo',
  'extend',
  'excuse',
  'show.next',
  'game.unfreeze',
  'session.resume',
] as const

interface ActionsProps {
  night: Night
  /** Whether the suggested action has been what it is for so long (ms; by default as long as any press waits). */
  settled: (settleMs?: number) => boolean
}

/** The row of the desk that does things. The suggested one stands at the right, in the accent, always in one place. */
export function Actions({ night, settled }: ActionsProps) {
  const { t } = useWords()
  const given = useNightActs(night)
  // The one pad that can be pressed again at once and takes something back: the run that its first press has begun.
  const sameRun = useSettled(String(night.run?.run))
  const acts = { ...given, redo: () => void (sameRun() && given.redo()) }
  const show = useLive((s) => s.show)
  const frozen = useLive((s) => s.panic?.game != null)
  const suggested = suggestionOf(night, show)
  const go = goOf(suggested, acts)
  const pads = padsOf(night, acts, frozen, t)
  const enterSettleMs = suggested.action.endsWith('_night') && !acts.isPlayed ? MODE_SETTLE_MS : undefined
  // The suggested one has the great button: its place among the pads stays empty, so that the others never move.
  const apart = { decide: 'reveal', open: 'new' }[suggested.action as string] ?? suggested.action
  useActions([
    ...pads.map((pad) => ({
      id: `night.${pad.id}`,
      label: pad.name ?? pad.label,
      key: pad.key,
      run: pad.act,
      disabled: !usable(pad, acts),
    })),
    {
      id: 'night.next',
      label: t('action.suggested'),
      // What is let go on is held: the button listens to Enter itself.
      ...(suggested.action === 'unfreeze' ? {} : { key: '⏎' }),
      run: () => settled(enterSettleMs) && go?.(),
      disabled: !acts.up || go === undefined,
    },
  ])
  return (
    <div className="eg-actions-block">
      {FAILED.map((command) => (
        <FailureNote key={command} command={command} />
      ))}
      <UndoLine />
      <div className="eg-actions" role="toolbar" aria-label={t('action.label')}>
        <div className="eg-actions-pads">
          {pads.map((pad) =>
            pad.id === apart ? (
              <span key={pad.id} className="eg-actions-hole" aria-hidden />
            ) : (
              <DeskButton
                key={pad.id}
                Icon={pad.Icon}
                keyCap={pad.key}
                testId={`action-${pad.id}`}
                {...(pad.name ? { name: pad.name } : {})}
                disabled={!usable(pad, acts)}
                pending={pad.pending ?? false}
                onPress={pad.act}
              >
                {pad.label}
              </DeskButton>
            ),
          )}
        </div>
        <NextStep night={night} acts={acts} suggested={suggested} press={go && (() => settled() && go())} />
      </div>
    </div>
  )
}

function padsOf(night: Night, acts: NightActs, frozen: boolean, t: Words): Pad[] {
  const can = possibleActions(night, frozen)
  const pending = (name: string) => acts.pending[name] ?? false
  return [
    {
      id: 'extend',
      Icon: TimerReset,
      label: t('action.extend'),
      name: t('action.extend_name'),
      key: '+',
      act: acts.extend,
      possible: can.extend,
      pending: pending('extend'),
    },
    {
      id: 'close',
      Icon: Lock,
      label: t('action.close'),
      key: 'C',
      act: acts.close,
      possible: can.close,
      pending: pending('close'),
    },
    {
      id: 'reveal',
      Icon: Eye,
      label: t('action.reveal'),
      key: 'R',
      act: acts.reveal,
      possible: can.reveal && (!night.run?.tied || acts.picked !== undefined),
      pending: pending('reveal'),
    },
    {
      id: 'void',
      Icon: Ban,
      label: t('action.void'),
      name: `${t('void.confirm')}…`,
      key: 'V',
      act: acts.askVoid,
      possible: can.void,
    },
    {
      id: 'redo',
      Icon: RotateCcw,
      label: t('action.redo'),
      key: 'O',
      act: acts.redo,
      possible: can.redo,
      pending: pending('redo'),
    },
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

function usable(pad: Pad, { up }: NightActs): boolean {
  return up && pad.possible && !pad.pending
}
