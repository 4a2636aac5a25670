import type { Answer } from '@eg/shared'
import { isTextKey, type Words } from './words'

/** A reason word in the operator's language; what is not in the tables is shown as the core said it. */
export function explainReason(reason: string | null | undefined, detail: string | null | undefined, t: Words): string {
  const key = `reason.${reason ?? ''}`
  if (isTextKey(key)) return t(key)
  return detail || reason || t('reason.unknown')
}

/** Why the core did not do what was asked. Some reasons mean another thing with another status: that one goes first. */
export function explainAnswer({ status, reason, detail }: Answer, t: Words): string {
  const both = `reason.${status}.${reason ?? ''}`
  if (isTextKey(both)) return t(both)
  const known = reason !== undefined && isTextKey(`reason.${reason}`)
  return explainReason(known || !isTextKey(`reason.${status}`) ? reason : status, detail, t)
}

/** Why a run was voided: one of the core's own words, or what an operator wrote. */
export function explainVoid(reason: string | null, t: Words): string {
  const key = `why_void.${reason ?? 'operator'}`
  return isTextKey(key) ? t(key) : (reason ?? '')
}
