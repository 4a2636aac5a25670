import { type Bus, type Clock, contracts, type SlotState } from '@eg/shared'
import type { Logger } from 'pino'
import type { LedOutput } from '../drivers/ports.js'
import type { ForgottenRun, VoteMemory } from '../outbox/ports.js'
import type { RoundSender } from '../outbox/round-sender.js'
import type { VoteSender } from '../outbox/vote-sender.js'
import type { Round } from '../slot/day-model.js'
import type { SlotEffect, SlotEvent, Vote } from '../slot/model.js'
import type { ServiceReport } from '../slot/service.js'
import { logNote, type NoteLevel } from './day-log.js'

export interface EffectParts {
  deviceId: string
  bus: Bus
  lights: LedOutput
  votes: VoteSender
  rounds: RoundSender
  memory: VoteMemory
  forgotten: ForgottenRun
  clock: Clock
  log: Logger
  /** How loud visits, rounds and refusals are in the log. */
  noteLevel?: NoteLevel | undefined
  /** Tells the core what became of a command of its own. */
  report: (report: ServiceReport) => void
  /** Hears of every new state. */
  onState: (state: SlotState) => void
}

type Dispatch = (event: SlotEvent) => void

/** Does what the rules ask for. A storage that fails is a vote or round refused in sight of whoever pressed, not a crash. */
export function createEffectRunner(parts: EffectParts) {
  const { deviceId, bus, lights, memory, forgotten, clock, log } = parts
  const params = { device_id: deviceId }

  const vote = (vote: Vote, dispatch: Dispatch) => {
    try {
      if (parts.votes.post(vote) === 'full') {
        log.error({ run: vote.run }, 'the outbox is full: the vote was refused; is the core answering?')
        dispatch({ type: 'notKept', reqId: vote.reqId, reason: 'outbox_full' })
      } else log.info({ run: vote.run, step: vote.step, reqId: vote.reqId }, 'vote kept')
    } catch (error) {
      log.error({ err: error, run: vote.run }, 'the vote could not be stored and was refused; check the disk')
      dispatch({ type: 'notKept', reqId: vote.reqId, reason: 'storage' })
    }
  }
  const round = (round: Round, dispatch: Dispatch) => {
    try {
      parts.rounds.post(round)
      log.debug({ reqId: round.reqId }, 'round kept and sent')
    } catch (error) {
      log.error({ err: error }, 'the round could not be stored and was not sent: nothing was taken; check the disk')
      dispatch({ type: 'notKept', reqId: round.reqId, reason: 'storage' })
    }
  }

  return (effect: SlotEffect, dispatch: Dispatch): void => {
    switch (effect.type) {
      case 'vote':
        return vote(effect.vote, dispatch)
      case 'playRound':
        return round(effect.round, dispatch)
      case 'askBalance': {
        const { reqId, tagUid } = effect
        void bus.publish(contracts.walletGet, {}, { req_id: reqId, device_id: deviceId, tag_uid: tagUid })
        return
      }
      case 'report':
        return parts.report(effect.report)
      case 'note':
        return logNote(log, effect.note, parts.noteLevel)
      case 'publishLeds':
        lights.set(effect.states)
        void bus.publish(contracts.inputLeds, params, { states: effect.states, timestamp: seconds(clock) })
        return
      case 'publishState':
        parts.onState(effect.state)
        void bus.publish(contracts.slotState, params, effect.state)
        return
      case 'publishRfid':
        void bus.publish(contracts.inputRfid, params, { tag_uid: effect.tagUid, timestamp: seconds(clock) })
        return
      case 'remember':
        try {
          memory.save(effect.memory)
        } catch (error) {
          log.error({ err: error }, 'what was counted could not be stored; a restart of this slot would not show it')
        }
        return
      case 'forget':
        try {
          forgotten.save(effect.run)
        } catch (error) {
          log.error({ err: error }, 'what is forgotten could not be stored; a restart of this slot would show it again')
        }
    }
  }
}

/** Seconds since 1970, as the devices of the field stamp their inputs. */
export function seconds(clock: Clock): number {
  return Math.floor(clock.now() / 1000)
}
