import { TriangleAlert, X } from 'lucide-react'
import type { CommandName } from '../session/commands'
import { useCommandState, useSession, useWords } from '../session/use-session'
import { explainAnswer } from '../words/explain'

/** Why a command was not done, beside the button that gave it. Goes when it is given again, or dismissed. */
export function FailureNote({ command }: { command: CommandName }) {
  const { commands } = useSession()
  const { t } = useWords()
  const answer = useCommandState((s) => s.failed[command])
  if (!answer) return null
  return (
    <div className="eg-note" role="alert" data-testid={`error-${command}`} data-reason={answer.reason ?? answer.status}>
      <TriangleAlert size={18} aria-hidden />
      <span>{explainAnswer(answer, t)}</span>
      <button
        type="button"
        className="eg-icon-button"
        aria-label={t('error.dismiss')}
        onClick={() => commands.dismiss(command)}
      >
        <X size={18} aria-hidden />
      </button>
    </div>
  )
}
