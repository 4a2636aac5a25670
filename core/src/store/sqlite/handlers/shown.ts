import type { SlotState } from '@eg/shared'
import type { Work } from '../../../commit/command.js'
import type { Transaction } from '../transaction.js'

/** What a slot shows has changed: kept for disputes, in the place of what it showed 500 changes ago. */
export function noteShown(tx: Transaction, work: Extract<Work, { kind: 'deviceState' }>, at: number): void {
  const state = JSON.parse(work.text) as SlotState
  const { phase, question, press, card, lights } = state
  tx.shown.note(
    work.deviceId,
    {
      phase,
      run: question?.run ?? null,
      press: press?.status ?? null,
      reason: press?.reason ?? card?.reason ?? null,
      tagUid: card?.tag_uid ?? null,
      lit: lights.filter(Boolean).length,
    },
    at,
  )
}
