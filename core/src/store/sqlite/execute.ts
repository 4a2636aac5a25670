import type { Answer } from '@eg/shared'
import type { Actor, Command, Outcome, Work } from '../../commit/command.js'
import { handleCard } from './handlers/card.js'
import { handleAdjust, handleReverse } from './handlers/correction.js'
import { handleDesk, handleDeskClaim } from './handlers/desk.js'
import { handleCommandGivenUp, handleDeviceCommand, handleDeviceReport } from './handlers/device-command.js'
import { handleDeviceState, handleHello, handleLink } from './handlers/device.js'
import { handleDeviceAdd, handleDismiss, handleEnrol, handleRevoke, handleSecretUsed } from './handlers/enrolment.js'
import { handleMode } from './handlers/mode.js'
import { handleNight, type NightWriter } from './handlers/night.js'
import { refusedWhileFrozen } from './freezes.js'
import { handleMessageExpired, handlePanic } from './handlers/panic.js'
import {
  handleButtonsPressed,
  handleClockReading,
  handleDoorsClose,
  handleDoorsOpen,
  handleLightsSeen,
  handleUnwaive,
  handleWaive,
} from './handlers/ready.js'
import {
  handleLogin,
  handleLoginRefused,
  handleLogout,
  handleLogoutAll,
  handleOperatorRemove,
  handleOperatorSet,
  handleSessionRenew,
} from './handlers/operator.js'
import { handleClaim, handlePayoutEnd, handlePayoutNew } from './handlers/payout.js'
import { handleShow } from './handlers/show.js'
import { handleShowLoad, handleShowStalled } from './handlers/show-script.js'
import { handleExcuse, handleRollCall } from './handlers/roll.js'
import { handleRound } from './handlers/round.js'
import { isFenced, refuseFenced } from './handlers/fence.js'
import { handleSwap, handleSwapCancel } from './handlers/swap.js'
import { handleFencedReturn, handleSwapReport, replayVote, seeInstallation } from './handlers/swap-end.js'
import { handleTap } from './handlers/tap.js'
import { factsBefore, handleUndo, keepUndoable } from './handlers/undo.js'
import { handleSession } from './handlers/session.js'
import { handleCardsStep, handleSessionCards } from './handlers/session-cards.js'
import { handleSessionConfirm, handleSessionReset } from './handlers/session-reset.js'
import { handleClockSet, handleMoneySweep } from './handlers/sweep.js'
import { handleCoreStart, handleTimerExpired, handleTimerSave } from './handlers/timer.js'
import { handleVote } from './handlers/vote.js'
import { handleWalletGet, handleWalletMove, useDevice } from './handlers/wallet.js'
import { once } from './requests.js'
import { forgetWhileVoting } from './run-facts.js'
import { withLastChange } from './what-changed.js'
import type { Transaction } from './transaction.js'

/** What changes nothing of what is known while people vote, or puts it in; anything else may change it otherwise. */
const KEEPS_ROLL: ReadonlySet<string> = new Set(['nightVote', 'rollCall', 'link'] satisfies Work['kind'][])

type VoteWork = Extract<Work, { kind: 'nightVote' }>

