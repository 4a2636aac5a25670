import type { Answer } from '@eg/shared'
import type { Command, Outcome } from '../../commit/command.js'
import { handleDeviceState, handleHello, handleLink } from './handlers/device.js'
import { handleMode } from './handlers/mode.js'
import { handleNight, type NightWriter } from './handlers/night.js'
import { handleTimerExpired, handleTimerSave } from './handlers/timer.js'
import { handleVote } from './handlers/vote.js'
import { once } from './requests.js'
import { type Transaction, writeJournal } from './transaction.js'

/** Carries out one command in the open transaction. */
export function execute(tx: Transaction, write: NightWriter, command: Command): Outcome {
  const { work, actor, at } = command
  switch (work.kind) {
    case 'nightVote':
      return { answer: handleVote(tx, write, work, actor, at) }
    case 'opModeSet':
      return answered(tx, command, work.payload, 'mode_set', () => handleMode(tx, work, actor, at))
    case 'opNightOpen':
    case 'opNightClose':
    case 'opNightReveal':
    case 'opNightVoid':
    case 'opNightRedo':
    case 'opNightExtend':
      return answered(tx, command, work.payload, 'night', () => handleNight(tx, write, work, actor, at))
    case 'deviceHello':
      return { answer: handleHello(tx, work, actor, at) }
    case 'deviceState':
      return { answer: handleDeviceState(tx, work, at) }
    case 'link':
      return { answer: handleLink(tx, work, actor, at) }
    case 'timerSave':
      return { answer: handleTimerSave(tx, work, at) }
    case 'timerExpired':
      return { answer: handleTimerExpired(tx, write, work, actor, at) }
    case 'unserved':
      return { answer: refuseUnserved(tx, command) }
  }
}

function answered(
  tx: Transaction,
  command: Command,
  payload: { req_id: string },
  type: string,
  carryOut: () => Answer,
): Outcome {
  const { actor, at, work } = command
  const request = { actor: actor.key, reqId: payload.req_id, kind: work.kind, type, payload, at }
  return { answer: once(tx, request, carryOut) }
}

function refuseUnserved(tx: Transaction, { work, actor, at }: Command): Answer {
  if (work.kind !== 'unserved') throw new Error('not an unserved command')
  writeJournal(tx, { at, kind: work.contract, outcome: 'refused', reason: 'not_served', actor })
  return {
    ...(work.reqId === undefined ? {} : { req_id: work.reqId }),
    type: work.type,
    status: 'refused',
    reason: 'not_served',
    detail: 'This release of the core does not handle money yet. Nothing was changed; no balance moved.',
  }
}
