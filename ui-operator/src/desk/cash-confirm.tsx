import { useEffect, useRef, useState } from 'react'
import { Check } from 'lucide-react'
import type { OpDesk } from '@eg/shared'
import { DeskButton } from '../look/desk-button'
import { playerName, shortTag } from '../money/card-words'
import { useCovered } from '../money/use-covered'
import { useMoneyFormat } from '../money/format-money'
import type { CardDetails } from '@eg/shared'
import { useMoneyCommand } from '../money/use-money'
import { useWords } from '../session/use-session'
import { ignoreHeldEnter } from '../view/use-keys'
import { useSettled } from '../view/use-settled'

export type CashKind = 'topUp' | 'cashOut'

interface CashConfirmProps {
  kind: CashKind
  cents: number
  desk: OpDesk
  card: CardDetails
  onBack: () => void
  /** It is done. */
  onDone: () => void
}

/** The whole thing in one sentence, before any money moves. */
export function CashConfirm({ kind, cents, desk, card, onBack, onDone }: CashConfirmProps) {
  const { t } = useWords()
  const money = useMoneyFormat()
  const giving = useMoneyCommand(kind, onDone)
  const box = useRef<HTMLElement>(null)
  useEffect(() => box.current?.querySelector<HTMLButtonElement>('[data-suggested]')?.focus(), [box])
  // Once given, the balance it was given at stays in the sentence: the card may be read anew before the answer is here.
  const [given, setGiven] = useState<number | null>(null)
  const before = giving.pending && given !== null ? given : card.balance_cents
  const after = before + (kind === 'topUp' ? cents : -cents)
  const covered = useCovered()
  // It stands where the amount was asked for, and under a refusal that is closed by a tap.
  const settled = useSettled(String(covered), { fresh: true })
  const give = () => {
    if (!settled()) return
    setGiven(card.balance_cents)
    giving.send({ desk_id: desk.desk_id, tag_uid: card.tag_uid, amount_cents: cents })
  }
  return (
    <section
      ref={box}
      className="eg-cash eg-cash-confirm"
      aria-label={t('cashform.confirm_title')}
      onKeyDown={(e) => {
        ignoreHeldEnter(e)
        if (e.key !== 'Escape' || giving.pending) return
        e.stopPropagation()
        onBack()
      }}
    >
      <p className="eg-cash-sentence" data-testid="cash-sentence">
        {t(`ask.${kind}`, { amount: money(cents), card: shortTag(card.tag_uid) })}
      </p>
      <p className="eg-dim eg-cash-who">
        {t(`cashform.hand_${kind}`, { amount: money(cents), name: playerName(card) })}
        <br />
        {t('cashform.after', { before: money(before), after: money(after) })}
      </p>
      <DeskButton
        tone="next"
        Icon={Check}
        keyCap="⏎"
        testId="cash-confirm"
        pending={giving.pending}
        disabled={!giving.ready}
        onPress={give}
      >
        {t(`cashform.confirm_${kind}`, { amount: money(cents) })}
      </DeskButton>
      <DeskButton tone="quiet" keyCap="Esc" testId="cash-back" disabled={giving.pending} onPress={onBack}>
        {t('cashform.back')}
      </DeskButton>
    </section>
  )
}
