import { useState } from 'react'
import { UserSearch } from 'lucide-react'
import { SlotDispute } from '../dispute/slot-dispute'
import { useSession, useView, useWords } from '../session/use-session'
import { PlayerCard } from './player-card'
import { PlayerSearch } from './player-search'

/** Everybody who has a card: looked up by name or by card, and one of them in full; or what happened at a slot. */
export function PlayersScreen() {
  const { view } = useSession()
  const { t } = useWords()
  const tag = useView((v) => v.playerTag)
  const [atSlot, setAtSlot] = useState(false)
  const open = (playerTag: string) => {
    setAtSlot(false)
    view.setState({ playerTag })
  }
  return (
    <div className="eg-players">
      <PlayerSearch onOpen={open} onDispute={() => setAtSlot(true)} />
      <main className="eg-page eg-player">
        {atSlot ? (
          <SlotDispute onClose={() => setAtSlot(false)} />
        ) : tag === null ? (
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
