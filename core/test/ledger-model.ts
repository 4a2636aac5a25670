import type { Answer } from '@eg/shared'
import { DRAWER, type Expected, says } from './ledger-accounts.js'
import { ModelDesk } from './ledger-desk.js'
import { type LedgerOp, slotId } from './ledger-ops.js'

const STAKES = [100, 200, 500]
const BET_OPEN_MS = 600_000
const REVERSIBLE = new Set(['stake', 'win', 'bet', 'bet_win', 'top_up', 'cash_out', 'adjust', 'drawer_cash'])

/**
 * The money rules once more, as plainly as they can be said. It decides what every operation must be answered by itself;
 * only what a round wins it takes from the answer.
 */
export class LedgerModel extends ModelDesk {
  /** The open bets by slot and player: when they were made (ms on the core's clock) and by which transfer. */
  readonly bets = new Map<string, { at: number; transfer: number }>()
  night = false

  /** Carries out one operation at a time (ms); `answer` is what the core said. */
  apply(operation: LedgerOp, answer: Answer, at = 0): Expected {
    switch (operation.op) {
      case 'issue':
        return this.issue(operation.card)
      case 'freeze':
      case 'unfreeze':
        return this.freeze(operation.card, operation.op === 'freeze')
      case 'replace':
        return this.replace(operation.card, operation.by)
      case 'balance':
        return this.ask(operation.card)
      case 'debit':
        return this.debit(operation, at)
      case 'credit':
        return this.credit(operation, at)
      case 'round':
        return this.round(operation, answer)
      case 'payout':
      case 'op_payout':
        return this.payout(operation)
      case 'claim':
      case 'desk_claim':
        return this.claim(operation.payout, operation.card)
      case 'void':
      case 'expire':
        return this.end(operation.payout, operation.op)
      case 'shift_open':
      case 'shift_close':
        return this.count(operation.op === 'shift_open', operation.count)
      case 'top_up':
      case 'cash_out':
        return this.cash(operation)
      case 'drawer':
        return this.cashDrawer(operation)
      case 'adjust':
        return this.adjust(operation)
      case 'reverse':
        return this.reverse(operation.transfer)
    }
  }

  private issue(card: number): Expected {
    if (this.cards.has(card)) return says('refused')
    this.cards.set(card, { player: ++this.players, status: 'active' })
    this.balances.set(`player:${this.players}`, 0)
    return { status: 'ok', player: this.players, new_balance_cents: 0 }
  }

  private freeze(card: number, frozen: boolean): Expected {
    const known = this.cards.get(card)
    if (!known) return says('unknown_card')
    if (known.status !== (frozen ? 'active' : 'frozen')) return says('refused')
    known.status = frozen ? 'frozen' : 'active'
    return { status: 'ok', new_balance_cents: this.cardBalance(card) }
  }

  private replace(card: number, by: number): Expected {
    const known = this.cards.get(card)
    if (!known) return says('unknown_card')
    if (known.status === 'lost' || this.cards.has(by)) return says('refused')
    this.cards.set(by, { ...known })
    known.status = 'lost'
    return { status: 'ok', player: known.player, new_balance_cents: this.cardBalance(by) }
  }

  private ask(card: number): Expected {
    if (!this.cards.has(card)) return says('unknown_card')
    return { status: this.problem(card) ?? 'ok', balance_cents: this.cardBalance(card) }
  }

  private debit({ slot, card, amount }: Extract<LedgerOp, { op: 'debit' | 'credit' }>, at: number): Expected {
    const problem = this.problem(card)
    if (problem) return says(problem)
    const before = this.cardBalance(card) ?? 0
    if (before < amount) return { status: 'insufficient', new_balance_cents: before }
    const { name, player } = this.account(card)
    const transfer = this.move('bet', name, `game:${slotId(slot)}`, amount, { player })
    this.bets.set(`${slot}/${player}`, { at, transfer })
    return { status: 'ok', new_balance_cents: before - amount }
  }

  private credit({ slot, card, amount }: Extract<LedgerOp, { op: 'debit' | 'credit' }>, at: number): Expected {
    const problem = this.problem(card)
    if (problem) return says(problem)
    const before = this.cardBalance(card) ?? 0
    const { name, player } = this.account(card)
    const bet = `${slot}/${player}`
    const opened = this.bets.get(bet)
    if (!opened || at - opened.at >= BET_OPEN_MS) return { status: 'no_bet', new_balance_cents: before }
    this.bets.delete(bet)
    this.move('bet_win', `game:${slotId(slot)}`, name, amount, { player })
    return { status: 'ok', new_balance_cents: before + amount }
  }

  private round({ slot, card, stake }: Extract<LedgerOp, { op: 'round' }>, answer: Answer): Expected {
    if (this.night) return says('refused')
    const problem = this.problem(card)
    if (problem) return says(problem)
    if (!STAKES.includes(stake)) return says('refused')
    const before = this.cardBalance(card) ?? 0
    if (before < stake) return { status: 'insufficient', new_balance_cents: before }
    const { name, player } = this.account(card)
    const win = Number(answer.win_cents)
    this.move('stake', name, `game:${slotId(slot)}`, stake, { player })
    if (win > 0) this.move('win', `game:${slotId(slot)}`, name, win, { player })
    return { status: 'ok', new_balance_cents: before - stake + win }
  }

  private adjust({ card, amount, direction }: Extract<LedgerOp, { op: 'adjust' }>): Expected {
    const known = this.cards.get(card)
    if (!known) return says('unknown_card')
    const before = this.cardBalance(card) ?? 0
    if (known.status === 'lost') return { status: 'frozen', new_balance_cents: before }
    if (direction === 'debit' && before < amount) return { status: 'insufficient', new_balance_cents: before }
    const { name, player } = this.account(card)
    const transfer =
      direction === 'credit'
        ? this.move('adjust', 'house', name, amount, { player })
        : this.move('adjust', name, 'house', amount, { player })
    return { status: 'ok', transfer, new_balance_cents: this.cardBalance(card) }
  }

  private reverse(number: number): Expected {
    const made = this.transfers[number - 1]
    if (!made) return says('not_found')
    if (this.reversed.has(number) || !REVERSIBLE.has(made.kind)) return says('refused')
    const { debit, credit, amount, player } = made
    if (credit === `player:${player}` && this.balance(credit) < amount) return says('insufficient')
    if ((debit === DRAWER || credit === DRAWER) && !this.shift) return says('refused')
    if (debit === DRAWER && this.drawer < amount) return says('refused')
    const link = player === null ? {} : { player }
    const transfer = this.move('reversal', credit, debit, amount, { ...link, reverses: number })
    // Its stake is back with the player, so it can win no more.
    for (const [bet, opened] of this.bets) if (opened.transfer === number) this.bets.delete(bet)
    if (player === null) return { status: 'ok', transfer }
    return { status: 'ok', transfer, new_balance_cents: this.balance(`player:${player}`) }
  }
}
