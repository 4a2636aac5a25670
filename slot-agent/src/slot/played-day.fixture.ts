import type { GameState } from '@eg/shared'
import type { Note, Round } from './day-model.js'
import type { SlotEffect } from './model.js'
import { playSlot } from './played-slot.fixture.js'

export const GAME: GameState = {
  name: 'Three reels',
  currency: 'EUR',
  stakes_cents: [100, 200, 500],
  symbols: ['cherry', 'bell', 'seven'],
  outcomes: [{ name: 'Jackpot', reels: ['seven', 'seven', 'seven'], pays: 50 }],
}
export const ADA = '04A37C91'
export const BOB = '04B11D02'
export const OUT = 5

/** A slot by day with the link up, as a test plays with it: cards and presses in, what the page shows out. */
export function playDay({ round = null as Round | null, link = true, game = GAME } = {}) {
  const slot = playSlot(null, null, round)
  slot.send({ type: 'mode', mode: 'day' }).send({ type: 'game', game }).send({ type: 'link', up: link })
  let cards = 0
  let lastCard = ''
  let lastRound: Round | null = round
  const of = <T extends SlotEffect['type']>(type: T) =>
    slot.effects.filter((effect): effect is Extract<SlotEffect, { type: T }> => effect.type === type)

  const day = {
    slot,
    card(tagUid = ADA) {
      cards += 1
      lastCard = tagUid
      slot.send({ type: 'card', tagUid, reqId: `w-${cards}` })
      return day
    },
    /** The core answers the balance that was asked last. */
    balance(status: string, more: Record<string, unknown> = {}) {
      const answer = { type: 'wallet_get', status, req_id: `w-${cards}`, tag_uid: lastCard, ...more }
      slot.send({ type: 'answer', answer })
      return day
    },
    /** A card with `cents` on it is there and ready. */
    ready(cents = 1000, tagUid = ADA) {
      return day.card(tagUid).balance('ok', { balance_cents: cents })
    },
    press(index: number) {
      slot.press(index)
      lastRound = day.rounds().at(-1) ?? lastRound
      return day
    },
    screen(index: number, visit: number | null, run: number | null = null) {
      slot.send({ type: 'press', index, source: 'screen', run, visit, reqId: 'v-screen' })
      return day
    },
    /** The core answers the round that was played last. */
    drawn(status: string, more: Record<string, unknown> = {}) {
      slot.send({ type: 'answer', answer: { type: 'round_play', status, req_id: lastRound?.reqId, ...more } })
      return day
    },
    lost: (balance: number) =>
      day.drawn('ok', { reels: ['bell', 'seven', 'cherry'], outcome: null, win_cents: 0, new_balance_cents: balance }),
    link(up: boolean) {
      slot.send({ type: 'link', up })
      return day
    },
    mode(mode: 'day' | 'night') {
      slot.send({ type: 'mode', mode })
      return day
    },
    wait(ms: number) {
      slot.wait(ms)
      return day
    },
    view: slot.view,
    phase: () => slot.view().phase,
    here: () => slot.view().card ?? null,
    /** What can be pressed as a word: `123..6`. */
    offered: () =>
      slot
        .view()
        .offered.map((on, index) => (on ? String(index + 1) : '.'))
        .join(''),
    lights: slot.lights,
    rounds: () => of('playRound').map((effect) => effect.round),
    asked: () => of('askBalance').map(({ reqId, tagUid }) => ({ reqId, tagUid })),
    notes: (): Note[] => of('note').map((effect) => effect.note),
    effects: () => slot.effects.map(({ type }) => type),
  }
  return day
}
