import {
  type Bus,
  type Clock,
  LINK_LOST_MS,
  type PressStatus,
  type SlotState,
  createLinkMonitor,
  newRequestId,
} from '@eg/shared'
import { deviceStatus } from '@eg/shared/contracts/devices'
import { inputStatus } from '@eg/shared/contracts/inputs'
import { gameState } from '@eg/shared/contracts/rounds'
import { PRESS_ANSWER_MS, slotPress, slotReload, slotScreen, slotState } from '@eg/shared/contracts/slot'
import { type StoreApi, createStore } from 'zustand/vanilla'
import { cardOnShow } from './day'
import { type Keys, createKeys } from './keys'
import { type Echo, type KioskState, canPress, fingerprint } from './kiosk-state'
import { watchCue } from './watch-cue'
import { watchPatience } from './watch-patience'

const SCREEN_EVERY_MS = 5000
const SETTLED: ReadonlySet<PressStatus> = new Set(['pending', 'kept', 'counted'])

export interface KioskParts {
  bus: Bus
  clock: Clock
  deviceId: string
  version: string
  /** Whether the page is on show (`document.visibilityState`). */
  visible: () => boolean
  /** Whether anything comes to the screen. Default: nobody looks. */
  drawn?: () => boolean
  /** Loads the page again. */
  reload: () => void
}

/** What pressed: a finger on the screen or a person's Enter, or a key, which the agent may have heard itself. */
export type PressBy = 'finger' | 'key'

export interface Kiosk {
  store: StoreApi<KioskState>
  clock: Clock
  /** An option (0 to 5) was pressed on the screen. Does nothing where a press means nothing. */
  press(index: number, by?: PressBy): void
  /** An option was clicked without a pointer: by a person, or by the Enter of a reader (`timeStamp` of the event). */
  click(index: number, timeStamp: number): void
  /** Keys 1 to 6, which stand in for the buttons. */
  keys: Keys
  /** The core's time now (ms since 1970). */
  coreNow(): number
  stop(): void
}

/** Everything behind the page: hears the agent and the core's clock, reports presses and that the screen is alive. */
export function startKiosk({ bus, clock, deviceId, version, visible, drawn, reload }: KioskParts): Kiosk {
  const own = { device_id: deviceId }
  const loadId = newRequestId('l')
  const store = createStore<KioskState>(() => ({
    deviceId,
    link: 'connecting',
    agent: null,
    input: null,
    slot: null,
    game: null,
    echo: null,
    waitsLong: false,
    cue: null,
  }))
  const monitor = createLinkMonitor(bus, clock)
  const echo = createEcho(store, clock)
  /** How often the round on show became another, or came further: two rounds in a row may look the same. */
  let turns = 0

  const setLink = () => store.setState({ link: monitor.state().up ? 'up' : 'lost' })
  const sayAlive = () => {
    if (bus.connected())
      void bus.publish(slotScreen, own, {
        version,
        visible: visible(),
        load_id: loadId,
        ...(drawn && { drawn: drawn() }),
      })
  }

  const stops = [
    monitor.onChange(setLink),
    clock.after(LINK_LOST_MS, setLink),
    bus.subscribe(slotState, own, ({ payload }) => {
      const round = roundOnShow(payload)
      if (round !== null && round !== roundOnShow(store.getState().slot)) turns += 1
      store.setState({ slot: payload })
      echo.compare()
    }),
    bus.subscribe(gameState, {}, ({ payload }) => store.setState({ game: payload })),
    bus.subscribe(deviceStatus, own, ({ payload }) => store.setState({ agent: payload })),
    bus.subscribe(inputStatus, own, ({ payload }) =>
      store.setState({ input: typeof payload === 'object' && payload ? payload.status : payload }),
    ),
    // Only this load: the word may come twice, and the page is another one by then.
    bus.subscribe(slotReload, own, ({ payload }) => payload?.load_id === loadId && reload()),
    bus.onConnection(sayAlive),
    clock.every(SCREEN_EVERY_MS, sayAlive),
    watchPatience(store, clock),
    watchCue(store, clock, monitor.coreNow),
    echo.stop,
    monitor.stop,
  ]
  sayAlive()

  const press = (index: number, by: PressBy = 'finger', at = monitor.coreNow()) => {
    const state = store.getState()
    if (!state.slot || !canPress(state, index)) return
    // A second tap while the first is under way is the same press, not another one.
    if (state.echo?.status === 'pending' && state.echo.index === index) return
    const pressId = newRequestId('k')
    const { press: last } = state.slot
    // Pressing again what is on its way or counted changes nothing, so there is no new word to wait for.
    if (last?.index !== index || !SETTLED.has(last.status)) {
      echo.begin({ pressId, index, before: fingerprint(state.slot), status: 'pending' })
    } else echo.drop()
    const made = { at: Math.round(at), key: by === 'key' }
    void bus
      .publish(slotPress, own, { press_id: pressId, index, ...shownOf(state.slot), ...made })
      .then((sent) => (sent ? undefined : echo.fail(pressId)))
  }
  /** A key for an option went down; what is given back presses it, if what is on show is still what it was then. */
  const aim = (index: number) => {
    const state = store.getState()
    if (!state.slot || !canPress(state, index)) return () => undefined
    const { run, visit } = shownOf(state.slot)
    const [at, turn] = [monitor.coreNow(), turns]
    return () => {
      const { slot } = store.getState()
      const now = slot && shownOf(slot)
      // Where the agent heard this key itself, its round may be over already: pressed now it would be another stake.
      if (now?.run === run && now.visit === visit && turns === turn) press(index, 'key', at)
    }
  }
  const keys = createKeys(clock, aim)

  return {
    store,
    clock,
    press,
    click: (index, timeStamp) => press(index, keys.mayBeReader(timeStamp) ? 'key' : 'finger'),
    keys,
    coreNow: monitor.coreNow,
    stop() {
      keys.stop()
      for (const stop of stops) stop()
    },
  }
}

/** What the page was showing when it was pressed: a run by night, a visit by day. */
function shownOf(slot: SlotState): { run: number | null; visit?: number } {
  const card = cardOnShow(slot)
  return card ? { run: null, visit: card.visit } : { run: slot.question?.run ?? null }
}

/** The round on show and how far it is; its identity is the text. Null while there is none. */
function roundOnShow(slot: SlotState | null): string | null {
  const card = cardOnShow(slot)
  return card?.round ? JSON.stringify([slot?.phase, card.visit, card.round]) : null
}

/** Keeps the page's own echo of a press honest: gone when the agent speaks, `unanswered` when it does not. */
function createEcho(store: StoreApi<KioskState>, clock: Clock) {
  let cancel: (() => void) | undefined
  const fail = (pressId: string) => {
    const { echo } = store.getState()
    if (echo?.pressId === pressId) store.setState({ echo: { ...echo, status: 'unanswered' } })
  }
  const drop = () => {
    cancel?.()
    if (store.getState().echo) store.setState({ echo: null })
  }
  return {
    fail,
    drop,
    begin(echo: Echo) {
      cancel?.()
      store.setState({ echo })
      cancel = clock.after(PRESS_ANSWER_MS, () => fail(echo.pressId))
    },
    compare() {
      const { echo, slot } = store.getState()
      if (echo && (!slot || fingerprint(slot) !== echo.before)) drop()
    },
    stop: () => cancel?.(),
  }
}
