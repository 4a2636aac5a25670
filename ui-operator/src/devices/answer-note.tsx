import { TriangleAlert } from 'lucide-react'
import type { Answer } from '@eg/shared'
import { Why } from '../look/failure-note'

/** Why the core did not do it, beside where it was asked; nothing while there is nothing to say. */
export function AnswerNote({ answer, testId }: { answer: Answer | null; testId: string }) {
  if (!answer) return null
  return (
    <p className="eg-note" role="alert" data-testid={testId} data-reason={answer.reason ?? answer.status}>
      <TriangleAlert size={18} aria-hidden />
      <span>
        <Why answer={answer} />
      </span>
    </p>
  )
}
