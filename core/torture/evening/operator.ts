import { type Contract, OPERATOR_COMMANDS, contracts } from '@eg/shared'
import type { Account } from './account.js'
import type { Draw } from './draw.js'
import type { Answer, Kind, Sent } from './sent.js'

export const CARDS = ['CARD1', 'CARD2', 'CARD3', 'CARD4', 'POOR']
const RICH_CENTS = 10_000_000
const POOR_CENTS = 700
export const OPTIONS = ['A', 'B', 'C', 'D']

/** The core said that it is not known whether the command was stored. */
class UnavailableError extends Error {
  override readonly name = 'UnavailableError'
}

/** The path of an operator's command over HTTP. */
const pathOf = (contract: Contract) => `/api/op/${contract.topic.slice(OPERATOR_COMMANDS.length)}`

/**
 * The operator over HTTP: gives out cards, then lets night follow day and question follow question. One command at a time;
 * one without an answer is sent again with its id before the next.
 */
export class Operator {
  /** The run that is open as far as the operator knows. */
  run: { run: number; step: number } | null = null
  private pending: Sent | null = null
  private readonly script: Iterator<Sent>
  private step = 0

  constructor(
    private readonly account: Account,
    private readonly draw: Draw,
    private readonly slots: number,
  ) {
    this.script = this.evening()
  }

  /** Issues the cards and puts money on them. */
  async prepare(api: string): Promise<void> {
    for (const tag_uid of CARDS) {
      await this.ask(api, this.command('operator', contracts.opCardIssue, { tag_uid }))
      const amount_cents = tag_uid === 'POOR' ? POOR_CENTS : RICH_CENTS
      const give = { tag_uid, amount_cents, direction: 'credit', reason: 'torture', by: 'torture' }
      await this.ask(api, this.command('adjust', contracts.opCardAdjust, give))
    }
  }

  /** Goes on with the script until the core is gone or `ended` says so. */
  async play(api: string, ended: () => boolean): Promise<void> {
    while (!ended()) {
      this.pending ??= this.script.next().value as Sent
      if (!(await this.tryToAsk(api, this.pending))) return
      const { answer, payload } = this.pending
      // A question that is open now: from here on the slots vote on it.
      if (answer?.type === 'night_open' && answer.status === 'ok') {
        this.run = { run: Number(answer.run), step: Number(payload.step) }
      }
      this.pending = null
      await new Promise((resolve) => setTimeout(resolve, this.draw.between(5, 25)))
    }
  }

  /** Asks; the answer is the acknowledgement. Rejects when the core is not there, or goes. */
  async ask(api: string, sent: Sent): Promise<void> {
    const response = await fetch(`${api}${sent.to}`, { method: 'POST', body: sent.text })
    const { ok: _, ...answer } = (await response.json()) as Answer
    this.account.hear(answer)
    if (answer.status === 'unavailable') throw new UnavailableError(sent.id)
    this.account.acknowledge(sent)
  }

  private async tryToAsk(api: string, sent: Sent): Promise<boolean> {
    try {
      await this.ask(api, sent)
      return true
    } catch (error) {
      // fetch rejects with a TypeError when the core was killed under it.
      if (error instanceof TypeError || error instanceof UnavailableError) return false
      throw error
    }
  }

  private command(kind: Kind, contract: Contract, payload: Record<string, unknown>): Sent {
    return this.account.add(kind, 'http', pathOf(contract), payload)
  }

  private *evening(): Generator<Sent, never> {
    for (;;) {
      yield this.command('operator', contracts.opModeSet, { mode: 'night' })
      for (let left = this.draw.between(2, 6); left > 0; left--) yield this.question()
      if (this.run) yield this.command('operator', contracts.opNightClose, { run: this.run.run })
      this.run = null
      yield this.command('operator', contracts.opModeSet, { mode: 'day' })
      // Time to play by day: asking for the mode that holds changes nothing.
      for (let left = this.draw.between(2, 6); left > 0; left--) {
        yield this.command('operator', contracts.opModeSet, { mode: 'day' })
      }
    }
  }

  private question(): Sent {
    const step = ++this.step
    const expected = this.draw.of([this.slots, this.slots - 1, 500])
    const question = { step, question: 'Who?', options: OPTIONS, expected, final: this.draw.oneIn(4) }
    return this.command('operator', contracts.opNightOpen, question)
  }
}
