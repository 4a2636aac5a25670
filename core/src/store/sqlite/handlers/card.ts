import type { Answer } from '@eg/shared'
import type { Actor, Work } from '../../../commit/command.js'
import { type CardChange, decideFreeze, decideIssue, decideReplace, decideUnfreeze } from '../../../money/card-rules.js'
import type { Card } from '../../../money/ledger.js'
import type { Decision } from '../../../game/decision.js'
import { cardOf, issueCard } from '../money/money-facts.js'
import { type Transaction, writeJournal } from '../transaction.js'

export type CardWork = Extract<Work, { kind: 'opCardIssue' | 'opCardFreeze' | 'opCardUnfreeze' | 'opCardReplace' }>

const ANSWER_TYPES = {
  opCardIssue: 'card_issue',
  opCardFreeze: 'card_freeze',
  opCardUnfreeze: 'card_unfreeze',
  opCardReplace: 'card_replace',
} as const

export function handleCard(tx: Transaction, work: CardWork, actor: Actor, at: number): Answer {
  const { tag_uid, req_id } = work.payload
  const decision = decide(work, (tagUid) => cardOf(tx, tagUid))
  for (const change of decision.changes) apply(tx, change, actor, at)
  const { changes: _, ...told } = decision
  const replaced = work.kind === 'opCardReplace' ? { new_tag_uid: work.payload.new_tag_uid } : {}
  const issued = work.kind === 'opCardIssue' && work.payload.name ? { name: work.payload.name } : {}
  const why = 'reason' in work.payload ? { why: work.payload.reason } : {}
  const line = { at, kind: work.kind, outcome: decision.status, reason: decision.reason, actor }
  writeJournal(tx, { ...line, data: { tag_uid, ...replaced, ...issued, ...why } })
  const now = work.kind === 'opCardReplace' && decision.status === 'ok' ? work.payload.new_tag_uid : tag_uid
  const card = decision.status === 'ok' ? cardOf(tx, now) : null
  const shown = card ? { tag_uid: card.tagUid, player: card.player, new_balance_cents: card.balance } : { tag_uid }
  return { req_id, type: ANSWER_TYPES[work.kind], ...told, ...shown }
}

function decide(work: CardWork, find: (tagUid: string) => Card | null): Decision<CardChange> {
  const { tag_uid: tagUid } = work.payload
  const card = find(tagUid)
  switch (work.kind) {
    case 'opCardIssue':
      return decideIssue(tagUid, work.payload.name ?? null, card)
    case 'opCardFreeze':
      return decideFreeze(tagUid, work.payload.reason, card)
    case 'opCardUnfreeze':
      return decideUnfreeze(tagUid, work.payload.reason, card)
    case 'opCardReplace': {
      const { new_tag_uid: newTagUid, reason } = work.payload
      return decideReplace({ tagUid, newTagUid, reason }, card, find(newTagUid))
    }
  }
}

function apply(tx: Transaction, change: CardChange, actor: Actor, at: number): void {
  switch (change.type) {
    case 'issue':
      issueCard(tx, change.tagUid, change.name, actor, at)
      break
    case 'status':
      tx.money.setCard.run(change.status, change.reason, change.tagUid)
      break
    case 'replace': {
      const { player } = cardOf(tx, change.tagUid) as Card
      tx.money.setCard.run('lost', change.reason, change.tagUid)
      tx.money.addCard.run(change.newTagUid, player, change.status, null, at, actor.key)
      tx.money.replaceCard.run(change.newTagUid, change.tagUid)
      tx.touched.players.add(player)
    }
  }
}
