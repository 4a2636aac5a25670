import { cardProblem } from './card-rules.js'
import { type Card, type Transfer, account } from './ledger.js'
import { type Draw, type Game, type Random, draw } from './paytable.js'
import { type Decision, accept, refuse } from '../game/decision.js'

export interface RoundCommand {
  deviceId: string
  tagUid: string
  stake: number
}

export interface RoundFacts {
  mode: 'day' | 'night'
  card: Card | null
  game: Game
  /** What this card may still stake within this hour (cents); null: no limit. */
  stakeLeft: number | null
}

export interface RoundChange {
  draw: Draw
  win: number
  transfers: Transfer[]
  balance: number
}

/**
 * One round (L6–L9): the stake, the draw and the win together. What is taken goes to the slot's game, what is won comes
 * from it.
 */
export function decideRound(command: RoundCommand, facts: RoundFacts, random: Random): Decision<RoundChange> {
  const { deviceId, tagUid, stake } = command
  const { card, game } = facts
  const nothing = 'Nothing was taken.'
  if (facts.mode !== 'day') {
    return refuse('refused', 'night', `Rounds are played by day; it is night. ${nothing}`)
  }
  const problem = cardProblem<RoundChange>(tagUid, card, nothing)
  if (problem || !card) return problem ?? refuse('unknown_card', 'unknown_card', nothing)
  if (!game.table.stakes.includes(stake)) {
    const offered = game.table.stakes.join(', ')
    const detail = `A stake of ${stake} cents is not offered. ${nothing} Stakes: ${offered}.`
    return refuse('refused', 'stake_not_offered', detail, { field: 'stake_cents' })
  }
  if (card.balance < stake) return insufficient(stake, card.balance, nothing)
  if (facts.stakeLeft !== null && stake > facts.stakeLeft) return overLimit(facts.stakeLeft, nothing)
  const drawn = draw(game, random)
  const win = stake * (drawn.outcome?.pays ?? 0)
  const player = account.player(card.player)
  const slot = account.game(deviceId)
  const transfers: Transfer[] = [{ kind: 'stake', debit: player, credit: slot, amount: stake, player: card.player }]
  if (win > 0) transfers.push({ kind: 'win', debit: slot, credit: player, amount: win, player: card.player })
  return accept('ok', [{ draw: drawn, win, transfers, balance: card.balance - stake + win }])
}

export function insufficient<C>(amount: number, balance: number, nothing: string): Decision<C> {
  const detail = `The card has ${balance} cents, ${amount} are needed. ${nothing} Top up at a desk.`
  return refuse('insufficient', 'insufficient', detail)
}

export function overLimit<C>(left: number, nothing: string): Decision<C> {
  const detail = `This card has reached its limit for an hour: ${left} cents are left. ${nothing} Try again later.`
  return refuse('refused', 'limit', detail)
}
