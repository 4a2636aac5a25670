import {
  type Answer,
  type BecomeOrder,
  type Bus,
  type Clock,
  createLinkMonitor,
  type PartHealth,
  type SlotState,
  systemClock,
} from '@eg/shared'
import type { Logger } from 'pino'
import type { NoteLevel } from './agent/day-log.js'
import { type CommandRunner, type Ending, createCommandRunner } from './agent/commands.js'
import type { HostProbe } from './agent/host-health.js'
import { watchButtons } from './agent/button-presses.js'
import { listen } from './agent/listen.js'
import { createPresence } from './agent/presence.js'
import { createEffectRunner } from './agent/run-effects.js'
import { createScreenReload } from './agent/screen-reload.js'
import { createSlotHealth, type Parts } from './agent/slot-health.js'
import { createSlotReset } from './agent/slot-reset.js'
import { createSlotRuntime } from './agent/slot-runtime.js'
import type { Becoming } from './enrolment/admission.js'
import { createListeners } from './drivers/listeners.js'
import { logChanges } from './drivers/part-log.js'
import type { SlotDrivers } from './drivers/ports.js'
import type { SlotStore } from './outbox/ports.js'
import { createRoundSender } from './outbox/round-sender.js'
import { createVoteSender } from './outbox/vote-sender.js'
import { createModel } from './slot/model.js'
import { VERSION } from './version.js'

/** How long a goodbye may take before the agent ends without it (milliseconds). */
const GOODBYE_MS = 1500

export interface AgentOptions {
  deviceId: string
  /** The link to the core; the agent closes it when it stops. */
  bus: Bus
  drivers: SlotDrivers
  store: SlotStore
  log: Logger
  clock?: Clock
  /** How loud visits, rounds and refusals are in the log. Default: `info`, refusals `warn`. */
  noteLevel?: NoteLevel
  /** How the machine is. Default: there is none to speak of. */
  host?: HostProbe
  /** Sets the machine's clock (ms since 1970). Default: it may not. */
  setClock?: (toMs: number) => Promise<Ending>
  /** Ends the process so that its supervisor starts it again. Default: nobody would. */
  restart?: () => void
  /** Which installation this is, for the core; null or absent where none can be told. */
  installKey?: string | null
  /** Takes the identity of another device. Default: it cannot. */
  become?: (order: BecomeOrder) => Becoming
  /** The screen's health while no kiosk page reports. Default: missing. */
  unseenScreen?: PartHealth
  /** What is to be known of a screen that is well, such as a theme that is not used. Default: nothing. */
  screenNote?: () => string | null
}

/** A running slot. */
export interface Agent {
  deviceId: string
  view(): SlotState
  /** Hears of every change of what the slot shows; returns what ends it. */
  onState(listener: (state: SlotState) => void): () => void
  linkUp(): boolean
  linkMs(): number | null
  parts(): Parts
  /** Votes and rounds that wait for the core's answer. */
  waiting(): number
  /** Whether a group's evening is on; null: the core has not said. */
  sessionOpen(): boolean | null
  /** Lights off, goodbye, and everything closed. The store stays open: whoever opened it closes it. */
  stop(): Promise<void>
}

