import type { Answer } from '@eg/shared'
import { explainAnswer } from '../words/explain'
import type { Words } from '../words/words'
import { shortTag } from './card-words'
import type { FormatMoney } from './format-money'
import type { MoneyAsk, MoneyDone } from './money-commands'

/** What a command asks for, as one short phrase: `Put €20.00 on card …7C91`. */
export function sayAsk({ name, payload }: Pick<MoneyAsk, 'name' | 'payload'>, t: Words, money: FormatMoney): string {
  const cents = (key: string) => (typeof payload[key] === 'number' ? money(payload[key]) : '')
  const text = (key: string) => (typeof payload[key] === 'string' ? payload[key] : '')
  const card = shortTag(text('tag_uid'))
  switch (name) {
    case 'topUp':
    case 'cashOut':
      return t(`ask.${name}`, { amount: cents('amount_cents'), card })
    case 'claim':
    case 'cardIssue':
    case 'cardFreeze':
    case 'cardUnfreeze':
      return t(`ask.${name}`, { card })
    case 'cardReplace':
      return t('ask.cardReplace', { card, other: shortTag(text('new_tag_uid')) })
    case 'cardAdjust':
      return t(text('direction') === 'debit' ? 'ask.adjust_debit' : 'ask.adjust_credit', {
        amount: cents('amount_cents'),
        card,
      })
    case 'drawerCash':
      return t(text('direction') === 'out' ? 'ask.drawer_out' : 'ask.drawer_in', { amount: cents('amount_cents') })
    case 'shiftOpen':
    case 'shiftClose':
      return t(`ask.${name}`, { desk: text('desk_id') })
    case 'reverse':
      return t('ask.reverse', { transfer: Number(payload['transfer']) })
    case 'payoutNew':
      return t('ask.payoutNew', { amount: cents('amount_cents'), source: text('source') })
    case 'payoutVoid':
    case 'payoutExpire':
      return t(`ask.${name}`)
  }
}

/** Why it was not done, with the figure that decided where the core told it. */
export function sayRefusal(answer: Answer, t: Words, money: FormatMoney): string {
  const why = explainAnswer(answer, t)
  const told = (key: string) => (typeof answer[key] === 'number' ? money(answer[key]) : null)
  const balance = answer.status === 'insufficient' ? told('new_balance_cents') : null
  if (balance !== null) return `${why} ${t('refused.balance', { amount: balance })}`
  const drawer = answer.reason === 'drawer_short' ? told('drawer_cents') : null
  return drawer === null ? why : `${why} ${t('refused.drawer', { amount: drawer })}`
}

/** A number that the answer told, or null. */
export function toldCents({ answer }: MoneyDone, key: string): number | null {
  const value = answer[key]
  return typeof value === 'number' ? value : null
}
