import type { GameState, PressStatus, SlotState } from '@eg/shared'
import { cardOnShow } from './day'

/** A press made on this page that the agent has not spoken about yet. Never more than a claim: it cannot be `counted`. */
export interface Echo {
  pressId: string
  index: number
  /** What the agent said when the press was made; as soon as it says something else, its word replaces the echo. */
  before: string
  status: 'pending' | 'unanswered'
}

/** What the show says on this screen at this moment. */
export interface Cue {
  run: number | null
  moment: 'open' | 'closing' | 'closed' | 'revealed'
  /** Of the script, where a text names none. */
  language: string
  /** One text a language; empty: nothing is said. */
  text: Readonly<Record<string, string>>
  /** The name of a sound. */
  sound: string | null
}

export interface KioskState {
  deviceId: string
  /** `connecting` only in the first two seconds of the page: too early to worry anybody. */
  link: 'connecting' | 'up' | 'lost'
  /** Presence of the agent by its status and will; null as long as nothing was heard. */
  agent: 'online' | 'offline' | null
  /** Whether the agent serves buttons, lights and reader; null as long as nothing was heard. */
  input: 'online' | 'offline' | null
  slot: SlotState | null
  /** The game of the day; null until the core has said it. */
  game: GameState | null
  echo: Echo | null
  /** Whether what the screen waits for (a balance, a draw) takes longer than anybody expects. */
  waitsLong: boolean
  cue: Cue | null
}

/** The part of the agent's word that a press can change. */
export function fingerprint(slot: SlotState): string {
  const { phase, question, press, counted, card } = slot
  return JSON.stringify([phase, question?.run, press, counted, card?.visit, card?.round, card?.reason])
}

/** Whether the player has to wait: without core or agent no press could be counted. */
export function isHeld(state: KioskState): boolean {
  return state.link === 'lost' || state.agent === 'offline'
}

/** Whether a press on this option (0 to 5) means something now. */
export function canPress(state: KioskState, index: number): boolean {
  const { slot } = state
  if (state.link !== 'up' || isHeld(state) || !slot) return false
  const card = cardOnShow(slot)
  // One bet at a time: nothing else can be pressed while a press of the day is under way.
  if (card) return state.echo?.status !== 'pending' && card.actions[index] != null && slot.offered[index] === true
  if (slot.phase !== 'question' || !slot.question) return false
  if (index >= slot.question.options.length || slot.offered[index] !== true) return false
  return !(slot.question.final && slot.counted !== null)
}

/** Whether the diagnostics corner may say `online`: the link, the agent and its inputs, all three. */
export function isInputOnline(state: KioskState): boolean {
  return state.link === 'up' && state.agent === 'online' && state.input === 'online'
}

/** The press the screen speaks about. */
export interface ShownPress {
  index: number
  choice: string
  status: PressStatus
  /** The choice that stays counted although this press is not (or not yet); null when there is none. */
  stays: string | null
}

/**
 * The last press, as honestly as it is known: the page's own echo until the agent speaks (`pending`, and `refused` once
 * nobody answered), then the agent's word, then what the core has counted (an agent that restarted remembers no press).
 */
export function shownPress(slot: SlotState, echo: Echo | null): ShownPress | null {
  const options = slot.question?.options ?? []
  const { press, counted } = slot
  if (echo) {
    const choice = options[echo.index] ?? ''
    return { index: echo.index, choice, status: echo.status === 'pending' ? 'pending' : 'refused', stays: counted }
  }
  if (press) {
    return {
      index: press.index,
      choice: press.choice,
      status: press.status,
      stays: press.status === 'counted' ? null : counted,
    }
  }
  if (counted === null) return null
  return { index: options.indexOf(counted), choice: counted, status: 'counted', stays: null }
}

export type OptionPress = PressStatus | 'none'

/** What one option shows: the last press, or the tick of the vote that is still counted behind it. */
export function optionPress(slot: SlotState, shown: ShownPress | null, index: number): OptionPress {
  if (shown?.index === index) return shown.status
  return slot.counted !== null && slot.question?.options[index] === slot.counted ? 'counted' : 'none'
}
