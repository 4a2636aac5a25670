import type { Answer, LastChange } from '@eg/shared'
import { isTextKey, type Words } from './words'

/** Who did what, in place of what was asked for on older sight; null where the core does not say. */
export function explainStale({ status, changed }: Answer, t: Words): string | null {
  if (status !== 'stale' || !changed) return null
  const what = whatOf(changed, t)
  if (what === null) return null
  if (changed.by === null) return t('stale.itself', { what })
  const who = whoOf(changed.by, t)
  return t('stale.by', { who: who.charAt(0).toLocaleUpperCase() + who.slice(1), what })
}

function whatOf({ kind }: LastChange, t: Words): string | null {
  const [own, usual] = [`stale.${kind}`, `kind.${kind}`]
  if (isTextKey(own)) return t(own)
  return isTextKey(usual) ? t(usual) : null
}

/** A page where nobody logs in has its client id for a name. */
function whoOf(by: string, t: Words): string {
  if (by === 'http') return t('who.http')
  const page = by.replace(/^ui:/, '')
  return page.startsWith('op-') ? t('who.operator', { id: page.slice(3, 7) }) : page
}
