import type { Words } from '../words/words'

/**
 * Who did something. Where nobody logs in the core knows a page by its client id only (`ui:op-0123abcd`), and a script as
 * `http`.
 */
export function personName(by: string | null, ownId: string, t: Words): string {
  const actor = (by ?? '').replace(/^ui:/, '')
  if (actor === ownId) return t('who.you')
  if (actor === 'http') return t('who.http')
  return actor.startsWith('op-') ? t('who.operator', { id: actor.slice(3, 7) }) : actor || '?'
}
