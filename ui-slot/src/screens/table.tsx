import type { SlotState } from '@eg/shared'
import { useState } from 'react'
import type { Card } from '../kiosk/day'
import { useKiosk } from '../kiosk/kiosk-context'
import type { Layout } from '../page-options'
import { Celebration } from '../parts/celebration'
import { Reels } from '../parts/reels'
import { StakeButtons } from '../parts/stake-buttons'
import { Before, Playing, Settled } from './outcome'
import { Ready } from './ready'
import { Refused } from './refused'

interface TableProps {
  slot: SlotState
  card: Card
  layout: Layout
}

/** Where a card plays: what there is to see above, the six buttons below. It stays from one round to the next. */
export function Table({ slot, card, layout }: TableProps) {
  const echo = useKiosk((state) => state.echo)
  const hasButtons = card.actions.some((action) => action !== null)
  const won = slot.phase === 'won' && card.round?.reels ? card.round : null
  return (
    <div className="table" data-layout={layout} data-buttons={hasButtons || undefined}>
      {won && <Celebration stakeCents={won.stake_cents} winCents={won.win_cents ?? 0} />}
      <section className="table-top" data-missed={echo?.status === 'unanswered' || undefined}>
        <Top slot={slot} card={card} />
      </section>
      {hasButtons && <StakeButtons card={card} />}
    </div>
  )
}

function Top({ slot, card }: { slot: SlotState; card: Card }) {
  if (slot.phase === 'ready') return <Ready card={card} />
  if (slot.phase === 'refused') return <Refused card={card} />
  return <Play slot={slot} card={card} />
}

/** A round from the press to its end. */
function Play({ slot, card }: { slot: SlotState; card: Card }) {
  const { round } = card
  const turning = slot.phase === 'playing'
  const [turned, setTurned] = useState(turning)
  if (turning && !turned) setTurned(true)
  const won = slot.phase === 'won'
  const shown = round && turning ? { ...round, reels: null } : round
  return (
    <div className="play" data-turned={(turned && !turning) || undefined} data-won={won || undefined}>
      {/* What is over and was not told to the reels does not turn on. */}
      {(turning || round?.reels) && <Reels round={shown} turned={turned} won={won} />}
      {turned && !turning && round && <Before round={round} />}
      {turning ? <Playing round={round} /> : <Settled won={won} card={card} />}
    </div>
  )
}
