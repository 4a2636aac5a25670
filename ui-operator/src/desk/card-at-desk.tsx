import { LoaderCircle, RotateCw, TriangleAlert } from 'lucide-react'
import type { OpDesk } from '@eg/shared'
import { DeskButton } from '../look/desk-button'
import { useCard } from '../money/use-card'
import { useLive, useWords } from '../session/use-session'
import { CardHead } from './card-head'
import { CashClosed } from './cash-closed'
import { CashForm } from './cash-form'
import { Claims } from './claims'
import { IssueCard } from './issue-card'

interface CardAtDeskProps {
  desk: OpDesk
  tag: string
  visit: number
  onDone: () => void
}

/** The presented card: what it is, what can be claimed for it, and cash in or out. */
export function CardAtDesk({ desk, tag, visit, onDone }: CardAtDeskProps) {
  const { t } = useWords()
  const up = useLive((s) => s.link.up)
  const state = useCard(tag, visit)
  if (state.is === 'reading') {
    return (
      <p className="eg-empty" role="status">
        <LoaderCircle className="eg-spin" size={32} aria-hidden />
        {t('card.reading')}
      </p>
    )
  }
  if (state.is === 'failed') {
    return (
      <div className="eg-empty" data-testid="card-failed">
        <TriangleAlert size={56} strokeWidth={1.25} aria-hidden />
        <h2>{t('card.failed')}</h2>
        <DeskButton Icon={RotateCw} disabled={!up} onPress={state.again}>
          {t('card.again')}
        </DeskButton>
      </div>
    )
  }
  if (state.is === 'unknown') return <IssueCard tag={tag} onCancel={onDone} />
  const { card } = state
  return (
    <div className="eg-desk-card">
      <section className="eg-desk-left" aria-label={t('card.title')}>
        <CardHead card={card} onDone={onDone} />
        <Claims desk={desk} card={card} />
      </section>
      {card.status === 'active' ? <CashForm desk={desk} card={card} /> : <CashClosed card={card} />}
    </div>
  )
}
