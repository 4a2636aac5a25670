import { useState, type RefObject, type SyntheticEvent } from 'react'
import { Keyboard, Nfc } from 'lucide-react'
import { FieldError } from '../look/field'
import { asTag } from '../money/card-words'
import { useWords } from '../session/use-session'

interface CardFieldProps {
  onCard: (tag: string) => void
  field: RefObject<HTMLInputElement | null>
}

/**
 * Where a card's id is typed, by a hand or by a reader, and ended with Enter. It has the focus most of the time, so the
 * tablet's own keyboard stays in until it is asked for.
 */
export function CardField({ onCard, field }: CardFieldProps) {
  const { t } = useWords()
  const [text, setText] = useState('')
  const [wrong, setWrong] = useState(false)
  const [byHand, setByHand] = useState(false)
  const submit = (event: SyntheticEvent) => {
    event.preventDefault()
    if (text.trim() === '') return
    const tag = asTag(text)
    setWrong(tag === null)
    if (tag === null) return
    setText('')
    setByHand(false)
    onCard(tag)
  }
  return (
    <form className="eg-card-field" onSubmit={submit}>
      <label className="eg-search">
        <Nfc size={20} aria-hidden />
        <input
          ref={field}
          data-testid="desk-card"
          aria-label={t('desk.card')}
          aria-invalid={wrong || undefined}
          placeholder={t('desk.card_hint')}
          autoComplete="off"
          autoCapitalize="characters"
          spellCheck={false}
          inputMode={byHand ? 'text' : 'none'}
          value={text}
          onChange={(event) => {
            setWrong(false)
            setText(event.target.value)
          }}
        />
      </label>
      <button
        type="button"
        className="eg-icon-button"
        aria-label={t('desk.card_type')}
        title={t('desk.card_type')}
        aria-pressed={byHand}
        onClick={() => {
          setByHand(!byHand)
          field.current?.focus()
        }}
      >
        <Keyboard size={20} aria-hidden />
      </button>
      {wrong && <FieldError>{t('desk.card_wrong')}</FieldError>}
    </form>
  )
}
