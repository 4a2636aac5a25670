import type {
  Answer,
  Contract,
  contracts,
  GameState,
  Mode,
  PanicState,
  Payload,
  PressStatus,
  ShowState,
  SlotState,
} from '@eg/shared'
import type { Service, ServiceReport } from './service.js'
import { createDay, type Day, type Note, type Round } from './day-model.js'

type Of<C extends Contract> = Payload<C>
export type NightStep = Of<typeof contracts.nightStep>
export type NightRound = Of<typeof contracts.nightRound>
export type NightResult = Of<typeof contracts.nightResult>
export type LedCommand = Of<typeof contracts.ledCommand>
export type Question = NonNullable<SlotState['question']>

/** The last press of a run. `since` is when it got its status, on the monotonic clock (ms). */
export interface Press {
  reqId: string
  index: number
  choice: string
  status: PressStatus
  reason: string | null
  since: number
}

/** What this slot did in one run. `counted` is what the core holds, whatever was pressed after it. */
export interface Ballot {
  run: number
  press: Press | null
  counted: string | null
}

/** What must outlive a restart of the agent: the question is retained by the broker only while it is open. */
export interface Memory {
  question: Question
  counted: string | null
  /** The last press if it was answered; an unanswered one is in the outbox. */
  press: { choice: string; status: PressStatus; reason: string | null } | null
}

/** A vote as the rules make it; the outbox adds who and when. */
export interface Vote {
  reqId: string
  run: number
  step: number
  choice: string
}

export interface SlotModel {
  deviceId: string
  linkUp: boolean
  mode: Mode | null
  /** The question the broker retains as open; whether it still is depends on `round` too. */
  step: Question | null
  /** The last question heard of: shown while its run is asked, closed or revealed. */
  shown: Question | null
  /** The run whose step was cleared before our eyes. */
  endedRun: number | null
  round: NightRound | null
  result: NightResult | null
  ballot: Ballot | null
  day: Day
  /** The show's cues at this moment, and since when (monotonic ms); null: none. */
  show: ShowState | null
  showSince: number
  /** What an operator set the lights to; holds until the next question or card. */
  manual: boolean[] | null
  /** When the light test began (monotonic ms), null when none runs. */
  sequenceSince: number | null
  /** What an operator has this slot do for a while; null: nothing. */
  service: Service | null
  /** What is frozen, whether it is dark, what the house says; null until the core has said it, or never does. */
  panic: PanicState | null
  /** The last run of a group that has gone: by night nothing of it is shown any more, also after a restart. */
  forgottenRun: number | null
  /** It is being reset: nothing new begins until that is over. */
  resetting: boolean
  /** A group's evening is on; null: the core has not said. */
  session: boolean | null
  /** Since when (monotonic ms) a press of the page counts: what was pressed there before has been overtaken. */
  screenFrom: number
  /** What was last told, so that only changes are published; null before the first time. */
  view: SlotState | null
}

export type PressSource = 'button' | 'key' | 'screen'

export type SlotEvent =
  | { type: 'mode'; mode: Mode | null }
  | { type: 'step'; step: NightStep | null }
  | { type: 'round'; round: NightRound | null }
  | { type: 'result'; result: NightResult | null }
  | { type: 'game'; game: GameState | null }
  | { type: 'show'; show: ShowState | null }
  | { type: 'panic'; panic: PanicState | null }
  /**
   * `run` and `visit` are what a screen was showing; a button or key means the question that is open or the card that
   * is here. `madeAt` (monotonic ms) is when a screen was pressed, where it says so. `reqId` is fresh.
   */
  | {
      type: 'press'
      index: number
      source: PressSource
      run: number | null
      visit: number | null
      madeAt?: number | null
      reqId: string
    }
  | { type: 'answer'; answer: Answer }
  /** The vote or round of a press could not be kept, so it was not sent. */
  | { type: 'notKept'; reqId: string; reason: 'outbox_full' | 'storage' }
  | { type: 'link'; up: boolean }
  | { type: 'led'; command: LedCommand }
  | { type: 'lightTest' }
  /** The core has the slot say where it is, or test its buttons, for so long. */
  | { type: 'service'; do: 'identify' | 'press_test'; cmdId: string; seconds: number }
  /** A card was presented. `reqId` is fresh. */
  | { type: 'card'; tagUid: string; reqId: string }
  /** The next group comes: nothing of the last one stays. Said again until it is so. */
  | { type: 'reset' }
  /** It is so, or it could not be had. */
  | { type: 'resetOver' }
  | { type: 'session'; open: boolean }
  | { type: 'tick' }

export type SlotEffect =
  /** Keep the vote in the outbox, then send it. */
  | { type: 'vote'; vote: Vote }
  /** Keep the round in the outbox, then send it. */
  | { type: 'playRound'; round: Round }
  | { type: 'askBalance'; reqId: string; tagUid: string }
  | { type: 'publishLeds'; states: boolean[] }
  | { type: 'publishState'; state: SlotState }
  | { type: 'publishRfid'; tagUid: string }
  | { type: 'remember'; memory: Memory }
  /** Keep which run is forgotten, or that none is any more. */
  | { type: 'forget'; run: number | null }
  | { type: 'note'; note: Note }
  /** What became of a command of the core. */
  | { type: 'report'; report: ServiceReport }

/** What an event leads to. */
export interface Change {
  model: SlotModel
  effects: SlotEffect[]
}

/** What a slot that starts knows from before. */
export interface Past {
  memory: Memory | null
  /** The newest vote in the outbox. */
  vote: Vote | null
  /** The round in the outbox. */
  round: Round | null
  /** The last run of a group that has gone. */
  forgottenRun: number | null
}

/** The model of a slot that starts. `visits` is above the number of every visit before. */
export function createModel(deviceId: string, past: Past, visits: number): SlotModel {
  const { memory, vote, round, forgottenRun } = past
  return {
    deviceId,
    linkUp: false,
    mode: null,
    step: null,
    shown: memory?.question ?? null,
    endedRun: null,
    round: null,
    result: null,
    ballot: memory ? restoredBallot(memory, vote) : null,
    day: createDay(visits, round),
    show: null,
    showSince: 0,
    manual: null,
    sequenceSince: null,
    service: null,
    panic: null,
    forgottenRun,
    resetting: false,
    session: null,
    screenFrom: Number.NEGATIVE_INFINITY,
    view: null,
  }
}

function restoredBallot({ question, counted, press }: Memory, unanswered: Vote | null): Ballot {
  const { run } = question
  const restored = (choice: string, reqId: string, status: PressStatus, reason: string | null): Press => ({
    reqId,
    index: question.options.indexOf(choice),
    choice,
    status,
    reason,
    since: Number.NEGATIVE_INFINITY,
  })
  if (unanswered?.run === run) {
    const kept = restored(unanswered.choice, unanswered.reqId, 'kept', null)
    return { run, counted, press: { ...kept, since: 0 } }
  }
  return { run, counted, press: press && restored(press.choice, '', press.status, press.reason) }
}
