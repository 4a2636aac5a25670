import { CircleSlash, ListChecks, X } from 'lucide-react'
import { DeskButton } from '../look/desk-button'
import { useLive, useWords } from '../session/use-session'

interface PickBarProps {
  count: number
  /** How many could be selected. */
  reds: number
  onAll: () => void
  onNone: () => void
  onWaive: () => void
}

/** What is selected, and what can be done with it; while nothing is, how to. */
export function PickBar({ count, reds, onAll, onNone, onWaive }: PickBarProps) {
  const { t } = useWords()
  const up = useLive((s) => s.link.up)
  return (
    <div className="eg-pick-bar" data-testid="pick-bar">
      <DeskButton
        tone="plain"
        Icon={CircleSlash}
        keyCap="W"
        testId="ready-waive"
        disabled={!up || count === 0}
        onPress={onWaive}
      >
        {t('ready.waive')}
      </DeskButton>
      <span role="status">{count === 0 ? t('ready.pick_hint') : t('ready.picked', { count })}</span>
      {count < reds && (
        <DeskButton tone="quiet" Icon={ListChecks} testId="pick-all" onPress={onAll}>
          {t('ready.pick_all')}
        </DeskButton>
      )}
      {count > 0 && (
        <DeskButton tone="quiet" Icon={X} testId="pick-none" onPress={onNone}>
          {t('ready.pick_none')}
        </DeskButton>
      )}
    </div>
  )
}
