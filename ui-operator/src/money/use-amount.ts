import { MAX_AMOUNT_CENTS } from '@eg/shared'
import { useState } from 'react'
import { centsOf, hasThirdDecimal, typedAmount, type AmountText } from './amount'

/** An amount being typed, by keys, by a pad or by a choice of usual ones. */
export interface Amount {
  text: AmountText
  /** Null: nothing is typed, or what is typed is not to be trusted. */
  cents: number | null
  /** A third decimal was typed: the sign before it was more likely one of thousands, and what stands there a thousandth. */
  tooFine: boolean
  /** Takes what would stand in the field now; what is no amount never gets in. */
  take: (raw: string) => void
  set: (text: AmountText) => void
  /** Takes the last character away; where one was refused that is the one, and what is shown stays. */
  back: () => void
}

/** What is refused at a third decimal stays refused until the field was edited again. */
export function useAmount(maxCents = MAX_AMOUNT_CENTS): Amount {
  const [text, setText] = useState<AmountText>('')
  const [tooFine, setTooFine] = useState(false)
  const set = (next: AmountText) => {
    setText(next)
    setTooFine(false)
  }
  const take = (raw: string) => {
    const next = typedAmount(raw, maxCents)
    if (next !== null) set(next)
    else if (hasThirdDecimal(raw)) setTooFine(true)
  }
  const back = () => (tooFine ? setTooFine(false) : set(text.slice(0, -1)))
  return { text, cents: tooFine ? null : centsOf(text), tooFine, take, set, back }
}
