import type { GameState, SlotState } from '@eg/shared'
import { asking, dayGame, playing, pressOf, roundOf } from '../src/kiosk/samples'

/** What the page shows, by a name: the list of PRODUCT's kiosk, day and night, with the states that lie over it. */
export interface Shown {
  name: string
  state: SlotState
  /** Null: the core has said no game. */
  game?: GameState | null
}

const SIX = ['La comtesse', 'Le croupier', 'L’inconnue', 'Le jardinier', 'Personne', 'Vous']
const six = [true, true, true, true, true, true]
const none = [false, false, false, false, false, false]
const asked = { text: 'Qui a ouvert le coffre cette nuit ?', options: SIX }
const night = (phase: SlotState['phase'], part: Partial<SlotState> = {}) =>
  asking({ phase, question: null, offered: none, ...part })
const ended = (part: Partial<SlotState>) => asking({ offered: none, ...part }, asked)
const tally = { 'La comtesse': 4, 'Le croupier': 2, 'L’inconnue': 1, 'Le jardinier': 0, Personne: 1, Vous: 1 }
const cueOf = (moment: 'open' | 'closed' | 'revealed', fr: string, en: string): SlotState['cue'] => ({
  moment,
  language: 'fr',
  text: { fr, en },
  sound: null,
  closing: null,
})
const drawn = { reels: ['seven', 'seven', 'seven'], outcome: 'Jackpot', win_cents: 20_000 }
const rich = { balance_cents: 2_500 }
const house = (part: Partial<NonNullable<SlotState['house']>>): SlotState['house'] => ({
  frozen: [],
  blackout: false,
  message: null,
  ...part,
})

export function everyState(now: number): Shown[] {
  const timed = (leftMs: number) => ({ ...asked, closes_at: now + leftMs })
  const question = (part: Partial<SlotState> = {}, more: object = {}) =>
    asking({ offered: six, ...part }, { ...timed(42_000), ...more })
  return [
    { name: 'starting', state: night('starting', { mode: null }) },
    { name: 'attract', state: playing('attract', {}, { card: null }) },
    { name: 'attract-no-game', state: playing('attract', {}, { card: null }), game: null },
    { name: 'reading', state: playing('reading', { balance_cents: null }) },
    { name: 'ready', state: playing('ready', rich) },
    { name: 'playing', state: playing('playing', { ...rich, round: roundOf() }) },
    { name: 'won', state: playing('won', { ...rich, round: roundOf(drawn) }) },
    {
      name: 'lost',
      state: playing('lost', { ...rich, round: roundOf({ reels: ['bell', 'seven', 'cherry'], win_cents: 0 }) }),
    },
    { name: 'refused-insufficient', state: playing('refused', { ...rich, reason: 'insufficient', round: roundOf() }) },
    {
      name: 'refused-unknown',
      state: playing('refused', { reason: 'unknown_card', balance_cents: null, actions: Array<null>(6).fill(null) }),
    },
    { name: 'out', state: playing('out', rich) },
    { name: 'money-paused', state: playing('ready', rich, { offered: none, house: house({ frozen: ['money'] }) }) },
    { name: 'waiting', state: night('waiting') },
    { name: 'question', state: question() },
    {
      name: 'question-three',
      state: asking({}, { ...timed(8_000), options: ['Oui', 'Non', 'Peut-être'], final: true }),
    },
    { name: 'question-cue', state: question({ cue: cueOf('open', 'Choisissez bien.', 'Choose well.') }) },
    { name: 'pending', state: question({ press: pressOf(1, 'pending') }) },
    { name: 'counted', state: question({ press: pressOf(1, 'counted'), counted: 'Le croupier' }) },
    {
      name: 'counted-final',
      state: question({ press: pressOf(1, 'counted'), counted: 'Le croupier' }, { final: true }),
    },
    { name: 'changed', state: question({ press: pressOf(2, 'pending'), counted: 'Le croupier' }) },
    { name: 'kept', state: question({ press: pressOf(3, 'kept') }) },
    { name: 'refused', state: question({ press: pressOf(4, 'refused') }) },
    { name: 'too-late', state: ended({ phase: 'closed', press: pressOf(4, 'too_late') }) },
    { name: 'closed', state: ended({ phase: 'closed', counted: 'Le croupier', press: pressOf(1, 'counted') }) },
    {
      name: 'closed-cue',
      state: ended({ phase: 'closed', cue: cueOf('closed', 'Les votes sont dans l’urne.', 'The votes are in.') }),
    },
    {
      name: 'reveal',
      state: ended({ phase: 'reveal', counted: 'Le croupier', result: { tally, winner: 'La comtesse' } }),
    },
    {
      name: 'reveal-cue',
      state: ended({
        phase: 'reveal',
        result: { tally, winner: 'La comtesse' },
        cue: cueOf('revealed', 'La comtesse sourit.', 'The countess smiles.'),
      }),
    },
    { name: 'reveal-nobody', state: ended({ phase: 'reveal', result: { tally: {}, winner: null } }) },
    {
      name: 'game-paused',
      state: question({ house: house({ frozen: ['game'] }), offered: none }, { remaining_ms: 31_000 }),
    },
    {
      name: 'message',
      state: question({
        house: house({ message: { panic: 1, text: 'La visite reprend dans dix minutes', severity: 'attention' } }),
      }),
    },
    {
      name: 'message-paused',
      state: question({
        house: house({ frozen: ['game'], message: { panic: 1, text: 'Restez où vous êtes', severity: 'info' } }),
        offered: none,
      }),
    },
    {
      name: 'alarm',
      state: question({
        house: house({ message: { panic: 1, text: 'Sortez par la porte verte', severity: 'alarm' } }),
      }),
    },
    { name: 'blackout', state: question({ house: house({ blackout: true }) }) },
    { name: 'rehearsal', state: question(), game: { ...dayGame, rehearsal: true } as GameState },
    { name: 'identify', state: question({ service: { do: 'identify' } }) },
    {
      name: 'press-test',
      state: playing(
        'attract',
        {},
        { card: null, service: { do: 'press_test', pressed: [true, false, true, false, false, false] } },
      ),
    },
  ]
}
