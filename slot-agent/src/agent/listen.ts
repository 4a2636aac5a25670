import { type Answer, type Bus, type Clock, contracts, type LinkMonitor, newRequestId, type Payload } from '@eg/shared'
import type { Logger } from 'pino'
import type { SlotDrivers } from '../drivers/ports.js'
import { type SinglePress, takePress } from '../slot/key-and-screen.js'
import type { PressSource, SlotEvent } from '../slot/model.js'

/** So many of the page's presses are remembered, to tell one that is delivered twice. */
const REMEMBERED_PRESSES = 64
/** So far from the core's time (ms) no press of the page is that has just arrived; a core that lost its power may be. */
const STRAYED_MS = 30_000
/** What a button or a key names: whatever is on show. */
const NOTHING: Shown = { run: null, visit: null }

/** What a screen was showing when it was pressed, and when that was (monotonic ms), where it says so. */
interface Shown {
  run: number | null
  visit: number | null
  madeAt?: number | null
}

export interface ListenParts {
  deviceId: string
  bus: Bus
  drivers: SlotDrivers
  clock: Clock
  link: Pick<LinkMonitor, 'state' | 'coreNow'>
  /** Takes an answer of the core out of what waits for one; `tell` lets the rules hear of it. */
  settle: (answer: Answer, tell: () => void) => void
  dispatch: (event: SlotEvent) => void
  log: Logger
}

export interface Listening {
  /** A card is presented, or pretended. */
  card(tagUid: string): void
  stop(): void
}

/** Turns what the core, the operators, the page and the hardware say into events of the slot. */
export function listen({ deviceId, bus, drivers, clock, link, settle, dispatch, log }: ListenParts): Listening {
  const own = { device_id: deviceId }
  const isNew = createPressMemory()
  let open: readonly SinglePress[] = []
  const press = (index: number, source: PressSource, shown = NOTHING) =>
    dispatch({ type: 'press', index, source, ...shown, reqId: newRequestId('p') })
  /** A press that may be the other half of another one: a key, or the page's word that may be about a key. */
  const pressOnce = (index: number, source: PressSource, shown = NOTHING) => {
    const taken = takePress(open, { index, source, at: clock.monotonic() })
    open = taken.open
    if (!taken.twin) press(index, source, shown)
  }
  /**
   * By the core's time, which both hear; on our own clock, which nobody sets. Back from a power cut a core may have another time, which the
   * page heard first: until we hear it too, a moment that is far from the time we knew tells nothing.
   */
  const madeAt = (at: number | undefined) => {
    const { up, heardAt } = link.state()
    if (at === undefined || heardAt === null) return null
    const ago = link.coreNow() - at
    return up || Math.abs(ago) < STRAYED_MS ? clock.monotonic() - ago : null
  }
  /**
   * Whether what the page calls a key was read here too: then it is a press already, or a reader's, which is none. One whose time is not
   * known may have been, wherever a keyboard is read: to press again costs a moment, a stake that is played twice costs money.
   */
  const readHere = (at: number | null) => (at === null ? drivers.keys.hasKeyboard() : drivers.keys.heardNear(at))
  const screen = ({ index, run, visit = null, at, key }: Payload<typeof contracts.slotPress>) => {
    const shown = { run, visit, madeAt: madeAt(at) }
    if (key && readHere(shown.madeAt)) return log.debug({ index }, 'a key of the page was read by this slot itself')
    if (key === false) press(index, 'screen', shown)
    else pressOnce(index, 'screen', shown)
  }
  const card = (tagUid: string) => dispatch({ type: 'card', tagUid, reqId: newRequestId('w') })

  const stops = [
    bus.subscribe(contracts.nightRound, {}, ({ payload }) => dispatch({ type: 'round', round: payload })),
    bus.subscribe(contracts.nightResult, {}, ({ payload }) => dispatch({ type: 'result', result: payload })),
    bus.subscribe(contracts.nightStep, {}, ({ payload }) => dispatch({ type: 'step', step: payload })),
    bus.subscribe(contracts.gameState, {}, ({ payload }) => dispatch({ type: 'game', game: payload })),
    bus.subscribe(contracts.showState, {}, ({ payload }) => dispatch({ type: 'show', show: payload })),
    bus.subscribe(contracts.panicState, {}, ({ payload }) => dispatch({ type: 'panic', panic: payload })),
    bus.subscribe(contracts.modeState, {}, ({ payload }) => dispatch({ type: 'mode', mode: payload?.mode ?? null })),
    bus.subscribe(contracts.sessionState, {}, ({ payload }) =>
      dispatch({ type: 'session', open: payload !== null && payload.status !== 'none' }),
    ),
    bus.subscribe(contracts.deviceAnswer, own, ({ payload }) => {
      if (!payload) return
      const { type, status, reason, run, req_id: reqId } = payload
      log.debug({ type, status, reason, run, reqId }, 'the core answered')
      settle(payload, () => dispatch({ type: 'answer', answer: payload }))
    }),
    bus.subscribe(contracts.ledCommand, own, ({ payload }) => payload && dispatch({ type: 'led', command: payload })),
    bus.subscribe(contracts.testCommand, own, ({ payload }) => {
      if (payload?.action === 'led_sequence') dispatch({ type: 'lightTest' })
      else if (payload) card(payload.tag_uid)
    }),
    bus.subscribe(contracts.slotPress, own, ({ payload }) => {
      if (payload && isNew(payload.press_id)) screen(payload)
    }),
    drivers.buttons.onPress((index) => press(index, 'button')),
    drivers.keys.onKey((index) => pressOnce(index, 'key')),
    drivers.reader.onCard(card),
  ]
  return {
    card,
    stop() {
      for (const stop of stops) stop()
    },
  }
}

function createPressMemory(): (pressId: string) => boolean {
  const seen: string[] = []
  return (pressId) => {
    if (seen.includes(pressId)) return false
    seen.push(pressId)
    if (seen.length > REMEMBERED_PRESSES) seen.shift()
    return true
  }
}