/** Carries out one command in the open transaction. */
export function execute(tx: Transaction, write: NightWriter, command: Command): Outcome {
  const { work, actor, at } = command
  tx.asked = askedOf(command)
  tx.latestConnection = command.latestConnection
  if (!KEEPS_ROLL.has(work.kind)) forgetWhileVoting(tx)
  if (isFenced(tx, command)) return { answer: refuseFenced(tx, command) }
  switch (work.kind) {
    case 'nightVote':
      return { answer: voteOnce(tx, write, command, work) }
    case 'opModeSet':
      return answered(tx, command, work.payload, () => handleMode(tx, work, actor, at))
    case 'opNightOpen':
    case 'opNightClose':
    case 'opNightReveal':
    case 'opNightVoid':
    case 'opNightRedo':
    case 'opNightExtend':
      return answered(tx, command, work.payload, () => handleNight(tx, write, work, command))
    case 'opNightExcuse':
      return answered(tx, command, work.payload, () => handleExcuse(tx, write, work, actor, at))
    case 'opShowStart':
    case 'opShowNext':
    case 'opShowJump':
    case 'opShowEnd':
      return answered(tx, command, work.payload, () => handleShow(tx, write, work, command))
    case 'opShowLoad':
      return answered(tx, command, work.payload, () => handleShowLoad(tx, work, actor, at))
    case 'showStalled':
      return { answer: handleShowStalled(tx, work, actor, at) }
    case 'rollCall':
      return { answer: handleRollCall(tx, write, work, actor, at) }
    case 'opDeviceCommand':
      return answered(tx, command, work.payload, () => handleDeviceCommand(tx, work, actor, at))
    case 'deviceReport':
      return { answer: handleSwapReport(tx, work) ?? handleDeviceReport(tx, work, actor, at) }
    case 'commandGivenUp':
      return { answer: handleCommandGivenUp(tx, work, actor, at) }
    case 'coreStart':
      return { answer: handleCoreStart(tx, actor, at) }
    case 'deviceHello':
      return { answer: greet(tx, work, actor, at) }
    case 'deviceState':
      return { answer: handleDeviceState(tx, work, at) }
    case 'link':
      return { answer: handleLink(tx, work, actor, at) }
    case 'timerSave':
      return { answer: handleTimerSave(tx, work, at) }
    case 'timerExpired':
      return { answer: handleTimerExpired(tx, write, work, actor, at) }
    case 'walletGet':
      return { answer: handleWalletGet(tx, work, actor, at) }
    case 'walletDebit':
    case 'walletCredit':
      return answered(tx, command, work.payload, () => handleWalletMove(tx, work, actor, at))
    case 'roundPlay':
      return answered(tx, command, work.payload, () => handleRound(tx, work, actor, at))
    case 'payoutNew':
      return { answer: handlePayoutNew(tx, work, command) }
    case 'opPayoutNew':
      return answered(tx, command, work.payload, () => handlePayoutNew(tx, work, command))
    case 'payoutClaim':
      return answered(tx, command, work.payload, () => handleClaim(tx, work, actor, at))
    case 'opPayoutVoid':
    case 'opPayoutExpire':
      return answered(tx, command, work.payload, () => handlePayoutEnd(tx, work, actor, at))
    case 'opCardIssue':
    case 'opCardFreeze':
    case 'opCardUnfreeze':
    case 'opCardReplace':
      return answered(tx, command, work.payload, () => handleCard(tx, work, actor, at))
    case 'opCardAdjust':
      return answered(tx, command, work.payload, () => handleAdjust(tx, work, actor, at))
    case 'opTransferReverse':
      return answered(tx, command, work.payload, () => handleReverse(tx, work, actor, at))
    case 'opShiftOpen':
    case 'opShiftClose':
    case 'opDeskTopUp':
    case 'opDeskCashOut':
    case 'opDeskCash':
      return answered(tx, command, work.payload, () => handleDesk(tx, work, actor, at))
    case 'opDeskClaim':
      return answered(tx, command, work.payload, () => handleDeskClaim(tx, work, actor, at))
    case 'opEnrol':
      return answered(tx, command, work.payload, () => handleEnrol(tx, work, actor, at))
    case 'opDismiss':
      return answered(tx, command, work.payload, () => handleDismiss(tx, work, actor, at))
    case 'opRevoke':
      return answered(tx, command, work.payload, () => handleRevoke(tx, work, actor, at))
    case 'opDeviceAdd':
      return answered(tx, command, work.payload, () => handleDeviceAdd(tx, work, actor, at))
    case 'secretUsed':
      return { answer: handleSecretUsed(tx, work, at) }
    case 'opSwap':
      return answered(tx, command, work.payload, () => handleSwap(tx, work, actor, at))
    case 'opSwapCancel':
      return answered(tx, command, work.payload, () => handleSwapCancel(tx, work, actor, at))
    case 'fencedReturn':
      return { answer: handleFencedReturn(tx, work, actor, at) }
    case 'opUndo':
      return answered(tx, command, work.payload, () => handleUndo(tx, write, work, actor, at))
    case 'cardTap':
      return { answer: handleTap(tx, work, actor, at) }
    case 'opOperatorSet':
      return answered(tx, command, work.payload, () => handleOperatorSet(tx, work, actor, at))
    case 'opOperatorRemove':
      return answered(tx, command, work.payload, () => handleOperatorRemove(tx, work, actor, at))
    case 'opLogoutAll':
      return answered(tx, command, work.payload, () => handleLogoutAll(tx, work, actor, at))
    case 'login':
      return { answer: handleLogin(tx, work, actor, at) }
    case 'loginRefused':
      return { answer: handleLoginRefused(tx, work, actor, at) }
    case 'sessionRenew':
      return { answer: handleSessionRenew(tx, work) }
    case 'logout':
      return { answer: handleLogout(tx, work, actor, at) }
    case 'opSessionStart':
    case 'opSessionPause':
    case 'opSessionResume':
    case 'opSessionClose':
      return answered(tx, command, work.payload, () => handleSession(tx, work, actor, at))
    case 'opSessionReset':
      return answered(tx, command, work.payload, () => handleSessionReset(tx, work, actor, at))
    case 'opSessionConfirm':
      return answered(tx, command, work.payload, () => handleSessionConfirm(tx, work, actor, at))
    case 'opSessionCards':
      return answered(tx, command, work.payload, () => handleSessionCards(tx, work, actor, at))
    case 'cardsStep':
      return { answer: handleCardsStep(tx, work, at) }
    case 'deskSeen':
      useDevice(tx, work.deviceId, at, 'change')
      return { answer: null }
    case 'clockSet':
      return { answer: handleClockSet(tx, work, actor, at) }
    case 'moneySweep':
      return { answer: handleMoneySweep(tx, actor, at) }
    case 'opMoneyFreeze':
    case 'opMoneyUnfreeze':
    case 'opGameFreeze':
    case 'opGameUnfreeze':
    case 'opBlackout':
    case 'opBlackoutEnd':
    case 'opMessageShow':
    case 'opMessageClear':
      return answered(tx, command, work.payload, () => handlePanic(tx, work, actor, at))
    case 'messageExpired':
      return { answer: handleMessageExpired(tx, work, actor, at) }
    case 'opReadyWaive':
      return answered(tx, command, work.payload, () => handleWaive(tx, work, actor, at))
    case 'opReadyUnwaive':
      return answered(tx, command, work.payload, () => handleUnwaive(tx, work, actor, at))
    case 'opLightsSeen':
      return answered(tx, command, work.payload, () => handleLightsSeen(tx, work, actor, at))
    case 'opClockReading':
      return answered(tx, command, work.payload, () => handleClockReading(tx, work, actor, at))
    case 'opDoorsOpen':
      return answered(tx, command, work.payload, () => handleDoorsOpen(tx, work, actor, at))
    case 'opDoorsClose':
      return answered(tx, command, work.payload, () => handleDoorsClose(tx, work, actor, at))
    case 'buttonsPressed':
      return { answer: handleButtonsPressed(tx, work, actor) }
  }
}

