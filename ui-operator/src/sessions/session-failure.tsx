import { TriangleAlert } from 'lucide-react'
import { useCommandState, useWords } from '../session/use-session'
import { Why } from '../look/failure-note'
import { changeOf } from '../words/changed'
import { explainSession } from './explain-session'

/** Why a session's command was not done, beside the button that gave it. */
export function SessionFailure({ command }: { command: string }) {
  const { t } = useWords()
  const answer = useCommandState((s) => s.failed[command])
  if (!answer) return null
  return (
    <p className="eg-note" role="alert" data-testid={`error-${command}`} data-reason={answer.reason ?? answer.status}>
      <TriangleAlert size={18} aria-hidden />
      <span>{changeOf(answer) ? <Why answer={answer} /> : explainSession(answer, t)}</span>
    </p>
  )
}
