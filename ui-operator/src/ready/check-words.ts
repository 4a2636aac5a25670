import type { ReadyCheck } from '@eg/shared'
import { isTextKey, type TextKey, type Words } from '../words/words'

/** The name of a check without its subject: `slot-01/buttons` is `buttons`. */
export function nameOf({ check, subject }: ReadyCheck): string {
  return check.startsWith(`${subject}/`) ? check.slice(subject.length + 1) : check
}

/** What a check looks at, in the operator's language; one of a later core by its own word. */
export function checkName(check: ReadyCheck, t: Words): string {
  const key = `ready.check.${nameOf(check)}`
  return isTextKey(key) ? t(key) : nameOf(check)
}

export function subjectName(subject: string, t: Words): string {
  const key = `ready.subject_${subject}`
  return isTextKey(key) ? t(key) : subject
}

/** What is wrong; the core's own sentence for a problem that is not in the tables. Null while it is green. */
export function problemText(check: ReadyCheck, t: Words): string | null {
  if (check.problem === null) return null
  const key = keyFor('problem', check, check.problem)
  return key ? t(key, valuesOf(check)) : (check.detail ?? check.problem)
}

/** What mends it, in a sentence. Null where the problem was said by the core's own sentence, which says it too. */
export function remedyText(check: ReadyCheck, t: Words): string | null {
  const { problem, remedy } = check
  if (problem === null || remedy === null || !keyFor('problem', check, problem)) return null
  const key = keyFor('remedy', check, remedy)
  return key ? t(key, valuesOf(check)) : null
}

/** The same word may mean another thing in another check: that one goes first. */
function keyFor(what: 'problem' | 'remedy', check: ReadyCheck, word: string): TextKey | null {
  const own = `ready.${what}.${nameOf(check)}.${word}`
  if (isTextKey(own)) return own
  const key = `ready.${what}.${word}`
  return isTextKey(key) ? key : null
}

function valuesOf({ params }: ReadyCheck): Record<string, string | number> {
  const values = Object.entries(params).map(([name, value]) => [name, Array.isArray(value) ? value.join(', ') : value])
  const { offset_ms: offset } = params
  const seconds = typeof offset === 'number' ? { seconds: Math.abs(Math.round(offset / 1000)) } : {}
  return { ...Object.fromEntries(values), ...seconds }
}

/** The buttons or lights that were not seen to work, by index from 0; all six where the core does not name them. */
export function missingOf({ params }: ReadyCheck): number[] {
  const { missing } = params
  if (!Array.isArray(missing) || missing.length === 0) return [0, 1, 2, 3, 4, 5]
  return missing.map((n) => Number(n) - 1).filter((n) => n >= 0 && n < 6)
}
