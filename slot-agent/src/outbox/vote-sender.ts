import { type Answer, type Bus, type Clock, contracts } from '@eg/shared'
import type { Vote } from '../slot/model.js'
import type { KeptVote, Outbox } from './ports.js'

/** An unanswered vote is sent again after this long (milliseconds). */
export const RESEND_MS = 5000

/** Sends what is in the outbox until the core has answered it. */
export interface VoteSender {
  /** Keeps the vote, then sends it if the link is up. `full`: it was not kept and will not be sent. Throws when the storage fails. */
  post(vote: Vote): 'kept' | 'full'
  /** Takes an answer of the core: what it settles leaves the outbox. */
  settle(answer: Answer): void
  /** The link came (everything is sent again, in order) or went. */
  linkChanged(up: boolean): void
  /** How many votes wait for an answer. */
  waiting(): number
  stop(): void
}

export function createVoteSender(bus: Bus, outbox: Outbox, clock: Clock, deviceId: string): VoteSender {
  const sentAt = new Map<string, number>()
  let linkUp = false
  let waiting = outbox.list().length

  const send = ({ reqId, run, step, choice, ts }: KeptVote) => {
    sentAt.set(reqId, clock.monotonic())
    // Whether it was acknowledged does not matter here: the answer empties the outbox.
    void bus.publish(contracts.nightVote, {}, { device_id: deviceId, step, choice, ts, run, req_id: reqId })
  }
  const sendDue = () => {
    if (!linkUp || waiting === 0) return
    const due = clock.monotonic() - RESEND_MS
    for (const vote of outbox.list()) {
      if ((sentAt.get(vote.reqId) ?? Number.NEGATIVE_INFINITY) <= due) send(vote)
    }
  }
  const recount = () => {
    waiting = outbox.list().length
    if (waiting === 0) sentAt.clear()
  }
  const stopTimer = clock.every(1000, sendDue)

  return {
    post(vote) {
      const kept = { ...vote, ts: new Date(clock.now()).toISOString() }
      const outcome = outbox.add(kept)
      recount()
      if (outcome === 'kept' && linkUp) send(kept)
      return outcome
    },
    settle(answer) {
      if (answer.status === 'unavailable' || answer.req_id === undefined) return
      if (outbox.remove(answer.req_id)) recount()
    },
    linkChanged(up) {
      linkUp = up
      sentAt.clear()
      sendDue()
    },
    waiting: () => waiting,
    stop: stopTimer,
  }
}
