import { type Decision, accept, refuse } from '../game/decision.js'

export interface SwapAsked {
  slotId: string
  /** Null: one that waits to be enrolled. */
  spareId: string | null
  /** Whether the operator saw the slot connected; undefined: did not say. */
  expectOnline: boolean | undefined
  /** The swap of this slot that was seen under way (null: none); undefined: did not say. */
  expectSwap?: number | null | undefined
  force: boolean
}

/** What is known of whoever is to take the place. */
export interface SpareFacts {
  /** It is let in under its name as a slot, or waits under the key. */
  known: boolean
  online: boolean
  /** It has said what a secret is to be sealed for. */
  hasKey: boolean
  /** The slot whose place it is taking already; null: none. */
  takes: string | null
  /** Another one is taking its place. */
  isTaken: boolean
  /** The machine has voted in the question that is open, under its own name or one that it had before. */
  hasVoted?: boolean
}

export interface SwapFacts {
  /** This core only rehearses; the machines are real. */
  rehearsal?: boolean
  auth: 'open' | 'enrolled'
  /** `takes`: it is a spare itself that is taking that one's place; null: none. */
  slot: { known: boolean; online: boolean; takes: string | null }
  /** Null: exactly one spare was not named. */
  spare: SpareFacts | null
  /** The swap of this slot that is under way, if any. */
  underWay: { swap: number; sameSpare: boolean } | null
}

/** `supersede`: another spare was named before the first one came in; it never will. */
export type SwapChange = { type: 'supersede'; swap: number } | { type: 'swap'; fenced: boolean }

const NOTHING = 'Nothing was changed.'

/** Whether a spare takes a slot's identity (U41–U45). */
export function decideSwap(asked: SwapAsked, facts: SwapFacts): Decision<SwapChange> {
  const { slotId, spareId } = asked
  const { slot, spare, underWay } = facts
  if (!spare) {
    const detail = `Name one spare: spare_id, or spare_key of one that waits to be enrolled. ${NOTHING}`
    return refuse('refused', 'no_spare', detail, { field: 'spare_id' })
  }
  if (!slot.known) {
    const detail = `${slotId} is not a slot that is known here. ${NOTHING}`
    return refuse('refused', 'not_a_slot', detail, { field: 'slot_id' })
  }
  if (slot.takes !== null) {
    const detail = `${slotId} is taking the place of ${slot.takes}. Wait until it has, or cancel that. ${NOTHING}`
    return refuse('refused', 'slot_busy', detail, { field: 'slot_id' })
  }
  if (asked.expectSwap !== undefined && asked.expectSwap !== (underWay?.swap ?? null)) {
    const now = underWay ? `swap ${underWay.swap} of ${slotId} is under way` : `no swap of ${slotId} is under way`
    const detail = `Somebody was faster: ${now}. ${NOTHING} Look again, then decide.`
    return refuse('stale', 'stale', detail, { field: 'expect_swap' })
  }
  if (underWay?.sameSpare) return accept('ok', [])
  const problem = spareProblem(slotId, spareId, spare) ?? onlineProblem(asked, facts)
  if (problem) return problem
  if (facts.rehearsal && !asked.force) {
    const detail = `This is a rehearsal, and the spare would keep the name ${slotId} on its own disk, where the real core does not know it. Try it with simulated slots and say force. ${NOTHING}`
    return refuse('refused', 'rehearsal', detail)
  }
  if (facts.auth === 'open' && !asked.force) {
    const detail = `This core asks nobody who he is (EG_AUTH=open), so the old ${slotId} cannot be kept out when it comes back. Switch it off and say force, or enrol the devices. ${NOTHING}`
    return refuse('refused', 'cannot_fence', detail)
  }
  const changes: SwapChange[] = underWay ? [{ type: 'supersede', swap: underWay.swap }] : []
  return accept('ok', [...changes, { type: 'swap', fenced: facts.auth === 'enrolled' }])
}

function spareProblem(slotId: string, spareId: string | null, spare: SpareFacts): Decision<SwapChange> | null {
  const field = { field: spareId === null ? 'spare_key' : 'spare_id' }
  const name = spareId ?? 'the device that waits'
  if (spareId === slotId) {
    return refuse('refused', 'same_device', `${slotId} cannot take its own place. Name a spare. ${NOTHING}`, field)
  }
  if (!spare.known) {
    const detail =
      spareId === null
        ? `No device waits under this key: it has gone, or somebody has enrolled it. Look at the list again. ${NOTHING}`
        : `${name} is not enrolled here as a slot, so it cannot be told anything. Switch it on and enrol it. ${NOTHING}`
    return refuse('refused', 'unknown_spare', detail, field)
  }
  if (spare.takes !== null) {
    const detail = `${name} is taking the place of ${spare.takes} already. Cancel that, or use another spare. ${NOTHING}`
    return refuse('refused', 'spare_busy', detail, field)
  }
  if (spare.isTaken) {
    const detail = `Another one is taking the place of ${name}. Wait until it has, or use another spare. ${NOTHING}`
    return refuse('refused', 'spare_busy', detail, field)
  }
  if (spare.hasVoted) {
    const detail = `${name} has voted in the open question: as ${slotId} the same machine would vote in it again. Use another spare, or wait until the question is over. ${NOTHING}`
    return refuse('refused', 'spare_busy', detail, field)
  }
  if (!spare.online) {
    return refuse('refused', 'spare_offline', `${name} is not connected. Switch it on, then swap. ${NOTHING}`, field)
  }
  if (spare.hasKey) return null
  const detail = `${name} runs a program of an earlier release that cannot take another name. Update it, or revoke and enrol it as ${slotId}. ${NOTHING}`
  return refuse('refused', 'old_spare', detail, field)
}

function onlineProblem({ slotId, expectOnline }: SwapAsked, { slot }: SwapFacts): Decision<SwapChange> | null {
  if (expectOnline !== undefined && expectOnline !== slot.online) {
    const now = slot.online ? 'connected' : 'not connected'
    return refuse('stale', 'stale', `${slotId} is ${now} now. Look again, then decide. ${NOTHING}`)
  }
  if (!slot.online || expectOnline === true) return null
  const detail = `${slotId} is connected. If it is to be replaced all the same say expect_online. ${NOTHING}`
  return refuse('refused', 'slot_online', detail, { field: 'slot_id' })
}

/** Whether a swap is taken back (U46): only while the spare has not come in. */
export function decideSwapCancel(
  swap: number,
  found: { status: string; slotId: string } | null,
): Decision<{ type: 'cancel' }> {
  if (!found) return refuse('refused', 'unknown', `There is no swap ${swap}. ${NOTHING}`, { field: 'swap' })
  if (found.status === 'sent') return accept('ok', [{ type: 'cancel' }])
  if (found.status === 'cancelled') return accept('ok', [])
  const detail =
    found.status === 'done'
      ? `The spare is ${found.slotId} already. Enrol the old one as a spare and swap back. ${NOTHING}`
      : `Another swap has taken the place of this one. ${NOTHING}`
  return refuse('refused', 'moved_on', detail)
}
