import type { Actor } from '../../../commit/command.js'
import { type CardVerdict, decideCardTurn, problemWithListed } from '../../../session/card-rules.js'
import type { SessionMarks } from '../../../session/session-marks.js'
import type { Card } from '../../../money/ledger.js'
import type { DeskFacts } from '../../../money/desk-rules.js'
import { addReceipt } from '../handlers/desk.js'
import type { RawCardJob, RawSession } from '../session-statements.js'
import { type Transaction, writeJournal } from '../transaction.js'
import { writeTransfers } from './ledger-writer.js'
import { cardOf, deskOf } from './money-facts.js'

/** How many transfers and players one step looks at, and how many cards one step moves: a vote waits for a step or two. */
const LIST_STEP = 2000
const LIST_PLAYERS = 50
const MOVE_STEP = 25

/**
 * Carries a choice out by so many steps. Everything that says how far it has come is in its row and changes in the same
 * transaction as the money, so a restart goes on where the last commit stood.
 */
export function advanceCards(tx: Transaction, number: number, steps: number, at: number): void {
  let job = tx.session.job.get(number) as RawCardJob
  for (let i = 0; i < steps && job.ended_at === null; i++) {
    job = job.status === 'listing' ? list(tx, job, at) : move(tx, job, at)
    tx.session.setJob.run(job)
  }
  tx.sessionChanged = true
  tx.cardsChanged = true
}

/** What whoever asked is told. */
export function cardProgress(row: RawCardJob) {
  const { job, choice, status, reason, cards, cents, done, done_cents, skipped } = row
  const why = reason === null ? {} : { reason, detail: STOPPED[reason] ?? 'It was stopped; what was done stands.' }
  // A choice that moved nothing is a refusal; `progress` says how far one has come that was taken up.
  const refused = status === 'stopped' && done === 0
  return {
    ...(refused ? { status: 'refused' } : {}),
    job,
    choice,
    progress: status,
    ...why,
    cards,
    cents,
    done,
    done_cents,
    skipped,
  }
}

const STOPPED: Record<string, string> = {
  stale: 'The cards hold other money than was shown. Nothing was moved. Look again, then decide.',
  drawer_short:
    'The drawer holds less than these cards. Bring cash to it, then choose again: what was paid is not paid twice.',
  no_shift: 'The shift at that desk was closed. Open one, then choose again: what was paid is not paid twice.',
}

function list(tx: Transaction, job: RawCardJob, at: number): RawCardJob {
  const { session: sql } = tx
  const row = sql.session.get(job.session) as RawSession
  const { transfers: until } = JSON.parse(row.marks_after ?? row.marks_before) as SessionMarks
  const found = sql.toList.all(job.listed_to, until, LIST_STEP) as { transfer: number; player: number | null }[]
  const { players, to } = firstPlayers(found)
  const next = { ...job, listed_to: to ?? until }
  for (const player of players) {
    if (sql.dealtWith.get(player, job.session) !== undefined) continue
    const added = sql.addCard.get({ job: job.job, player }) as { cents: number } | undefined
    if (!added) continue
    next.cards += 1
    next.cents += added.cents
  }
  if (next.listed_to < until) return next
  const asked = { choice: job.choice, expectCards: job.expect_cards, expectCents: job.expect_cents }
  const payableCents = sql.payable.get(job.job) as number
  const problem = problemWithListed({ ...next, payableCents }, asked, deskOfJob(tx, job))
  return problem === null
    ? { ...next, status: 'moving' }
    : ended(tx, { ...next, status: 'stopped', reason: problem }, at)
}

/** Who the first transfers are about, and up to which of them: looking a player up costs more than passing him over. */
function firstPlayers(found: readonly { transfer: number; player: number | null }[]) {
  const players = new Set<number>()
  for (const { transfer, player } of found) {
    if (player !== null) players.add(player)
    if (players.size === LIST_PLAYERS) return { players, to: transfer }
  }
  return { players, to: found.length === LIST_STEP ? found.at(-1)?.transfer : undefined }
}

function move(tx: Transaction, job: RawCardJob, at: number): RawCardJob {
  const players = tx.session.toMove.all(job.job, job.moved_to, MOVE_STEP) as { player: number; left: number }[]
  const next = { ...job }
  for (const { player, left } of players) {
    const tagUid = tx.session.workingTag.get(player) as string | undefined
    const card = tagUid === undefined ? null : cardOf(tx, tagUid)
    const desk = deskOfJob(tx, job)
    const verdict = decideCardTurn(card, left, { choice: job.choice, why: whyOf(job), person: job.person }, desk)
    if (verdict.type === 'stop') return ended(tx, { ...next, status: 'stopped', reason: verdict.reason }, at)
    const transfer = verdict.type === 'move' && card ? carryOut(tx, job, { verdict, card, desk, at }) : null
    const outcome = verdict.type === 'keep' ? 'kept' : verdict.outcome
    const cents = verdict.type === 'skip' ? 0 : verdict.cents
    tx.session.setCard.run(outcome, cents, transfer, job.job, player)
    next.moved_to = player
    if (verdict.type === 'skip') next.skipped += 1
    else {
      next.done += 1
      next.done_cents += cents
    }
  }
  return players.length === MOVE_STEP ? next : ended(tx, { ...next, status: 'done' }, at)
}

interface Turn {
  verdict: Extract<CardVerdict, { type: 'move' }>
  card: Card
  desk: DeskFacts | null
  at: number
}

/** Moves what is to be moved of one card, with its receipt and its line in the journal. Returns the number of the transfer. */
function carryOut(tx: Transaction, job: RawCardJob, { verdict, card, desk, at }: Turn): number {
  const actor: Actor = { key: job.actor, via: 'core' }
  const { outcome, cents, changes } = verdict
  const transfers = changes.flatMap((change) => (change.type === 'transfer' ? [change.transfer] : []))
  const given = changes.some(({ type }) => type === 'receipt')
  const receipt =
    desk && given ? addReceipt(tx, { desk, card, kind: 'cash_out', amount: cents, moved: -cents, at }) : undefined
  const at_ = { at, actor, tagUid: card.tagUid, deviceId: desk?.deskId, shift: desk?.shift?.shift, receipt }
  const transfer = writeTransfers(tx, transfers, at_)
  const data = { tag_uid: card.tagUid, amount_cents: cents, how: outcome, session: job.session, job: job.job, receipt }
  writeJournal(tx, { at, kind: 'cardReset', outcome: 'ok', actor, deviceId: desk?.deskId, data: { ...data, transfer } })
  return transfer
}

function ended(tx: Transaction, job: RawCardJob, at: number): RawCardJob {
  const { session, choice, cards, done, done_cents, skipped, reason } = job
  const data = { session, choice, job: job.job, cards, done, done_cents, skipped }
  const actor: Actor = { key: job.actor, via: 'core' }
  const outcome = job.status === 'done' ? 'ok' : 'stopped'
  writeJournal(tx, { at, kind: 'cardsReset', outcome, reason: reason ?? undefined, actor, data })
  return { ...job, ended_at: at }
}

function deskOfJob(tx: Transaction, { choice, desk_id }: RawCardJob): DeskFacts | null {
  return choice === 'cash_out' && desk_id !== null ? deskOf(tx, desk_id) : null
}

/** What stands with each transfer, for whoever reads the books later. */
function whyOf({ session, why }: RawCardJob): string {
  return why === null ? `session ${session}` : `session ${session}: ${why}`
}
