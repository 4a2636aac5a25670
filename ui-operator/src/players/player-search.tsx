import { useState } from 'react'
import { ArrowDownUp, MessageCircleQuestion, RotateCw, Search } from 'lucide-react'
import { DeskButton } from '../look/desk-button'
import { useLive, useView, useWords } from '../session/use-session'
import { PlayerRow } from './player-row'
import { useSearch } from './use-search'

interface PlayerSearchProps {
  onOpen: (tag: string) => void
  /** Somebody disputes what a slot did, and has no card. */
  onDispute: () => void
}

/** Everybody who has a card, by name or by card. */
export function PlayerSearch({ onOpen, onDispute }: PlayerSearchProps) {
  const { t } = useWords()
  const open = useView((v) => v.playerTag)
  const up = useLive((s) => s.link.up)
  const [typed, setTyped] = useState('')
  const { state, again } = useSearch(typed)
  return (
    <section className="eg-panel eg-player-search" aria-label={t('tab.players')}>
      <header className="eg-side-head">
        <h1>{t('tab.players')}</h1>
        {state.is === 'found' && !state.isSorted && (
          <button
            type="button"
            className="eg-link-button"
            data-testid="players-sort"
            title={t('players.sort_how')}
            disabled={!up}
            onClick={again}
          >
            <ArrowDownUp size={16} aria-hidden />
            {t('players.sort')}
          </button>
        )}
      </header>
      <label className="eg-search">
        <Search size={18} aria-hidden />
        <input
          type="search"
          data-testid="player-search"
          aria-label={t('players.search')}
          placeholder={t('players.search')}
          value={typed}
          onChange={(event) => setTyped(event.target.value)}
        />
      </label>
      <div className="eg-panel-body">
        {state.is === 'reading' && <p className="eg-empty-line">{t('players.reading')}</p>}
        {state.is === 'failed' && (
          <div className="eg-line-note" role="status">
            <span>{t('players.failed')}</span>
            <button type="button" className="eg-link-button" disabled={!up} onClick={again}>
              <RotateCw size={16} aria-hidden />
              {t('card.again')}
            </button>
          </div>
        )}
        {state.is === 'found' && state.cards.length === 0 && (
          <p className="eg-empty-line" data-testid="players-empty">
            {t(typed.trim() === '' ? 'players.empty' : 'players.no_match')}
          </p>
        )}
        {state.is === 'found' && (
          <ul className="eg-player-list">
            {state.cards.map((card) => (
              <PlayerRow
                key={card.tag_uid}
                card={card}
                current={card.tag_uid === open}
                onOpen={() => onOpen(card.tag_uid)}
              />
            ))}
          </ul>
        )}
      </div>
      <footer className="eg-player-foot">
        <DeskButton tone="quiet" Icon={MessageCircleQuestion} testId="dispute-slot" onPress={onDispute}>
          {t('dispute.open_slot')}
        </DeskButton>
      </footer>
    </section>
  )
}
