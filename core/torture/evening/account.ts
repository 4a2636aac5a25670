import { isDeepStrictEqual } from 'node:util'
import { type Answer, type Kind, type Sent, idOf } from './sent.js'

/** All that the senders of an evening know: what they sent, what was acknowledged, what they were told. */
export class Account {
  /** In the order in which they were sent first. */
  readonly sent: Sent[] = []
  readonly byId = new Map<string, Sent>()
  /** Answers that were not the first one again. */
  readonly contradictions: string[] = []
  acknowledged = 0
  /** How often a sender was told that it is not known whether its command counts. */
  unavailable = 0
  /** Which command was sent under a message id of a connection, by the port it came from. */
  private readonly published = new Map<string, string>()

  /** A new command, not sent yet. `name`: the field that its id stands in. */
  add(kind: Kind, actor: string, to: string, payload: Record<string, unknown>, name = 'req_id'): Sent {
    const id = idOf(this.sent.length)
    const whole = { [name]: id, ...payload }
    const text = JSON.stringify(whole)
    const sent: Sent = { id, actor, kind, to, payload: whole, text, acknowledged: false, answer: null }
    this.sent.push(sent)
    this.byId.set(id, sent)
    return sent
  }

  publish(sent: Sent, port: number, messageId: number): void {
    this.published.set(`${port}/${messageId}`, sent.id)
  }

  /** The id of the command that was sent under a message id of the connection from a port. */
  readonly idOf = (port: number, messageId: number): string | undefined => this.published.get(`${port}/${messageId}`)

  acknowledge(sent: Sent): void {
    if (!sent.acknowledged) this.acknowledged += 1
    sent.acknowledged = true
  }

  /** An answer was heard: kept if it is the first, compared otherwise. */
  hear(answer: Answer): void {
    const sent = this.byId.get(String(answer.req_id))
    if (answer.status === 'unavailable') this.unavailable += 1
    else if (sent) this.keep(sent, answer)
  }

  private keep(sent: Sent, answer: Answer): void {
    if (sent.answer === null) sent.answer = answer
    else if (!isDeepStrictEqual(sent.answer, answer)) {
      this.contradictions.push(`${sent.id}: first ${JSON.stringify(sent.answer)}, then ${JSON.stringify(answer)}`)
    }
  }

  /** How many commands of each kind were acknowledged and not refused: only those prove something. */
  effective(): Record<Kind, number> {
    const counts: Record<Kind, number> = {
      vote: 0,
      debit: 0,
      credit: 0,
      round: 0,
      payout: 0,
      claim: 0,
      adjust: 0,
      operator: 0,
    }
    for (const { kind, acknowledged, answer } of this.sent) {
      const done = kind === 'payout' || answer?.status === 'ok' || answer?.status === 'counted'
      if (acknowledged && done) counts[kind] += 1
    }
    return counts
  }
}
