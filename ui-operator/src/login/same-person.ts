import { forgetKeptMoney } from '../money/money-commands'
import type { Keep } from '../session/keep'
import type { AccessState } from './access'

const KEPT = 'eg.person'

/**
 * A money command without an answer is asked again by its id, and an id is the person's who gave it: asked by another one it would be
 * another command, and be carried out twice. So what somebody else left in this tab is not taken up.
 */
export function forgetOthersMoney(state: AccessState, keep: Keep): void {
  if (state.is !== 'in') return
  const before = keep.getItem(KEPT)
  if (before !== null && before !== state.name) forgetKeptMoney(keep)
  keep.setItem(KEPT, state.name)
}
