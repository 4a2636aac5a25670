import type { Answer } from '@eg/shared'
import { explainAnswer } from '../words/explain'
import { isTextKey, type Words } from '../words/words'

/** Why a session was not begun or closed. Some reasons mean another thing here than for the night. */
export function explainSession(answer: Answer, t: Words): string {
  const key = `session.refused_${answer.reason ?? ''}`
  return isTextKey(key) ? t(key) : explainAnswer(answer, t)
}
