import { type Answer, type Bus, type Clock, contracts } from '@eg/shared'
import type { Vote } from '../slot/model.js'
import type { Outbox } from './ports.js'
import { createResender } from './resender.js'

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
  const votes = createResender(clock, outbox.list, ({ reqId, run, step, choice, ts }) => {
    // Whether it was acknowledged does not matter here: the answer empties the outbox.
    void bus.publish(contracts.nightVote, {}, { device_id: deviceId, step, choice, ts, run, req_id: reqId })
  })

  return {
    post(vote) {
      const kept = { ...vote, ts: new Date(clock.now()).toISOString() }
      const outcome = outbox.add(kept)
      // A newer vote that did not fit has still taken the place of an older one of its run.
      if (outcome === 'kept') votes.posted(kept)
      else votes.settled()
      return outcome
    },
    settle(answer) {
      if (answer.status === 'unavailable' || answer.req_id === undefined) return
      if (outbox.remove(answer.req_id)) votes.settled()
    },
    linkChanged: votes.linkChanged,
    waiting: votes.waiting,
    stop: votes.stop,
  }
}
