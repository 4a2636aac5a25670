import { contracts, createLinkMonitor, type Bus, type Clock, type LinkMonitor } from '@eg/shared'
import { createViewStore, type ViewStore } from '../view/view-store'
import type { Lang } from '../words/language'
import { createCommands, type Commands } from './commands'
import { createFrameBatch, type Schedule, type Update } from './frame-batch'
import { createHistory, type History, type ReadHistory } from './history'
import { createLiveStore, type LiveState, type LiveStore, type Night } from './live-store'
import { addLive } from './merge-timeline'
import { startPing } from './ping'

/** Everything a screen can reach. */
export interface Session {
  clientId: string
  brokerUrl: string
  live: LiveStore
  view: ViewStore
  commands: Commands
  history: History
  link: LinkMonitor
  clock: Clock
  /** Asks a slot to run its lights once through; false when it could not be sent. */
  testLights(deviceId: string): Promise<boolean>
  stop(): void
}

export interface SessionParts {
  bus: Bus
  clock: Clock
  clientId: string
  brokerUrl: string
  lang: Lang
  readHistory: ReadHistory
  schedule?: Schedule
}

/** Listens to the core and keeps what it says in the stores. The one place of the page that wires things. */
export function startSession(parts: SessionParts): Session {
  const { bus, clock, clientId } = parts
  const live = createLiveStore()
  const update = createFrameBatch(live, parts.schedule)
  const link = createLinkMonitor(bus, clock)
  const commands = createCommands(bus, clock, clientId)
  const history = createHistory(parts.readHistory, live.getState, update)

  const stops = [
    ...listen(bus, update),
    link.onChange(({ up, heardAt }) => {
      update(() => ({ link: { up, heardAt }, ...(up ? {} : { roundTripMs: null }) }))
      // Lines written while the link was down were not heard: read them.
      if (up) void history.readNewest()
    }),
    startPing(bus, clock, clientId, (ms) => update(() => ({ roundTripMs: ms }))),
    live.subscribe((now, before) => {
      if (standing(now.night) !== standing(before.night)) commands.forgetOld()
    }),
    () => link.stop(),
  ]
  return {
    clientId,
    brokerUrl: parts.brokerUrl,
    live,
    view: createViewStore(parts.lang),
    commands,
    history,
    link,
    clock,
    testLights: (deviceId) => bus.publish(contracts.testCommand, { device_id: deviceId }, { action: 'led_sequence' }),
    stop: () => {
      for (const stop of stops) stop()
    },
  }
}

/** Where the night stands, as far as a refusal can depend on it. */
function standing(night: Night | null): string {
  return `${night?.mode} ${night?.run?.run} ${night?.run?.status}`
}

function listen(bus: Bus, update: (change: Update<LiveState>) => void): (() => void)[] {
  return [
    bus.subscribe(contracts.opNight, {}, ({ payload }) =>
      update((s) => {
        const run = payload?.run
        return { night: payload, ...(run ? { runs: new Map(s.runs).set(run.run, run) } : {}) }
      }),
    ),
    bus.subscribe(contracts.modeState, {}, ({ payload }) => update(() => ({ mode: payload }))),
    bus.subscribe(contracts.opCore, {}, ({ payload }) => update(() => ({ core: payload }))),
    bus.subscribe(contracts.opDevice, {}, ({ payload, params }) =>
      update((s) => {
        const devices = new Map(s.devices)
        if (payload) devices.set(params.device_id, payload)
        else devices.delete(params.device_id)
        return { devices }
      }),
    ),
    bus.subscribe(contracts.opTimeline, {}, ({ payload }) => {
      if (payload) update((s) => ({ timeline: addLive(s.timeline, payload) }))
    }),
  ]
}
