import type { Answer, ContractName, Mode, Payload, contracts } from '@eg/shared'
import type { LoadedText } from '../show/read-show-load.js'
import type { Applicant, IdentityChanges } from '../identity/records.js'
import type { Finding } from '../ready/check.js'
import type { ReadyChanges } from '../store/ready-rows.js'

/** A wall clock that moves by more than this at once was set; less is drift, which NTP slews. */
export const CLOCK_STEP_MS = 2000

/** Who made a command, for the journal and for finding back the answer of a request sent again. */
export interface Actor {
  /** An operator's name, a device id, `ui:<client id>` (open mode), `admin`, `http`, `timer` or `core`. */
  key: string
  via: 'mqtt' | 'http' | 'timer' | 'core'
  /** The number of the MQTT connection it came over (EG_AUTH=enrolled): who is put out is told by it. */
  connection?: number
}

type FromContract<N extends ContractName> = { [K in N]: { kind: K; payload: Payload<(typeof contracts)[K]> } }[N]

/** Commands of the wire whose payload says everything. */
type WireCommand =
  | 'opModeSet'
  | 'opNightOpen'
  | 'opNightClose'
  | 'opNightReveal'
  | 'opNightVoid'
  | 'opNightRedo'
  | 'opNightExtend'
  | 'opNightExcuse'
  | 'opShowStart'
  | 'opShowNext'
  | 'opShowJump'
  | 'opShowEnd'
  | 'opDeviceCommand'
  | 'nightVote'
  | 'walletGet'
  | 'walletDebit'
  | 'walletCredit'
  | 'roundPlay'
  | 'payoutNew'
  | 'payoutClaim'
  | 'opPayoutNew'
  | 'opPayoutVoid'
  | 'opPayoutExpire'
  | 'opCardIssue'
  | 'opCardFreeze'
  | 'opCardUnfreeze'
  | 'opCardReplace'
  | 'opCardAdjust'
  | 'opTransferReverse'
  | 'opShiftOpen'
  | 'opShiftClose'
  | 'opDeskTopUp'
  | 'opDeskCashOut'
  | 'opDeskClaim'
  | 'opDeskCash'
  | 'opRevoke'
  | 'opOperatorRemove'
  | 'opLogoutAll'
  | 'opSwapCancel'
  | 'opUndo'
  | 'opMoneyFreeze'
  | 'opMoneyUnfreeze'
  | 'opGameUnfreeze'
  | 'opBlackout'
  | 'opBlackoutEnd'
  | 'opMessageShow'
  | 'opMessageClear'
  | 'opReadyUnwaive'
  | 'opLightsSeen'
  | 'opClockReading'
  | 'opDoorsClose'
  | 'opSessionStart'
  | 'opSessionResume'
  | 'opSessionClose'
  | 'opSessionReset'
  | 'opSessionConfirm'
  | 'opSessionCards'

/** What goes through the one door: a command of the wire, or something the core itself noticed. */
export type Work =
  | FromContract<WireCommand>
  | { kind: 'deviceHello'; payload: Payload<typeof contracts.deviceHello>; deviceId: string }
  | { kind: 'deviceReport'; payload: Payload<typeof contracts.deviceReport>; deviceId: string }
  /** A retained state that a device publishes: kept, so that it is back after a restart of the core. */
  | { kind: 'deviceState'; contract: ContractName; deviceId: string; topic: string; text: string; keep: boolean }
  /** A desk of a usual name connected for the first time: it is known from now on, before it says anything. */
  | { kind: 'deskSeen'; deviceId: string }
  /** A device's connection came or went. */
  | { kind: 'link'; deviceId: string; up: boolean }
  /** A slot has been away for 20 s, or is back. */
  | { kind: 'rollCall'; deviceId: string; here: boolean }
  /**
   * Nothing was heard of a device's command for too long; `status` is what it was when the time began to run. `deaf`: the
   * device does not listen to commands.
   */
  | { kind: 'commandGivenUp'; cmdId: string; status: TrackedCommand['status']; online: boolean; deaf: boolean }
  /** The remaining time of the open run, stored every few seconds; `version` names the timer it was read from. */
  | { kind: 'timerSave'; run: number; version: number; remainingMs: number }
  | { kind: 'timerExpired'; run: number; version: number }
  /** The core is up: its ports are open. */
  | { kind: 'coreStart' }
  /** The core's clock was set, by so many milliseconds. */
  | { kind: 'clockSet'; byMs: number }
  /** `applicant`: who waits under the key of the payload; null for nobody. Filled in as the command is submitted. */
  | { kind: 'opEnrol'; payload: Payload<typeof contracts.opEnrol>; applicant: Applicant | null }
  | { kind: 'opDismiss'; payload: Payload<typeof contracts.opDismiss>; applicant: Applicant | null }
  /** `issue` names the secret that was made for this request, and whose hash this is. */
  | { kind: 'opDeviceAdd'; payload: Payload<typeof contracts.opDeviceAdd>; secretHash: string; issue: string }
  /** The payload comes without its password. `first`: only while there is no game master. */
  | {
      kind: 'opOperatorSet'
      payload: Omit<Payload<typeof contracts.opOperatorSet>, 'password'>
      passwordHash: string | null
      first: boolean
    }
  /** A device has connected with the secret it was sent. */
  | { kind: 'secretUsed'; deviceId: string; secretHash: string }
  /** The password was right; `passwordHash` says which one. */
  | {
      kind: 'login'
      nameKey: string
      passwordHash: string
      sessionId: string
      tokenHash: string
      expiresAt: number
      address: string
    }
  | { kind: 'loginRefused'; reason: string; address: string }
  | { kind: 'sessionRenew'; sessionId: string; tokenHash: string; expiresAt: number }
  | { kind: 'logout'; sessionId: string; everywhere: boolean; expired: boolean }
  /** `found`: what its text says. Filled in as the command is submitted. */
  | { kind: 'opShowLoad'; payload: Payload<typeof contracts.opShowLoad>; found: LoadedText & { hash: string } }
  /** Nothing has moved for `afterMs`, since the store said `moves`. */
  | { kind: 'showStalled'; moves: number; afterMs: number }
  /** `seen`: what the main thread knows of who is connected. Filled in, like `applicant`, as the command is submitted. */
  | { kind: 'opSwap'; payload: Payload<typeof contracts.opSwap>; applicant: Applicant | null; seen: SwapSeen }
  /** A device that was replaced has shown the secret that it had. */
  | { kind: 'fencedReturn'; deviceId: string; secretHash: string; address: string }
  /** A card was presented at a reader; `more`: so many others of that device were not told. */
  | { kind: 'cardTap'; deviceId: string; tagUid: string; ts?: string | number | undefined; more: number }
  /** `left`: what the timer of the open run says as the command is submitted. */
  | { kind: 'opGameFreeze'; payload: Payload<typeof contracts.opGameFreeze>; left?: TimerLeft | null }
  | { kind: 'opSessionPause'; payload: Payload<typeof contracts.opSessionPause>; left?: TimerLeft | null }
  /** The time of a message is over. */
  | { kind: 'messageExpired'; panic: number }
  /** `findings`: what is red as the command is submitted, before waivers; absent: nobody knows, so nothing is waived or opened. */
  | { kind: 'opReadyWaive'; payload: Payload<typeof contracts.opReadyWaive>; findings?: readonly Finding[] }
  | { kind: 'opDoorsOpen'; payload: Payload<typeof contracts.opDoorsOpen>; findings?: readonly Finding[] }
  /** Buttons of a slot were pressed in play: when, on the core's clock. */
  | { kind: 'buttonsPressed'; deviceId: string; pressed: { number: number; at: number }[] }
  /** What was chosen for the cards of a session is carried out a bit further. */
  | { kind: 'cardsStep'; job: number }
  /** What time ends: open bets and payouts nobody came for. */
  | { kind: 'moneySweep' }

