import type { SlotState } from '@eg/shared'
import { useEffect } from 'react'
import { useKiosk, useKioskParts } from './kiosk/kiosk-context'
import { type KioskState, isHeld } from './kiosk/kiosk-state'
import { buttonOfKey } from './kiosk/keys'
import type { Layout } from './page-options'
import { Diagnostics } from './parts/diagnostics'
import { lookOf } from './parts/option-look'
import { type Light, Stage } from './parts/stage'
import { Attract } from './screens/attract'
import { Closed } from './screens/closed'
import { HoldOn } from './screens/hold-on'
import { Question } from './screens/question'
import { Reveal } from './screens/reveal'
import { Starting } from './screens/starting'
import { Waiting } from './screens/waiting'
import { type Words, useWords } from './words/words'

/** One screen at a time, as the agent says, and the hold-on card over it. */
export function App({ layout }: { layout: Layout }) {
  const words = useWords()
  const state = useKiosk((state) => state)
  const { slot } = state
  const held = isHeld(state)
  useKeys()
  return (
    <>
      <Stage {...lighting(slot)} />
      <main
        key={`${slot?.phase}-${slot?.question?.run}`}
        className="screen"
        data-testid="screen"
        data-phase={slot?.phase ?? 'starting'}
        data-held={held || undefined}
        inert={held}
      >
        <Screen slot={slot} layout={layout} />
      </main>
      {held && <HoldOn line={holdOnLine(words, state)} />}
      <Diagnostics />
    </>
  )
}

function Screen({ slot, layout }: { slot: SlotState | null; layout: Layout }) {
  switch (slot?.phase) {
    case 'attract':
      return <Attract />
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

/** The colour of the light is the vote that is counted; at the end it is the winner's. */
function lighting(slot: SlotState | null): { light: Light; tone?: string } {
  if (slot?.phase === 'attract') return { light: 'day' }
  if (slot?.phase === 'waiting') return { light: 'moon' }
  if (!slot || slot.phase === 'starting') return { light: 'dark' }
  const lit = slot.phase === 'reveal' ? slot.result?.winner : slot.counted
  const index = slot.question?.options.indexOf(lit ?? '') ?? -1
  return index >= 0 && index < 6 ? { light: 'spot', tone: lookOf(index).colour } : { light: 'spot' }
}

/** What the card promises: only what is sure. While the agent is there its buttons go on taking votes. */
function holdOnLine(words: Words, { slot, agent }: KioskState): string {
  if (slot?.press?.status === 'kept') return words('kept')
  const canVote = slot?.phase === 'question' && !(slot.question?.final && slot.counted !== null)
  return canVote && agent === 'online' ? words('hold_on_buttons') : words('hold_on_line')
}

/** Keys 1 to 6 stand in for the buttons. */
function useKeys(): void {
  const { press } = useKioskParts()
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      const index = buttonOfKey(event)
      if (index !== null) press(index)
    }
    window.addEventListener('keydown', onKey)
    return () => window.removeEventListener('keydown', onKey)
  }, [press])
}
