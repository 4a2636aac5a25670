import type { Contract } from './contract.js'
import * as books from './books.js'
import * as cards from './cards.js'
import * as clock from './clock.js'
import * as desk from './desk.js'
import * as deviceCommands from './device-commands.js'
import * as devices from './devices.js'
import * as enrolment from './enrolment.js'
import * as inputs from './inputs.js'
import * as mode from './mode.js'
import * as night from './night.js'
import * as operator from './operator.js'
import * as panic from './panic.js'
import * as payouts from './payouts.js'
import * as presence from './presence.js'
import * as ready from './ready.js'
import * as rounds from './rounds.js'
import * as show from './show.js'
import * as session from './session.js'
import * as sessionCards from './session-cards.js'
import * as slot from './slot.js'
import * as swap from './swap.js'
import * as undo from './undo.js'
import * as wallet from './wallet.js'

/** Every topic EG speaks, by subject. */
export const contracts = {
  modeState: mode.modeState,
  opModeSet: mode.opModeSet,
  nightStep: night.nightStep,
  nightVote: night.nightVote,
  nightResult: night.nightResult,
  nightRound: night.nightRound,
  opNight: night.opNight,
  opNightOpen: night.opNightOpen,
  opNightClose: night.opNightClose,
  opNightReveal: night.opNightReveal,
  opNightVoid: night.opNightVoid,
  opNightRedo: night.opNightRedo,
  opNightExtend: night.opNightExtend,
  opNightExcuse: night.opNightExcuse,
  opShowLoad: show.opShowLoad,
  opShowStart: show.opShowStart,
  opShowNext: show.opShowNext,
  opShowJump: show.opShowJump,
  opShowEnd: show.opShowEnd,
  opScript: show.opScript,
  opShow: show.opShow,
  showState: show.showState,
  walletGet: wallet.walletGet,
  walletDebit: wallet.walletDebit,
  walletCredit: wallet.walletCredit,
  roundPlay: rounds.roundPlay,
  gameState: rounds.gameState,
  opGame: rounds.opGame,
  opCardIssue: cards.opCardIssue,
  opCardFreeze: cards.opCardFreeze,
  opCardUnfreeze: cards.opCardUnfreeze,
  opCardReplace: cards.opCardReplace,
  opCardAdjust: cards.opCardAdjust,
  opTransferReverse: cards.opTransferReverse,
  opShiftOpen: desk.opShiftOpen,
  opShiftClose: desk.opShiftClose,
  opDeskTopUp: desk.opDeskTopUp,
  opDeskCashOut: desk.opDeskCashOut,
  opDeskClaim: desk.opDeskClaim,
  opDeskCash: desk.opDeskCash,
  opDesk: desk.opDesk,
  opBooks: books.opBooks,
  opFloor: books.opFloor,
  payoutNew: payouts.payoutNew,
  payoutList: payouts.payoutList,
  payoutClaim: payouts.payoutClaim,
  opPayoutNew: payouts.opPayoutNew,
  opPayoutVoid: payouts.opPayoutVoid,
  opPayoutExpire: payouts.opPayoutExpire,
  opPayouts: payouts.opPayouts,
  deviceHello: devices.deviceHello,
  deviceStatus: devices.deviceStatus,
  deviceHeartbeat: devices.deviceHeartbeat,
  deviceAnswer: devices.deviceAnswer,
  deviceCommand: deviceCommands.deviceCommand,
  deviceReport: deviceCommands.deviceReport,
  opDeviceCommand: deviceCommands.opDeviceCommand,
  opCommands: deviceCommands.opCommands,
  inputStatus: inputs.inputStatus,
  inputLeds: inputs.inputLeds,
  inputRfid: inputs.inputRfid,
  ledCommand: inputs.ledCommand,
  testCommand: inputs.testCommand,
  slotState: slot.slotState,
  slotPress: slot.slotPress,
  slotScreen: slot.slotScreen,
  slotReload: slot.slotReload,
  opAnswer: operator.opAnswer,
  uiPing: operator.uiPing,
  opTimeline: operator.opTimeline,
  opCore: operator.opCore,
  opDevice: devices.opDevice,
  opPresence: presence.opPresence,
  opScreen: presence.opScreen,
  enrolHello: enrolment.enrolHello,
  enrolState: enrolment.enrolState,
  pageToken: enrolment.pageToken,
  opPending: enrolment.opPending,
  opEnrol: enrolment.opEnrol,
  opDismiss: enrolment.opDismiss,
  opRevoke: enrolment.opRevoke,
  opDeviceAdd: enrolment.opDeviceAdd,
  opOperatorSet: enrolment.opOperatorSet,
  opOperatorRemove: enrolment.opOperatorRemove,
  opLogoutAll: enrolment.opLogoutAll,
  sessionState: session.sessionState,
  opSession: session.opSession,
  opSessionStart: session.opSessionStart,
  opSessionPause: session.opSessionPause,
  opSessionResume: session.opSessionResume,
  opSessionClose: session.opSessionClose,
  opSessionReset: session.opSessionReset,
  opSessionConfirm: session.opSessionConfirm,
  opSessionCards: sessionCards.opSessionCards,
  clockState: clock.clockState,
  opSwap: swap.opSwap,
  opSwapCancel: swap.opSwapCancel,
  opSwaps: swap.opSwaps,
  opUndo: undo.opUndo,
  opUndoable: undo.opUndoable,
  panicState: panic.panicState,
  opPanic: panic.opPanic,
  opMoneyFreeze: panic.opMoneyFreeze,
  opMoneyUnfreeze: panic.opMoneyUnfreeze,
  opGameFreeze: panic.opGameFreeze,
  opGameUnfreeze: panic.opGameUnfreeze,
  opBlackout: panic.opBlackout,
  opBlackoutEnd: panic.opBlackoutEnd,
  opMessageShow: panic.opMessageShow,
  opMessageClear: panic.opMessageClear,
  opReady: ready.opReady,
  opReadyDevice: ready.opReadyDevice,
  opReadyWaive: ready.opReadyWaive,
  opReadyUnwaive: ready.opReadyUnwaive,
  opLightsSeen: ready.opLightsSeen,
  opClockReading: ready.opClockReading,
  opDoorsOpen: ready.opDoorsOpen,
  opDoorsClose: ready.opDoorsClose,
} as const

export type ContractName = keyof typeof contracts

export const allContracts: readonly Contract[] = Object.values(contracts)
