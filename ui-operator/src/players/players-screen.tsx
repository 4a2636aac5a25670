import { useState } from 'react'
import { RotateCw, Search, UserSearch } from 'lucide-react'
import { useLive, useSession, useView, useWords } from '../session/use-session'
import { PlayerCard } from './player-card'
import { PlayerRow } from './player-row'
import { useSearch } from './use-search'

/** Everybody who has a card: looked up by name or by card, and one of them in full. */
export function PlayersScreen() {
  const { t } = useWords()
  const tag = useView((v) => v.playerTag)
  return (
    <div className="eg-players">
      <PlayerSearch />
      <main className="eg-page eg-player">
        {tag === null ? (
          <div className="eg-empty" data-testid="player-none">
            <UserSearch size={56} strokeWidth={1.25} aria-hidden />
            <h2>{t('players.none')}</h2>
            <p>{t('players.none_hint')}</p>
          </div>
        ) : (
          <PlayerCard key={tag} tag={tag} />
        )}
      </main>
    </div>
  )
}

function PlayerSearch() {
  const { view } = useSession()
  const { t } = useWords()
  const open = useView((v) => v.playerTag)
  const up = useLive((s) => s.link.up)
  const [typed, setTyped] = useState('')
  const { state, again } = useSearch(typed)
  return (
    <section className="eg-panel eg-player-search" aria-label={t('tab.players')}>
      <header className="eg-side-head">
        <h1>{t('tab.players')}</h1>
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
                onOpen={() => view.setState({ playerTag: card.tag_uid })}
              />
            ))}
          </ul>
        )}
      </div>
    </section>
  )
}
