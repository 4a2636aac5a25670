import { useRef } from 'react'
import { type Action, type Card, dayPress } from '../kiosk/day'
import { useKiosk, useKioskParts } from '../kiosk/kiosk-context'
import { canPress } from '../kiosk/kiosk-state'
import { useToldEcho } from '../kiosk/use-told-echo'
import { type Money, useMoney } from '../words/money'
import { type Words, useWords } from '../words/words'
import { OptionButton, UnlitOption } from './option-button'
import { useFitText } from './use-fit-text'
import { useWaits } from './use-waits'

const LIMITS = { maxPx: 84, minPx: 28 }

/** What the six buttons mean by day, where the buttons are. What is not offered has its light off. */
export function StakeButtons({ card }: { card: Card }) {
  const words = useWords()
  const money = useMoney()
  const { press, click } = useKioskParts()
  const slot = useKiosk((state) => state.slot)
  const echo = useKiosk((state) => state.echo)
  const allowed = useKiosk((state) => card.actions.map((_, i) => (canPress(state, i) ? '1' : '0')).join(''))
  const grid = useRef<HTMLDivElement>(null)
  useFitText(grid, LIMITS)
  const pressed = slot && dayPress(slot, card, echo)
  const told = useToldEcho()
  const taken = slot && dayPress(slot, card, told)?.status === 'pending'
  const underWay = pressed?.status === 'pending'
  useWaits(grid, underWay)
  return (
    <div ref={grid} className="options stakes">
      {card.actions.slice(0, 6).map((action, i) => {
        // Six buttons for ever: the index is which one it is.
        // oxlint-disable-next-line react/no-array-index-key
        if (!action) return <UnlitOption key={i} index={i} />
        const shown = pressed?.index === i
        return (
          <OptionButton
            // oxlint-disable-next-line react/no-array-index-key
            key={i}
            index={i}
            {...labelOf(words, money, action)}
            press={shown ? pressed.status : 'none'}
            shown={shown}
            dimmed={taken === true && !shown}
            unlit={!underWay && slot?.offered[i] !== true}
            enabled={allowed[i] === '1'}
            onPress={press}
            onClick={click}
          />
        )
      })}
    </div>
  )
}

function labelOf(words: Words, money: Money, action: Action): { lead?: string; text: string } {
  if (action.do === 'out') return { text: words('leave') }
  return { lead: words('play'), text: money(action.stake_cents) }
}