/** Wires one slot together and lets it run: rules, drivers, outbox, presence, on one link. */
export function startAgent(options: AgentOptions): Agent {
  const { deviceId, bus, drivers, store, log, clock = systemClock } = options
  const states = createListeners<SlotState>()
  const link = createLinkMonitor(bus, clock)
  const votes = createVoteSender(bus, store.outbox, clock, deviceId)
  const rounds = createRoundSender(bus, store.rounds, clock, deviceId)
  const waiting = () => votes.waiting() + rounds.waiting()
  const unseenScreen = options.unseenScreen ?? { status: 'missing', detail: 'no kiosk page has reported lately' }
  const health = createSlotHealth(bus, clock, deviceId, drivers, unseenScreen, options.screenNote)
  const endPartLog = logChanges(log, drivers, clock)
  const { memory, forgotten } = store
  const past = {
    memory: memory.load(),
    vote: store.outbox.list().at(-1) ?? null,
    round: store.rounds.load(),
    forgottenRun: forgotten.load(),
  }
  // Numbers of visits begin at the time, so that those of a restarted agent are others: a visit takes longer than 1 ms.
  const model = createModel(deviceId, past, Math.floor(clock.now()))
  let commands: CommandRunner | null = null
  const run = createEffectRunner({
    deviceId,
    bus,
    lights: drivers.lights,
    votes,
    rounds,
    memory,
    forgotten,
    clock,
    log,
    noteLevel: options.noteLevel,
    report: (report) => commands?.tell(report),
    onState: states.tell,
  })
  const slot = createSlotRuntime(model, clock, run)
  const linkIs = (up: boolean) => {
    slot.dispatch({ type: 'link', up })
    votes.linkChanged(up)
    rounds.linkChanged(up)
  }
  const takeOut = (from: { settle(answer: Answer): void }, answer: Answer) => {
    try {
      from.settle(answer)
    } catch (error) {
      log.error({ err: error }, 'an answered request could not be taken out of the outbox; it is asked again by its id')
    }
  }
  const settle = (answer: Answer, tell: () => void) => {
    // A round before the rules hear of it: they may play the next one. A vote after: what it came to is on disk by then, so
    // that whoever is killed in between asks again instead of having forgotten.
    takeOut(rounds, answer)
    tell()
    takeOut(votes, answer)
  }
  const unlink = link.onChange(({ up }) => linkIs(up))
  linkIs(link.state().up)
  const listening = listen({ deviceId, bus, drivers, clock, link, settle, dispatch: slot.dispatch, log })
  const presses = watchButtons(drivers.buttons, clock)
  const presence = createPresence({
    deviceId,
    version: VERSION,
    bus,
    clock,
    health,
    waiting,
    view: slot.view,
    installKey: options.installKey ?? null,
    pressed: presses.ages,
    host: () => {
      const { up, offsetMs } = link.state()
      return options.host && { ...options.host(), clock_offset_ms: up ? Math.round(-offsetMs) : null }
    },
  })
  const screen = createScreenReload(bus, clock, deviceId)
  const reset = createSlotReset({
    clock,
    model: slot.model,
    waiting,
    lights: () => slot.view().lights,
    forget: () => slot.dispatch({ type: 'reset' }),
    kept: () => isKept(() => forgotten.load() === slot.model().forgottenRun),
    over: () => slot.dispatch({ type: 'resetOver' }),
  })
  const runner = createCommandRunner({
    deviceId,
    bus,
    memory: store.commands,
    log,
    dispatch: slot.dispatch,
    presentCard: listening.card,
    reloadScreen: screen.reload,
    resetSlot: reset.reset,
    setClock: async (coreNowMs) =>
      // The word was half a round trip on its way.
      options.setClock?.(coreNowMs + (presence.linkMs() ?? 0) / 2) ?? { status: 'failed', reason: 'not_possible' },
    restart: options.restart ?? null,
    become: options.become ?? null,
  })
  commands = runner

  return {
    deviceId,
    view: slot.view,
    onState: states.add,
    linkUp: () => link.state().up,
    linkMs: presence.linkMs,
    parts: health.parts,
    waiting,
    sessionOpen: () => slot.model().session,
    async stop() {
      for (const stop of [
        runner.stop,
        screen.stop,
        reset.stop,
        listening.stop,
        presses.stop,
        unlink,
        slot.stop,
        votes.stop,
        rounds.stop,
        presence.stop,
      ])
        stop()
      for (const stop of [health.stop, link.stop, endPartLog]) stop()
      await Promise.all(Object.values(drivers).map((part) => part.stop()))
      await within(clock, GOODBYE_MS, presence.goodbye())
      await within(clock, GOODBYE_MS, bus.close())
      states.clear()
    },
  }
}

/** What cannot be read is not kept. */
function isKept(read: () => boolean): boolean {
  try {
    return read()
  } catch {
    return false
  }
}

/** Waits for `work`, but not longer than `ms`: a link that hangs must not keep the agent from ending. */
function within(clock: Clock, ms: number, work: Promise<void>): Promise<void> {
  return new Promise((resolve, reject) => {
    const cancel = clock.after(ms, resolve)
    work.then(resolve, reject).finally(cancel)
  })
}
