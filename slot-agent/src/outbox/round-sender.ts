import { type Answer, type Bus, type Clock, contracts } from '@eg/shared'
import type { Round } from '../slot/day-model.js'
import type { RoundOutbox } from './ports.js'
import { createResender } from './resender.js'

/** Sends the round that is kept, by its id and unchanged, until the core has said what became of it. */
export interface RoundSender {
  /** Keeps the round, then sends it if the link is up. Throws when it cannot be kept; then it will not be sent. */
  post(round: Round): void
  /** Takes an answer of the core: a definite one ends the round. */
  settle(answer: Answer): void
  linkChanged(up: boolean): void
  /** How many rounds wait for an answer: 0 or 1. */
  waiting(): number
  stop(): void
}

export function createRoundSender(bus: Bus, outbox: RoundOutbox, clock: Clock, deviceId: string): RoundSender {
  const list = () => {
    const round = outbox.load()
    return round ? [round] : []
  }
  const rounds = createResender(clock, list, ({ reqId, tagUid, stakeCents }) => {
    void bus.publish(
      contracts.roundPlay,
      {},
      { req_id: reqId, device_id: deviceId, tag_uid: tagUid, stake_cents: stakeCents },
    )
  })

  return {
    post(round) {
      outbox.keep(round, new Date(clock.now()).toISOString())
      rounds.posted(round)
    },
    settle(answer) {
      if (answer.status === 'unavailable' || answer.req_id === undefined) return
      if (outbox.remove(answer.req_id)) rounds.settled()
    },
    linkChanged: rounds.linkChanged,
    waiting: rounds.waiting,
    stop: rounds.stop,
  }
}
