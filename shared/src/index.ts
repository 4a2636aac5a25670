export * from './acl.js'
export * from './clock.js'
export * from './fast-typing.js'
export { pagePolicy } from './page-policy.js'
export * from './contracts/contract.js'
export * from './contracts/table.js'
export { modeName, type Mode } from './contracts/mode.js'
export {
  operatorRun,
  stepFields,
  type Excuse,
  type ExpectRule,
  type OperatorRun,
  type RevealRule,
  type RunStatus,
  type TieRule,
} from './contracts/night.js'
export {
  type OpScript,
  type OpShow,
  type ShowOutcome,
  type ShowState,
  type Stall,
  type Suggestion,
} from './contracts/show.js'
export * from './show-words.js'
export type { ScriptProblem, ShowCue, ShowScript, ShowStep } from './show-script.js'
export { type OpBooks, type OpFloor } from './contracts/books.js'
export { type OpDesk } from './contracts/desk.js'
export {
  DEVICE_ACTIONS,
  type CommandResult,
  type DeviceFound,
  type CommandStatus,
  type DeviceAction,
  LOGS_ACTION,
  MAX_LOG_LINES,
  type LogLine,
  type OpCommands,
} from './contracts/device-commands.js'
export { FREEZE_SCOPES, type FreezeScope, type OpPanic, type PanicState, type Severity } from './contracts/panic.js'
export { type Doors, type OpReady, type OpReadyDevice, type ReadyCheck, type ReadyLevel } from './contracts/ready.js'
export { MAX_PRESENT, OPERATOR_SCREENS, type OperatorScreen, type OpPresence } from './contracts/presence.js'
export { type OpPayouts } from './contracts/payouts.js'
export { type GameState, type OpGame } from './contracts/rounds.js'
export {
  PARTS,
  type Answer,
  type HostHealth,
  type LastChange,
  type OpDevice,
  type PartHealth,
  type Protection,
  type Trouble,
} from './contracts/devices.js'
export {
  DEVICE_ROLES,
  MAX_PASSWORD,
  MIN_PASSWORD,
  operatorName,
  password,
  type DeviceRole,
  type EnrolHello,
  type EnrolState,
  type OpPending,
} from './contracts/enrolment.js'
export { OPERATOR_COMMANDS, timelineEntry, type TimelineEntry, type TimelineLine } from './contracts/operator.js'
export { type BecomeOrder, type OpSwaps, type SwapStatus } from './contracts/swap.js'
export { type OpUndoable } from './contracts/undo.js'
export { type DeviceReset, type OpSession, type ResetStatus } from './contracts/session.js'
export { type CardChoice, type CardReset } from './contracts/session-cards.js'
export { BUTTON_COUNT, LIGHT_COUNT } from './contracts/inputs.js'
export { PRESS_ANSWER_MS, type PressStatus, type SlotPhase, type SlotState } from './contracts/slot.js'
export * from './ids.js'
export { durationText } from './duration.js'
export { leaders } from './leaders.js'
export * from './money.js'
export * from './money-rows.js'
export type * from './session-rows.js'
export * from './payload.js'
export { carriesBanner, isRehearsal } from './rehearsal.js'
export * from './topics.js'
export * from './bus/bus.js'
export * from './look/options.js'
export * from './bus/link-monitor.js'
export * from './broker-address.js'
