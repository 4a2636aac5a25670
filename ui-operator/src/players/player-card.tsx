import { useState } from 'react'
import { LoaderCircle, RotateCw, TriangleAlert } from 'lucide-react'
import { DisputeView } from '../dispute/dispute-view'
import { DeskButton } from '../look/desk-button'
import { shortTag } from '../money/card-words'
import { useCard } from '../money/use-card'
import { useLive, useWords } from '../session/use-session'
import { PlayerActions } from './player-actions'
import { PlayerHead } from './player-head'
import { Statement } from './statement'

/** One player in full: balance, standing, what can be done, and every movement. */
export function PlayerCard({ tag }: { tag: string }) {
  const { t } = useWords()
  const up = useLive((s) => s.link.up)
  const state = useCard(tag)
  const [disputing, setDisputing] = useState(false)
  if (state.is === 'reading') {
    return (
      <p className="eg-empty" role="status">
        <LoaderCircle className="eg-spin" size={32} aria-hidden />
        {t('card.reading')}
      </p>
    )
  }
  if (state.is !== 'known') {
    return (
      <div className="eg-empty">
        <TriangleAlert size={56} strokeWidth={1.25} aria-hidden />
        <h2>{state.is === 'unknown' ? t('players.unknown', { card: shortTag(tag) }) : t('card.failed')}</h2>
        <DeskButton Icon={RotateCw} disabled={!up} onPress={state.again}>
          {t('card.again')}
        </DeskButton>
      </div>
    )
  }
  return (
    <>
      <PlayerHead card={state.card} />
      {disputing ? (
        <DisputeView about={{ what: 'card', id: tag }} onClose={() => setDisputing(false)} />
      ) : (
        <>
          <PlayerActions card={state.card} onDispute={() => setDisputing(true)} />
          <Statement card={state.card} version={state.version} />
        </>
      )}
    </>
  )
}
