import type { Answer } from '@eg/shared'
import type { Work } from '../../dist/commit/command.js'
import type { Expected } from '../../test/ledger-accounts.js'
import { LedgerModel } from '../../test/ledger-model.js'
import { type LedgerOp, ledgerWork } from '../../test/ledger-ops.js'
import { NightModel } from './night-model.js'
import { type NightOp, nightWork } from './night-ops.js'

export type VenueOp = LedgerOp | NightOp

/** A command as its sender keeps it: whoever sends it again sends exactly this. */
export interface Request {
  /** A device id, or `ui:<client id>`. */
  actor: string
  reqId: string
  op: VenueOp
}

const NIGHT: ReadonlySet<string> = new Set(['mode', 'open', 'vote', 'close', 'redo', 'extend', 'reveal'])

export function isNight(op: VenueOp): op is NightOp {
  // A run and a payout can both be voided: they differ in what they name.
  return NIGHT.has(op.op) || (op.op === 'void' && 'run' in op)
}

export const workOf = ({ op, reqId }: Request): Work => (isNight(op) ? nightWork(op, reqId) : ledgerWork(op, reqId))

/** Whether the same again gets the first answer: not a balance, nor what has no request id. */
export function hasFirstAnswer(op: VenueOp): boolean {
  return op.op !== 'balance' && op.op !== 'payout' && !(op.op === 'vote' && !op.named)
}

/** Night and money together, as the rules say they are. */
export class VenueModel {
  ledger = new LedgerModel()
  readonly night = new NightModel()

  apply(op: VenueOp, answer: Answer, at: number): Expected {
    if (!isNight(op)) return this.ledger.apply(op, answer, at)
    const expected = this.night.apply(op)
    this.ledger.night = this.night.night
    return expected
  }
}
