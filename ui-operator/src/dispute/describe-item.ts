import type { TimelineEntry } from '@eg/shared'
import { shortTag } from '../money/card-words'
import type { FormatMoney } from '../money/format-money'
import { describeLine } from '../timeline/describe-line'
import { explainAnswer, explainReason } from '../words/explain'
import { isTextKey, type Words } from '../words/words'
import type { DisputeItem } from './dispute-item'

/** One entry of the evidence as a sentence. `ownId`: who this page is, in the journal. */
export function describeItem(item: DisputeItem, ownId: string, t: Words, money: FormatMoney): string {
  if (item.what === 'shown') return shownWords(item, t)
  if (item.what === 'answer') return answerWords(item, t, money)
  const { tag_uid: tag } = item.data
  if (item.kind === 'cardTap' && typeof tag === 'string')
    return t('dispute.tap', { device: item.device_id ?? '?', card: shortTag(tag) })
  return describeLine(asEntry(item), ownId, t, money)
}

function asEntry({ seq, at, kind, outcome, reason, actor, device_id, run, data }: DisputeItem): TimelineEntry {
  return { seq, at, kind, outcome: outcome ?? 'ok', reason, actor: actor ?? 'core', device_id, run, data }
}

function answerWords({ kind, outcome, reason, data }: DisputeItem, t: Words, money: FormatMoney): string {
  const balance = data['new_balance_cents']
  const after = typeof balance === 'number' ? ` ${t('dispute.balance', { amount: money(balance) })}` : ''
  if (outcome === 'ok' || outcome === 'counted') return `${t('dispute.answer_ok')}${after}`
  return t('dispute.answer_no', {
    why: explainAnswer({ type: kind, status: outcome ?? '', reason: reason ?? undefined }, t),
  })
}

function shownWords({ kind, reason, data, device_id: id }: DisputeItem, t: Words): string {
  const device = id ?? '?'
  const { press } = data
  if (typeof press === 'string' && isTextKey(`dispute.press_${press}`)) {
    const key = `dispute.press_${press}`
    return isTextKey(key) ? t(key, { device }) : device
  }
  const key = `dispute.shown_${kind}`
  const said = isTextKey(key) ? t(key, { device }) : t('dispute.shown_other', { device, phase: kind })
  return reason === null ? said : `${said} (${explainReason(reason, null, t)})`
}
