import { TriangleAlert, X } from 'lucide-react'
import type { Answer } from '@eg/shared'
import type { CommandName } from '../session/commands'
import { useCommandState, useSession, useWords } from '../session/use-session'
import { changeOf } from '../words/changed'
import { explainAnswer } from '../words/explain'
import { WhatChanged } from './what-changed'

/** Why a command was not done, beside the button that gave it. Goes when it is given again, or dismissed. */
export function FailureNote({ command }: { command: CommandName }) {
  const { commands } = useSession()
  const { t } = useWords()
  const answer = useCommandState((s) => s.failed[command])
  if (!answer) return null
  return (
    <div className="eg-note" role="alert" data-testid={`error-${command}`} data-reason={answer.reason ?? answer.status}>
      <TriangleAlert size={18} aria-hidden />
      <span>
        <Why answer={answer} />
      </span>
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

/** What changed says more than that something did: a general reason gives way to it, one of its own stays. */
export function Why({ answer }: { answer: Answer }) {
  const { t } = useWords()
  const changed = changeOf(answer) !== null
  const general = answer.reason === undefined || answer.reason === 'stale'
  return (
    <>
      {!(changed && general) && explainAnswer(answer, t)}
      {changed && !general && ' '}
      <WhatChanged answer={answer} />
    </>
  )
}
