import type {
  contracts,
  GameState,
  OpBooks,
  OpCommands,
  OpDesk,
  OpDevice,
  OperatorRun,
  OpFloor,
  OpPanic,
  OpReady,
  OpReadyDevice,
  OpScript,
  OpSession,
  OpShow,
  OpSwaps,
  OpUndoable,
  OpGame,
  OpPayouts,
  OpPending,
  OpPresence,
  Payload,
  TimelineEntry,
} from '@eg/shared'
import { createStore, type StoreApi } from 'zustand/vanilla'

export type Night = Payload<typeof contracts.opNight>
export type CoreHealth = Payload<typeof contracts.opCore>
export type ModeNow = Payload<typeof contracts.modeState>

export interface Timeline {
  /** Newest first, each `seq` once. */
  lines: readonly TimelineEntry[]
  /** Where older lines begin; null when the first line ever is here. */
  nextBefore: number | null
  /** How many lines are kept; absent: as many as a page keeps by itself. */
  most?: number
  status: 'idle' | 'loading' | 'ready' | 'failed'
}

/** What the core has said. Nothing here is the page's own opinion. */
export interface LiveState {
  link: { up: boolean; heardAt: number | null }
  /** From this page to the broker and back, in milliseconds. */
  roundTripMs: number | null
  night: Night | null
  mode: ModeNow | null
  core: CoreHealth | null
  devices: ReadonlyMap<string, OpDevice>
  /** Devices that wait to be enrolled. */
  waiting: OpPending['items']
  /** What each device was told to do last. */
  orders: ReadonlyMap<string, OpCommands>
  /** Every run this page has seen, by number: the timeline fills in the ones before. */
  runs: ReadonlyMap<number, OperatorRun>
  timeline: Timeline
  /** Where the show is and what to do next; null: the core has not said. */
  show: OpShow | null
  /** The script that is loaded. */
  script: OpScript | null
  /** The group's evening, the last ones, and what is between them and the next. */
  evening: OpSession | null
  /** Whether doors may open. */
  ready: OpReady | null
  /** The checks of each device. */
  readyDevices: ReadonlyMap<string, OpReadyDevice>
  /** What is frozen or dark, and the message to all screens. */
  panic: OpPanic | null
  /** The operators' pages that are open now. */
  present: OpPresence | null
  swaps: OpSwaps | null
  /** The last commands that can be taken back. */
  undoable: OpUndoable | null
  /** What players may know of the game, with the currency. */
  game: GameState | null
  /** The paytable with its odds, and the money rules in force. */
  odds: OpGame | null
  books: OpBooks | null
  payouts: OpPayouts | null
  desks: ReadonlyMap<string, OpDesk>
  floor: ReadonlyMap<string, OpFloor>
}

export type LiveStore = StoreApi<LiveState>

export function createLiveStore(): LiveStore {
  return createStore<LiveState>(() => ({
    link: { up: false, heardAt: null },
    roundTripMs: null,
    night: null,
    mode: null,
    core: null,
    devices: new Map(),
    waiting: [],
    orders: new Map(),
    runs: new Map(),
    timeline: { lines: [], nextBefore: null, status: 'idle' },
    show: null,
    script: null,
    evening: null,
    ready: null,
    readyDevices: new Map(),
    panic: null,
    present: null,
    swaps: null,
    undoable: null,
    game: null,
    odds: null,
    books: null,
    payouts: null,
    desks: new Map(),
    floor: new Map(),
  }))
}

/** The mode as last heard, from whichever of the two topics has spoken. */
export function modeOf(state: Pick<LiveState, 'mode' | 'night'>): 'day' | 'night' | null {
  return state.mode?.mode ?? state.night?.mode ?? null
}