/**
 * A vote with an id is carried out once, like every request. Its time stamp is not part of what it says: a device may
 * stamp it anew when it sends it again. Devices of the old system give no id; the rule knows their vote again.
 */
function voteOnce(tx: Transaction, write: NightWriter, command: Command, work: VoteWork): Answer {
  const { actor, at } = command
  const carryOut = () => handleVote(tx, write, work, actor, at)
  const { req_id: reqId } = work.payload
  if (reqId === undefined) return carryOut()
  const { ts: _, ...payload } = work.payload
  return once(tx, { actor: actor.key, reqId, kind: work.kind, type: 'night_vote', payload, at }, carryOut)
}

/** A request with an id: carried out once, answered the same for ever. */
function answered(tx: Transaction, command: Command, payload: { req_id: string }, carryOut: () => Answer): Outcome {
  const { actor, at, work } = command
  const type = command.answer ?? work.kind
  const request = { actor: actor.key, reqId: payload.req_id, kind: work.kind, type, payload, at }
  const carryOutAndKeep = () => {
    const before = factsBefore(tx, command)
    const answer = withLastChange(tx, work, refusedWhileFrozen(tx, command) ?? carryOut())
    if (before) keepUndoable(tx, command, before, answer)
    return answer
  }
  return { answer: once(tx, request, carryOutAndKeep) }
}

/** A device says that it is there: who it is comes first, then what it must know. */
function greet(tx: Transaction, work: Extract<Work, { kind: 'deviceHello' }>, actor: Actor, at: number): Answer {
  const answer = handleHello(tx, work, actor, at)
  seeInstallation(tx, work.deviceId, work.payload.install_key, at)
  replayVote(tx, work.deviceId)
  return answer
}

/** What the lines of the journal say of where a command came from. */
function askedOf({ work, actor }: Command): Transaction['asked'] {
  if (!('payload' in work)) return null
  const { req_id: reqId = null, reason } = work.payload as { req_id?: string; reason?: unknown }
  const why = work.kind.startsWith('op') && typeof reason === 'string' ? reason : undefined
  return { reqId, why, actor: actor.key, firstSeq: null }
}
