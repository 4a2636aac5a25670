import type { KeyboardEvent, Ref } from 'react'
import { Field } from '../look/field'
import { useLive, useWords } from '../session/use-session'
import { shownAmount } from './amount'
import { currencySign } from './format-money'
import type { Amount } from './use-amount'

interface AmountFieldProps {
  label: string
  amount: Amount
  /** A keypad stands beside it: the tablet keeps its own keyboard in. */
  withKeypad?: boolean
  onEnter?: () => void
  error?: string | undefined
  testId?: string
  /** The input itself, for whoever gives it the focus. */
  field?: Ref<HTMLInputElement>
}

/** An amount being typed. What is no amount never gets in: the field stays as it was, and says so where that could mislead. */
export function AmountField({ field, amount, ...props }: AmountFieldProps) {
  const { t, lang } = useWords()
  const currency = useLive((s) => s.game?.currency ?? null)
  const onKeyDown = (event: KeyboardEvent<HTMLInputElement>) => {
    if (amount.tooFine && takesOneBack(event)) {
      event.preventDefault()
      amount.back()
    }
    if (event.key !== 'Enter' || !props.onEnter) return
    event.preventDefault()
    props.onEnter()
  }
  return (
    <Field label={props.label} error={amount.tooFine ? t('amount.too_fine') : props.error} className="eg-amount-field">
      {(control) => (
        <span className="eg-amount-line" data-big={props.withKeypad || undefined}>
          <input
            {...control}
            ref={field}
            className="eg-input eg-amount"
            data-testid={props.testId}
            inputMode={props.withKeypad ? 'none' : 'decimal'}
            autoComplete="off"
            value={shownAmount(amount.text, lang)}
            placeholder={shownAmount('0.00', lang)}
            onChange={(event) => amount.take(event.target.value)}
            onKeyDown={onKeyDown}
          />
          <span className="eg-amount-sign" aria-hidden>
            {currencySign(lang, currency)}
          </span>
        </span>
      )}
    </Field>
  )
}

/** Backspace by itself, with nothing selected. */
function takesOneBack({ key, ctrlKey, altKey, metaKey, currentTarget }: KeyboardEvent<HTMLInputElement>): boolean {
  const { selectionStart, selectionEnd } = currentTarget
  return key === 'Backspace' && !ctrlKey && !altKey && !metaKey && selectionStart === selectionEnd
}
