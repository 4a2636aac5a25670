import type { GameState, SlotState } from '@eg/shared'
import { useEffect } from 'react'
import { cardOnShow } from './kiosk/day'
import { useKiosk, useKioskParts } from './kiosk/kiosk-context'
import { type KioskState, isHeld } from './kiosk/kiosk-state'
import type { Layout } from './page-options'
import { Diagnostics } from './parts/diagnostics'
import { lookOf } from './parts/option-look'
import { RehearsalBanner } from './parts/rehearsal-banner'
import { type Light, Stage } from './parts/stage'
import { Attract } from './screens/attract'
import { Closed } from './screens/closed'
import { DayAttract } from './screens/day-attract'
import { HoldOn } from './screens/hold-on'
import { House } from './screens/house'
import { Out } from './screens/out'
import { Question } from './screens/question'
import { Reading } from './screens/reading'
import { Reveal } from './screens/reveal'
import { Service } from './screens/service'
import { Starting } from './screens/starting'
import { Table } from './screens/table'
import { Waiting } from './screens/waiting'
import { type Words, useWords } from './words/words'

/** One screen at a time, as the agent says, and the hold-on card over it. */
export function App({ layout }: { layout: Layout }) {
  // Part by part: a press changes none of them, and so draws anew only what shows it.
  const slot = useKiosk((state) => state.slot)
  const game = useKiosk((state) => state.game)
  const held = useKiosk(isHeld)
  const house = slot?.house ?? null
  useKeys()
  return (
    <>
      <Stage {...lighting(slot)} />
      <RehearsalBanner />
      <main
        key={screenOf(slot)}
        className="screen"
        data-testid="screen"
        data-phase={slot?.phase ?? 'starting'}
        data-held={held || undefined}
        inert={held || house?.blackout}
      >
        <Screen slot={slot} game={game} layout={layout} />
      </main>
      {!held && slot?.service && <Service service={slot.service} deviceId={slot.device_id} />}
      {house && <House house={house} mode={slot?.mode ?? null} />}
      {held && <Held />}
      <Diagnostics />
    </>
  )
}

function Held() {
  const words = useWords()
  return <HoldOn line={useKiosk((state) => holdOnLine(words, state))} />
}

interface ScreenProps {
  slot: SlotState | null
  game: GameState | null
  layout: Layout
}

function Screen({ slot, game, layout }: ScreenProps) {
  const card = cardOnShow(slot)
  switch (slot?.phase) {
    case 'attract':
      return game ? <DayAttract game={game} /> : <Attract />
    case 'reading':
      return card ? <Reading tagUid={card.tag_uid} /> : <Starting />
    case 'ready':
    case 'playing':
    case 'won':
    case 'lost':
    case 'refused':
      return card ? <Table slot={slot} card={card} layout={layout} /> : <Starting />
    case 'out':
      return <Out card={card} />
    case 'waiting':
      return <Waiting />
    case 'question':
      return slot.question ? <Question slot={slot} question={slot.question} layout={layout} /> : <Waiting />
    case 'closed':
      return <Closed slot={slot} />
    case 'reveal':
      // The word that it is revealed may come before the result itself.
      return slot.result ? <Reveal slot={slot} result={slot.result} /> : <Closed slot={slot} />
    default:
      return <Starting />
  }
}

const AT_THE_TABLE = new Set(['ready', 'playing', 'won', 'lost', 'refused'])

/** Another screen has another identity. The reels that turned are the reels that stop: a visit at the table is one. */
function screenOf(slot: SlotState | null): string {
  const card = cardOnShow(slot)
  return slot && card && AT_THE_TABLE.has(slot.phase) ? `table-${card.visit}` : `${slot?.phase}-${slot?.question?.run}`
}

/** The colour of the light is the vote that is counted; at the end it is the winner's. */
function lighting(slot: SlotState | null): { light: Light; tone?: string } {
  if (slot?.phase === 'attract' || slot?.phase === 'out') return { light: 'day' }
  if (slot?.phase === 'waiting') return { light: 'moon' }
  if (!slot || slot.phase === 'starting') return { light: 'dark' }
  if (cardOnShow(slot)) return { light: 'spot', tone: dayTone(slot) }
  const lit = slot.phase === 'reveal' ? slot.result?.winner : slot.counted
  const index = slot.question?.options.indexOf(lit ?? '') ?? -1
  return index >= 0 && index < 6 ? { light: 'spot', tone: lookOf(index).colour } : { light: 'spot' }
}

/** By day the lamp is warm; a refusal is told by it too, and a round that gave nothing is not rubbed in. */
function dayTone({ phase }: SlotState): string {
  if (phase === 'refused') return 'var(--eg-attention)'
  return phase === 'lost' ? 'var(--eg-waiting)' : 'var(--eg-accent)'
}

/** What the card promises: only what is sure. While the agent is there its buttons go on taking votes. */
function holdOnLine(words: Words, { slot, agent }: KioskState): string {
  // A stake is on the agent's disk before it is sent: it is asked again, by its id, whatever happens meanwhile.
  if (slot?.phase === 'playing') return words('hold_on_round')
  if (slot?.press?.status === 'kept') return words('kept')
  const canVote = slot?.phase === 'question' && !(slot.question?.final && slot.counted !== null)
  return canVote && agent === 'online' ? words('hold_on_buttons') : words('hold_on_line')
}

/** Keys 1 to 6 stand in for the buttons. */
function useKeys(): void {
  const { keys } = useKioskParts()
  useEffect(() => {
    window.addEventListener('keydown', keys.down)
    return () => {
      window.removeEventListener('keydown', keys.down)
      keys.stop()
    }
  }, [keys])
}
