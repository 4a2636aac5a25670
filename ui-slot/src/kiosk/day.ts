import type { SlotPhase, SlotState } from '@eg/shared'
import type { Echo } from './kiosk-state'

export type Card = NonNullable<SlotState['card']>
export type Round = NonNullable<Card['round']>
export type Action = NonNullable<Card['actions'][number]>

/** The phases in which somebody's card is here. */
const WITH_CARD: ReadonlySet<SlotPhase> = new Set(['reading', 'ready', 'playing', 'won', 'lost', 'refused', 'out'])

/** The card whose visit is on show, else null. */
export function cardOnShow(slot: SlotState | null): Card | null {
  return slot && WITH_CARD.has(slot.phase) ? (slot.card ?? null) : null
}

/** The last four of a card's number, as they are printed on it. */
export function lastFour(tagUid: string): string {
  return tagUid.slice(-4)
}

/** What the page waits for the core to say; its identity is the text. Null when it waits for nothing. */
export function waitOf(slot: SlotState | null): string | null {
  const card = cardOnShow(slot)
  if (!slot || !card || (slot.phase !== 'reading' && slot.phase !== 'playing')) return null
  return JSON.stringify([slot.phase, card.visit, card.round])
}

/** The button that was pressed and is not answered yet: the page's own echo first, then the stake being played. */
export interface DayPress {
  index: number
  status: 'pending' | 'refused'
}

export function dayPress(slot: SlotState, card: Card, echo: Echo | null): DayPress | null {
  if (echo) return { index: echo.index, status: echo.status === 'pending' ? 'pending' : 'refused' }
  if (slot.phase !== 'playing') return null
  const index = card.actions.findIndex(
    (action) => action?.do === 'play' && action.stake_cents === card.round?.stake_cents,
  )
  return index < 0 ? null : { index, status: 'pending' }
}
