import { Delete } from 'lucide-react'
import type { RefObject } from 'react'
import { useWords } from '../session/use-session'
import { decimalSign } from './amount'
import type { Amount } from './use-amount'

const DIGITS = ['7', '8', '9', '4', '5', '6', '1', '2', '3'] as const

interface KeypadProps {
  amount: Amount
  /** Where the amount stands: it has the focus after each key, so that the keyboard goes on where the pad was left. */
  field: RefObject<HTMLInputElement | null>
}

/** A number pad for fingers, laid out as on a till. A key that would make nonsense does nothing. */
export function Keypad({ amount, field }: KeypadProps) {
  const { t, lang } = useWords()
  const add = (key: string) => amount.take(amount.text + key)
  const key = (name: string, shown = name) => (
    <button key={name} type="button" className="eg-pad-key" data-testid={`pad-${name}`} onClick={() => add(name)}>
      {shown}
    </button>
  )
  return (
    // A click that no pointer made is the keyboard’s: it stays on its key.
    <div
      className="eg-pad"
      role="group"
      aria-label={t('amount.pad')}
      onClick={(event) => event.detail > 0 && field.current?.focus()}
    >
      {DIGITS.map((digit) => key(digit))}
      <button
        type="button"
        className="eg-pad-key"
        data-testid="pad-decimal"
        aria-label={t('amount.decimal')}
        onClick={() => add('.')}
      >
        {decimalSign(lang)}
      </button>
      {key('0')}
      <button
        type="button"
        className="eg-pad-key"
        data-testid="pad-back"
        aria-label={t('amount.back')}
        onClick={amount.back}
      >
        <Delete size={24} aria-hidden />
      </button>
    </div>
  )
}
