import type { OpCommands } from '@eg/shared'
import { formatAgo, formatMs } from '../words/format'
import type { Lang } from '../words/language'
import { isTextKey, type Words } from '../words/words'

export type Order = OpCommands['items'][number]

/** How long what has ended is worth saying, in ms: by tomorrow nobody asks. */
const NEWS_FOR_MS = 12 * 3600_000

/** What an action is called; one of a later core by its own word. */
export function orderName(action: string, t: Words): string {
  const key = `order.${action}`
  return isTextKey(key) ? t(key) : action
}

/** Why a device did not do it, in words; an unknown reason as the device said it. */
export function orderWhy(reason: string | null, detail: string | null, t: Words): string {
  const key = `order_why.${reason ?? ''}`
  return isTextKey(key) ? t(key) : (detail ?? reason ?? '?')
}

/** What became of a command, in one line; null for what is too old to be news. `nowMs` is the core's time. */
export function orderState(order: Order, nowMs: number, t: Words, lang: Lang): string | null {
  const ended = order.status === 'done' || order.status === 'failed'
  const age = nowMs - order.changed_at
  if (ended && age > NEWS_FOR_MS) return null
  const why = order.status === 'failed' ? { why: orderWhy(order.reason, order.detail, t) } : undefined
  const state = [t(`order_state.${order.status}`, why), ...resultOf(order, t, lang)].join(' · ')
  return ended ? t('order_state.ago', { state, ago: formatAgo(Math.max(0, age), t) }) : state
}

function resultOf({ result, status }: Order, t: Words, lang: Lang): string[] {
  if (result?.by_ms !== undefined) {
    const span = formatMs(Math.abs(result.by_ms), lang)
    return [t(result.by_ms < 0 ? 'order_state.clock_back' : 'order_state.clock_forward', { span })]
  }
  const { pressed } = result ?? {}
  if (!pressed) return []
  const missing = pressed.flatMap((is, index) => (is ? [] : [index + 1]))
  if (status === 'failed' && missing.length > 0) return [t('order_state.missing', { buttons: missing.join(', ') })]
  return [t('order_state.pressed', { count: 6 - missing.length })]
}
