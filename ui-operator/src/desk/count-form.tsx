import { useEffect, useRef, useState, type ReactNode, type SyntheticEvent } from 'react'
import type { LucideIcon } from 'lucide-react'
import { DeskButton } from '../look/desk-button'
import { MAX_COUNT_CENTS } from '../money/amount'
import { AmountField } from '../money/amount-field'
import { Keypad } from '../money/keypad'
import { MoneyFailure } from '../money/money-failure'
import type { MoneyDone } from '../money/money-commands'
import { useAmount } from '../money/use-amount'
import { useCovered } from '../money/use-covered'
import { useWords } from '../session/use-session'
import { useSettled } from '../view/use-settled'

/** A count this far from the books is more likely a slip of the fingers than a drawer (cents). */
export const FAR_CENTS = 2000

interface CountFormProps {
  title: string
  text: string
  label: string
  confirm: string
  Icon: LucideIcon
  maxCents?: number
  /** Nothing in the drawer is a count; nothing on a card is no amount. */
  zero?: boolean
  /** What the books say, where the count is compared with them; far from it is asked about once. */
  booksCents?: number
  /** What is asked then; absent: nothing is. */
  farText?: (cents: number) => string
  giving: { ready: boolean; pending: boolean; failed: MoneyDone | null }
  onGive: (cents: number) => void
  onCancel?: () => void
  testId: string
  children?: ReactNode
}

/** A sum of cash that somebody counts: amount and keypad at the right, what else is asked at the left. */
export function CountForm(props: CountFormProps) {
  const { t } = useWords()
  const { giving, zero = false, maxCents = MAX_COUNT_CENTS } = props
  const amount = useAmount(maxCents)
  const [tried, setTried] = useState(false)
  const field = useRef<HTMLInputElement>(null)
  useEffect(() => field.current?.focus(), [field])
  const { cents } = amount
  const missing = cents === null || (!zero && cents === 0)
  // The sum that was asked about: another one is asked about anew.
  const [doubted, setDoubted] = useState<number | null>(null)
  const covered = useCovered()
  const settled = useSettled(`${doubted} ${covered}`)
  const isFar = cents !== null && props.booksCents !== undefined && Math.abs(cents - props.booksCents) > FAR_CENTS
  const asks = isFar && doubted === cents
  const give = (event?: SyntheticEvent) => {
    event?.preventDefault()
    setTried(true)
    if (cents === null || missing || !giving.ready) return
    if (isFar && !asks) setDoubted(cents)
    // The second half of a double press answers nothing, and nothing falls through a result that was just closed.
    else if (settled()) props.onGive(cents)
  }
  return (
    <form
      className="eg-count-form"
      data-testid={props.testId}
      onSubmit={give}
      onKeyDown={(e) => e.key === 'Escape' && props.onCancel?.()}
    >
      <div className="eg-count-words">
        <h2>{props.title}</h2>
        <p className="eg-dim">{props.text}</p>
        {props.children}
        <MoneyFailure failed={giving.failed} />
      </div>
      <div className="eg-count-sum">
        <AmountField
          field={field}
          label={props.label}
          amount={amount}
          withKeypad
          onEnter={give}
          error={tried && missing ? t('amount.missing') : undefined}
          testId={`${props.testId}-amount`}
        />
        <Keypad amount={amount} field={field} />
        {asks && (
          <p className="eg-count-far" role="alert" data-testid={`${props.testId}-far`}>
            {props.farText?.(cents)}
          </p>
        )}
        <div className="eg-form-row">
          <DeskButton
            tone="next"
            Icon={props.Icon}
            pending={giving.pending}
            disabled={!giving.ready}
            testId={`${props.testId}-confirm`}
            onPress={give}
          >
            {asks ? t('shift.far_confirm') : props.confirm}
          </DeskButton>
          {props.onCancel && (
            <DeskButton tone="quiet" keyCap="Esc" testId={`${props.testId}-cancel`} onPress={props.onCancel}>
              {t('form.cancel')}
            </DeskButton>
          )}
        </div>
      </div>
    </form>
  )
}
