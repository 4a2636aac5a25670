import { useState } from 'react'
import { Diff } from 'lucide-react'
import { Segmented } from '../look/segmented'
import { AmountField } from '../money/amount-field'
import { useMoneyFormat } from '../money/format-money'
import { ReasonForm } from '../money/reason-form'
import type { CardDetails } from '@eg/shared'
import { useAmount } from '../money/use-amount'
import { useMoneyCommand } from '../money/use-money'
import { useWords } from '../session/use-session'

type Direction = 'credit' | 'debit'

/** Giving to a card or taking from it by hand, at the cost of the house: with a reason and a name. */
export function AdjustForm({ card, onClose }: { card: CardDetails; onClose: () => void }) {
  const { t } = useWords()
  const money = useMoneyFormat()
  const [direction, setDirection] = useState<Direction>('credit')
  const amount = useAmount()
  const [tried, setTried] = useState(false)
  const giving = useMoneyCommand('cardAdjust', onClose)
  const cents = amount.cents ?? 0
  const after = card.balance_cents + (direction === 'credit' ? cents : -cents)
  const error =
    tried && cents === 0
      ? t('amount.missing')
      : after < 0
        ? t('cashform.beyond_balance', { amount: money(card.balance_cents) })
        : undefined
  const give = (reason: string, by: string) => {
    setTried(true)
    if (cents === 0 || after < 0) return
    giving.send({
      tag_uid: card.tag_uid,
      amount_cents: cents,
      direction,
      reason,
      by,
      expect_balance_cents: card.balance_cents,
    })
  }
  return (
    <ReasonForm
      title={t('card.adjust_title')}
      text={t('card.adjust_text')}
      presets={[t('card.why_slot'), t('card.why_gift'), t('card.why_mistake')]}
      confirm={
        cents === 0
          ? t('card.adjust')
          : t(direction === 'credit' ? 'card.adjust_give' : 'card.adjust_take', { amount: money(cents) })
      }
      Icon={Diff}
      tone="plain"
      withName
      giving={giving}
      onGive={give}
      onKeep={onClose}
      testId="adjust-form"
    >
      <div className="eg-form-row eg-adjust-row">
        <Segmented
          legend={t('card.adjust_direction')}
          value={direction}
          segments={[
            { value: 'credit', label: t('card.adjust_credit'), testId: 'adjust-credit' },
            { value: 'debit', label: t('card.adjust_debit'), testId: 'adjust-debit' },
          ]}
          onChange={setDirection}
        />
        <AmountField label={t('amount.label')} amount={amount} error={error} testId="adjust-amount" />
        {cents > 0 && after >= 0 && (
          <p className="eg-dim eg-adjust-after">
            {t('cashform.after', { before: money(card.balance_cents), after: money(after) })}
          </p>
        )}
      </div>
    </ReasonForm>
  )
}
