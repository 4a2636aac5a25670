import type { Card } from './ledger.js'
import { type Decision, accept, refuse } from '../game/decision.js'

/** Why a card cannot be used; null if it can. `what` is what then did not happen. */
export function cardProblem<C>(tagUid: string, card: Card | null, what: string): Decision<C> | null {
  if (!card) {
    return refuse(
      'unknown_card',
      'unknown_card',
      `The card ${tagUid} was not issued here. ${what} Issue it at a desk.`,
      {
        field: 'tag_uid',
      },
    )
  }
  if (card.status === 'frozen') {
    return refuse('frozen', 'frozen', `The card ${tagUid} is frozen. ${what} A desk can say why and unfreeze it.`)
  }
  if (card.status === 'lost') {
    return refuse('frozen', 'lost', `The card ${tagUid} was reported lost and replaced. ${what} Use the new card.`)
  }
  return null
}

/** What a card rule may do to the world. */
export type CardChange =
  | { type: 'issue'; tagUid: string; name: string | null }
  | { type: 'status'; tagUid: string; status: 'active' | 'frozen'; reason: string }
  | { type: 'replace'; tagUid: string; newTagUid: string; status: 'active' | 'frozen'; reason: string }

export function decideIssue(tagUid: string, name: string | null, card: Card | null): Decision<CardChange> {
  if (card) {
    const detail = `The card ${tagUid} belongs to a player already. Nothing was changed; present another card.`
    return refuse('refused', 'already_issued', detail, { field: 'tag_uid' })
  }
  return accept('ok', [{ type: 'issue', tagUid, name }])
}

export function decideFreeze(tagUid: string, reason: string, card: Card | null): Decision<CardChange> {
  if (!isInUse(card)) return notInUse(tagUid, card)
  if (card.status !== 'active')
    return refuse('refused', 'already_frozen', `The card ${tagUid} is frozen already. Nothing was changed.`)
  return accept('ok', [{ type: 'status', tagUid, status: 'frozen', reason }])
}

export function decideUnfreeze(tagUid: string, reason: string, card: Card | null): Decision<CardChange> {
  if (!isInUse(card)) return notInUse(tagUid, card)
  if (card.status !== 'frozen')
    return refuse('refused', 'not_frozen', `The card ${tagUid} is not frozen. Nothing was changed.`)
  return accept('ok', [{ type: 'status', tagUid, status: 'active', reason }])
}

/** A lost card: its player goes on with another. Balance and history are the player's, so nothing moves. */
export function decideReplace(
  command: { tagUid: string; newTagUid: string; reason: string },
  card: Card | null,
  other: Card | null,
): Decision<CardChange> {
  const { tagUid, newTagUid, reason } = command
  if (!isInUse(card)) return notInUse(tagUid, card)
  if (other) {
    const detail = `The card ${newTagUid} belongs to a player already. Nothing was changed; take a card that is not in use.`
    return refuse('refused', 'already_issued', detail, { field: 'new_tag_uid' })
  }
  return accept('ok', [{ type: 'replace', tagUid, newTagUid, status: card.status, reason }])
}

function isInUse(card: Card | null): card is Card & { status: 'active' | 'frozen' } {
  return card !== null && card.status !== 'lost'
}

/** Nothing can be done by hand with a card that nobody has, or has any more. */
function notInUse(tagUid: string, card: Card | null): Decision<CardChange> {
  if (card) return refuse('refused', 'lost', `The card ${tagUid} was reported lost and replaced. Nothing was changed.`)
  const detail = `The card ${tagUid} was not issued here. Nothing was changed.`
  return refuse('unknown_card', 'unknown_card', detail, { field: 'tag_uid' })
}
