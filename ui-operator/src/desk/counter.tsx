import { useEffect, useRef } from 'react'
import { Nfc } from 'lucide-react'
import type { OpDesk } from '@eg/shared'
import { asTag } from '../money/card-words'
import { useMoney } from '../money/use-money'
import { useSession, useView, useWords } from '../session/use-session'
import { CardField } from './card-field'
import { CardAtDesk } from './card-at-desk'
import { useReader } from './use-reader'

/** The desk at work: a card is presented, and everything on the screen is about that card until the next one. */
export function Counter({ desk }: { desk: OpDesk }) {
  const { view, onCard } = useSession()
  const { t } = useWords()
  const card = useView((v) => v.deskCard)
  const unseen = useMoney((s) => s.done !== null)
  const field = useRef<HTMLInputElement>(null)
  const present = (tag: string) => {
    view.setState(({ deskCard }) => ({ deskCard: { tag, visit: (deskCard?.visit ?? 0) + 1 } }))
    // A result that covers the desk keeps the focus: whoever closes it comes back to this card.
    if (!unseen) field.current?.focus()
  }
  const done = () => {
    view.setState({ deskCard: null })
    field.current?.focus()
  }
  const heard = useRef(present)
  useEffect(() => {
    heard.current = present
  })
  useEffect(() => onCard(desk.desk_id, (tag) => heard.current(tag)), [onCard, desk.desk_id])
  useReader(field, (text) => {
    const tag = asTag(text)
    if (tag !== null) present(tag)
  })
  // The reader that types must find the field by itself: at the start, and after each result that was seen.
  useEffect(() => {
    if (!unseen) field.current?.focus()
  }, [field, unseen])
  return (
    <div className="eg-counter" data-card={card !== null || undefined}>
      <CardField field={field} onCard={present} />
      {card === null ? (
        <div className="eg-empty" data-testid="desk-empty">
          <Nfc size={96} strokeWidth={1} aria-hidden />
          <h2>{t('desk.tap')}</h2>
          <p>{t('desk.tap_hint', { desk: desk.desk_id })}</p>
        </div>
      ) : (
        <CardAtDesk key={`${card.tag} ${card.visit}`} desk={desk} tag={card.tag} visit={card.visit} onDone={done} />
      )}
    </div>
  )
}
