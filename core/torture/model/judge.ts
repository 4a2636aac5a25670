import type { Answer } from '@eg/shared'
import { type Request, VenueModel, hasFirstAnswer } from './venue-model.js'

/** Something that must never be: which request, what was said, what should have been. */
export class Disagreement extends Error {
  override readonly name = 'Disagreement'
}

/**
 * Hears every answer in the order in which the core committed, and compares: the first copy of a request is answered as the
 * model says, every other copy word for word the same, and other content under its id is a conflict.
 */
export class Judge {
  /** What was first asked under an id, and what was answered. */
  readonly first = new Map<string, { request: Request; text: string }>()
  /** How often each operation came to what, to see that a run tests something. */
  readonly outcomes = new Map<string, number>()

  constructor(readonly model = new VenueModel()) {}

  hear(request: Request, answer: Answer | null, at: number): void {
    const { actor, reqId, op } = request
    const told = `${actor} ${reqId} ${JSON.stringify(op)}`
    if (!answer) throw new Disagreement(`${told}: not answered`)
    const once = hasFirstAnswer(op)
    const before = once ? this.first.get(`${actor}/${reqId}`) : undefined
    if (before) return this.hearAgain(before, request, answer, told)
    const expected = this.model.apply(op, answer, at)
    for (const [name, value] of Object.entries(expected)) {
      if (answer[name] !== value) {
        throw new Disagreement(
          `${told}: answered ${JSON.stringify(answer)}; the model says ${JSON.stringify(expected)}`,
        )
      }
    }
    this.count(`${op.op} ${answer.status}`)
    if (once) this.first.set(`${actor}/${reqId}`, { request, text: JSON.stringify(answer) })
  }

  private hearAgain(before: { request: Request; text: string }, request: Request, answer: Answer, told: string): void {
    const same = before.request === request || JSON.stringify(before.request.op) === JSON.stringify(request.op)
    if (!same) {
      this.count('conflict')
      if (answer.status === 'conflict') return
      throw new Disagreement(
        `${told}: answered ${answer.status}; its id was used for something else, so it is a conflict`,
      )
    }
    this.count('again')
    const text = JSON.stringify(answer)
    if (text !== before.text) throw new Disagreement(`${told}: first answered ${before.text}, then ${text}`)
  }

  private count(outcome: string): void {
    this.outcomes.set(outcome, (this.outcomes.get(outcome) ?? 0) + 1)
  }
}