/** What the main thread knows when a swap is asked for. */
export interface SwapSeen {
  auth: 'open' | 'enrolled'
  slotOnline: boolean
  spareOnline: boolean
}

/** A spare that is to be told which device it is from now on; the secret is null with EG_AUTH=open. */
export interface SwapUnderWay {
  swap: number
  slotId: string
  spareId: string
  coreKey: string | null
  sealed: string | null
}

export type WorkKind = Work['kind']

export interface Command {
  work: Work
  actor: Actor
  /** When it arrived, on the core's clock (ms since 1970). */
  at: number
  /** The `type` that its answer carries (`contracts`): the store's thread does not load them. Absent: nobody is answered. */
  answer?: string
  /** The timer it is about, as it was when the command arrived; absent: no timer, or not known. */
  left?: TimerLeft
  /** The number of the last connection that was let in when it arrived; absent where connections have none. */
  latestConnection?: number
}

/** One message that the broker publishes because of a commit. `payload: null` clears a retained state. */
export interface Publication {
  contract: ContractName
  params: Record<string, string>
  payload: unknown
}

export interface KnownDevice {
  deviceId: string
  kind: string
  version: string | null
  lastSeen: number | null
}

/** The timer of the open run after a commit; null when no timed run is open. */
export interface RunTimer {
  run: number
  version: number
  remainingMs: number
}

/** What is left of the timer that runs, in ms on the monotonic clock. */
export interface TimerLeft {
  run: number
  version: number
  ms: number
}

/** A command to a device, for whoever sends it and waits for its end. */
export interface TrackedCommand {
  cmdId: string
  deviceId: string
  action: string
  args: { seconds?: number; tag_uid?: string }
  status: 'sent' | 'accepted' | 'done' | 'failed'
}

/** What one command came to. */
export interface Outcome {
  /** Null where nobody expects one. */
  answer: Answer | null
  /** The stack of a bug in a handler: this command alone was taken back. */
  fault?: string
}

/** What a committed batch came to: one outcome a command, in order, and what the world must hear of it. */
export interface BatchResult {
  outcomes: Outcome[]
  publications: Publication[]
  /** The journal's new lines (`TimelineEntry`), one JSON text a line. */
  timeline: string
  /** Absent: the timer is as it was. */
  timer?: RunTimer | null
  /** Devices that became known or changed. */
  devices: KnownDevice[]
  mode: Mode
  /** Commands to devices that are new or changed; at boot all that have not ended. */
  commands: TrackedCommand[]
  /** The choice for a session's cards that is being carried out, null for none; absent: it is as it was. */
  cardJob?: number | null
  /** Who is let in, as far as it changed; at boot all of it. */
  identity?: IdentityChanges
  /** Absent: nothing moved. `moves` counts; `waitedOn`: somebody should do something about it when nothing moves any more. */
  stall?: { moves: number; waitedOn: boolean }
  /** Spares that are to take an identity, when that changed. */
  swaps?: SwapUnderWay[]
  /** What the ready gate keeps, as far as it changed; at boot all of it. */
  ready?: ReadyChanges
  /** At boot only: the slots that were there when the core was last heard of. */
  here?: string[]
  /** At boot only: what had to be done to the database before it could be opened, in a sentence. */
  mended?: string
}

/** The outcome when it is not known whether the command was stored. */
export function unavailable(reqId: string | undefined, type: string): Answer {
  return {
    ...(reqId === undefined ? {} : { req_id: reqId }),
    type,
    status: 'unavailable',
    reason: 'storage',
    detail: 'The core could not store this. It is not known whether it counts: keep the id and ask again.',
  }
}
