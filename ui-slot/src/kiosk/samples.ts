import type { GameState, PressStatus, SlotPhase, SlotState } from '@eg/shared'
import type { Card, Round } from './day'
import type { Echo, KioskState } from './kiosk-state'

/** What an agent publishes, for tests: by default a question with three options that nobody has pressed. */
export function asking(
  part: Partial<SlotState> = {},
  question: Partial<NonNullable<SlotState['question']>> = {},
): SlotState {
  return {
    device_id: 'slot-01',
    phase: 'question',
    mode: 'night',
    question: {
      run: 7,
      step: 3,
      text: 'Who opened the safe?',
      options: ['A', 'B', 'C'],
      closes_at: null,
      final: false,
      ...question,
    },
    press: null,
    counted: null,
    result: null,
    lights: [false, false, false, false, false, false],
    offered: [true, true, true, false, false, false],
    ...part,
  }
}

export function pressOf(index: number, status: PressStatus): NonNullable<SlotState['press']> {
  return { index, choice: 'ABCDEF'.charAt(index), status, reason: null }
}

export function echoOf(index: number, status: Echo['status']): Echo {
  return { pressId: 'k-1', index, before: '', status }
}

export function kioskState(part: Partial<KioskState> = {}): KioskState {
  return {
    deviceId: 'slot-01',
    link: 'up',
    agent: 'online',
    input: 'online',
    slot: asking(),
    game: null,
    echo: null,
    waitsLong: false,
    cue: null,
    ...part,
  }
}

export const dayGame: GameState = {
  name: 'Les Trois Rouleaux',
  currency: 'EUR',
  stakes_cents: [100, 200, 500],
  symbols: ['cherry', 'bell', 'seven', 'diamond'],
  outcomes: [
    { name: 'Deux cerises', reels: ['cherry', 'cherry', '*'], pays: 2 },
    { name: 'Rien', reels: ['*', '*', '*'], pays: 0 },
    { name: 'Jackpot', reels: ['seven', 'seven', 'seven'], pays: 100 },
  ],
}

/** A card at the table with 12.50: three stakes on buttons 1 to 3, the way out on button 6. */
export function playing(phase: SlotPhase, card: Partial<Card> = {}, part: Partial<SlotState> = {}): SlotState {
  const stakes = dayGame.stakes_cents.map((stake_cents) => ({ do: 'play' as const, stake_cents }))
  const actions = [...stakes, null, null, { do: 'out' as const }]
  const offered = ['ready', 'won', 'lost', 'refused'].includes(phase)
  return asking({
    phase,
    mode: 'day',
    question: null,
    card: { visit: 3, tag_uid: '04A37C91', balance_cents: 1250, round: null, reason: null, actions, ...card },
    offered: actions.map((action) => offered && action !== null),
    ...part,
  })
}

/** A round of 2.00: by default one whose answer is not known. */
export function roundOf(part: Partial<Round> = {}): Round {
  return { stake_cents: 200, reels: null, outcome: null, win_cents: null, ...part }
}
