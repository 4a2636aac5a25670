import { OctagonPause } from 'lucide-react'
import { useMay } from '../login/may'
import { HoldButton } from '../look/hold-button'
import { useCommandState, useLive, useWords } from '../session/use-session'
import { panicCommand, PRESS, usePanic } from './use-panic'

const BOTH = ['money', 'game'] as const

interface StopEverythingProps {
  /** Why, as it was written; may be empty. */
  reason: string
  onDone: () => void
}

/** One hold for a fright: money and game. There as long as neither is stopped; what fails is said under its own row. */
export function StopEverything({ reason, onDone }: StopEverythingProps) {
  const { t } = useWords()
  const may = useMay()
  const up = useLive((s) => s.link.up)
  const { panic, press } = usePanic()
  const pending = useCommandState((s) => BOTH.some((scope) => s.pending[panicCommand(scope)]))
  if (!BOTH.every((scope) => may(PRESS[scope])) || BOTH.some((scope) => panic?.[scope])) return null
  const stop = async () => {
    const answers = await Promise.all(BOTH.map((scope) => press(scope, reason)))
    if (answers.every(({ status }) => status === 'ok')) onDone()
  }
  return (
    <div className="eg-panic-everything">
      <HoldButton
        tone="danger"
        Icon={OctagonPause}
        testId="panic-everything"
        disabled={!up}
        pending={pending}
        onHeld={() => void stop()}
      >
        {t('panic.everything')}
      </HoldButton>
      <small>{t('panic.everything_means')}</small>
    </div>
  )
}
