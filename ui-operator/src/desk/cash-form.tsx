import { useRef, useState } from 'react'
import { ArrowRight } from 'lucide-react'
import { MAX_AMOUNT_CENTS, type OpDesk } from '@eg/shared'
import { DeskButton } from '../look/desk-button'
import { Segmented } from '../look/segmented'
import { asTyped } from '../money/amount'
import { AmountField } from '../money/amount-field'
import { useMoneyFormat } from '../money/format-money'
import { Keypad } from '../money/keypad'
import type { CardDetails } from '@eg/shared'
import { useAmount } from '../money/use-amount'
import { useMoneyReady } from '../money/use-money'
import { useWords } from '../session/use-session'
import { CashConfirm, type CashKind } from './cash-confirm'

const QUICK_CENTS = [500, 1000, 2000, 5000] as const

/** Cash onto the card or out of it: how much, then one sentence to say yes to. */
export function CashForm({ desk, card }: { desk: OpDesk; card: CardDetails }) {
  const { t } = useWords()
  const money = useMoneyFormat()
  const ready = useMoneyReady()
  const [kind, setKind] = useState<CashKind>('topUp')
  const amount = useAmount()
  const [confirming, setConfirming] = useState(false)
  const field = useRef<HTMLInputElement>(null)
  const cents = amount.cents ?? 0
  const why = whyNot(kind, cents, desk, card)
  const proceed = () => {
    if (cents > 0 && why === null && ready) setConfirming(true)
  }
  const back = () => setConfirming(false)
  if (confirming) {
    const done = () => {
      amount.set('')
      back()
    }
    return <CashConfirm kind={kind} cents={cents} desk={desk} card={card} onBack={back} onDone={done} />
  }
  const whyText =
    why === 'balance'
      ? t('cashform.beyond_balance', { amount: money(card.balance_cents) })
      : why === 'drawer'
        ? t('cashform.beyond_drawer', { amount: money(desk.drawer_cents) })
        : undefined
  return (
    <section className="eg-cash" aria-label={t('cashform.title')}>
      <Segmented
        legend={t('cashform.title')}
        legendHidden
        value={kind}
        segments={(['topUp', 'cashOut'] as const).map((value) => ({
          value,
          label: t(`cashform.${value}`),
          testId: `cash-${value}`,
        }))}
        onChange={setKind}
      />
      <AmountField
        field={field}
        label={t(`cashform.amount_${kind}`)}
        amount={amount}
        withKeypad
        onEnter={proceed}
        error={whyText}
        testId="cash-amount"
      />
      <div className="eg-quick" role="group" aria-label={t('cashform.quick')}>
        {QUICK_CENTS.map((quick) => (
          <button
            key={quick}
            type="button"
            className="eg-chip-button"
            data-testid={`quick-${quick}`}
            aria-pressed={cents === quick}
            onClick={() => amount.set(asTyped(quick))}
          >
            {asTyped(quick)}
          </button>
        ))}
        {kind === 'cashOut' && (
          <button
            type="button"
            className="eg-chip-button"
            data-testid="quick-all"
            disabled={card.balance_cents === 0}
            onClick={() => amount.set(asTyped(Math.min(card.balance_cents, MAX_AMOUNT_CENTS)))}
          >
            {t('cashform.all')}
          </button>
        )}
      </div>
      <Keypad amount={amount} field={field} />
      <DeskButton
        tone="next"
        Icon={ArrowRight}
        testId="cash-next"
        disabled={!ready || cents === 0 || why !== null}
        onPress={proceed}
      >
        {cents === 0 ? t(`cashform.${kind}`) : t(`cashform.next_${kind}`, { amount: money(cents) })}
      </DeskButton>
    </section>
  )
}

/** What stands against it by what the page knows; the core decides all the same. */
function whyNot(kind: CashKind, cents: number, desk: OpDesk, card: CardDetails): 'balance' | 'drawer' | null {
  if (kind === 'topUp') return null
  if (cents > card.balance_cents) return 'balance'
  return cents > desk.drawer_cents ? 'drawer' : null
}
