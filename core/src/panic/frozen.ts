import { type Decision, refuse } from '../game/decision.js'

export type FreezeScope = 'money' | 'game'

/** What is frozen now, whatever froze it. */
export type Freezes = Readonly<Record<FreezeScope, boolean>>

const WHAT_TO_DO: Record<FreezeScope, string> = {
  money: 'Wait until a game master lets money move again, then ask again as a new request.',
  game: 'Wait until a game master lets the game go on, then try again.',
}

/**
 * The answer to whatever is refused because its scope is frozen (U1). `nothing` says what did not happen. What was committed before
 * stands; the refusal is final, so that nothing is carried out later by surprise.
 */
export function frozen<Change>(scope: FreezeScope, nothing: string): Decision<Change> {
  const what = scope === 'money' ? 'Money is frozen by the house' : 'The game is frozen by the house'
  return refuse('refused', 'frozen', `${what}. ${nothing} ${WHAT_TO_DO[scope]}`)
}

/**
 * The commands that move money. While it is frozen the ledger stands still: no transfer is written, whoever asks, corrections of
 * operators too (U6). Cards are issued, frozen and replaced all the same: that moves none.
 */
const MOVES_MONEY: ReadonlySet<string> = new Set([
  'walletDebit',
  'walletCredit',
  'roundPlay',
  'payoutNew',
  'payoutClaim',
  'opPayoutNew',
  'opPayoutVoid',
  'opPayoutExpire',
  'opCardAdjust',
  'opTransferReverse',
  'opShiftOpen',
  'opShiftClose',
  'opDeskTopUp',
  'opDeskCashOut',
  'opDeskClaim',
  'opDeskCash',
  'opSessionCards',
])

/** Whether a command of this kind moves money. */
export function movesMoney(kind: string): boolean {
  return MOVES_MONEY.has(kind)
}
