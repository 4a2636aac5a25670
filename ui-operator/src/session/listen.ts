import { contracts, type Bus } from '@eg/shared'
import type { Update } from './frame-batch'
import type { LiveState } from './live-store'
import { addLive } from './merge-timeline'

/** Hears everything the core says of the evening and keeps it. Returns what ends it. */
export function listen(bus: Bus, update: (change: Update<LiveState>) => void): (() => void)[] {
  return [...listenNight(bus, update), ...listenEvening(bus, update), ...listenMoney(bus, update)]
}

function listenNight(bus: Bus, update: (change: Update<LiveState>) => void): (() => void)[] {
  return [
    bus.subscribe(contracts.opNight, {}, ({ payload }) =>
      update((s, writable) => {
        const run = payload?.run
        return { night: payload, ...(run ? { runs: writable(s.runs).set(run.run, run) } : {}) }
      }),
    ),
    bus.subscribe(contracts.modeState, {}, ({ payload }) => update(() => ({ mode: payload }))),
    bus.subscribe(contracts.opCore, {}, ({ payload }) => update(() => ({ core: payload }))),
    bus.subscribe(contracts.opDevice, {}, ({ payload, params }) =>
      update((s, writable) => ({ devices: withEntry(writable(s.devices), params.device_id, payload) })),
    ),
    bus.subscribe(contracts.opCommands, {}, ({ payload, params }) =>
      update((s, writable) => ({ orders: withEntry(writable(s.orders), params.device_id, payload) })),
    ),
    bus.subscribe(contracts.opPending, {}, ({ payload }) => update(() => ({ waiting: payload?.items ?? [] }))),
    bus.subscribe(contracts.opTimeline, {}, ({ payload }) => {
      if (payload) update((s) => ({ timeline: addLive(s.timeline, payload) }))
    }),
  ]
}

function listenEvening(bus: Bus, update: (change: Update<LiveState>) => void): (() => void)[] {
  return [
    bus.subscribe(contracts.opShow, {}, ({ payload }) => update(() => ({ show: payload }))),
    bus.subscribe(contracts.opScript, {}, ({ payload }) => update(() => ({ script: payload }))),
    bus.subscribe(contracts.opSession, {}, ({ payload }) => update(() => ({ evening: payload }))),
    bus.subscribe(contracts.opReady, {}, ({ payload }) => update(() => ({ ready: payload }))),
    bus.subscribe(contracts.opReadyDevice, {}, ({ payload, params }) =>
      update((s, writable) => ({ readyDevices: withEntry(writable(s.readyDevices), params.device_id, payload) })),
    ),
    bus.subscribe(contracts.opPresence, {}, ({ payload }) => update(() => ({ present: payload }))),
    bus.subscribe(contracts.opPanic, {}, ({ payload }) => update(() => ({ panic: payload }))),
    bus.subscribe(contracts.opSwaps, {}, ({ payload }) => update(() => ({ swaps: payload }))),
    bus.subscribe(contracts.opUndoable, {}, ({ payload }) => update(() => ({ undoable: payload }))),
  ]
}

function listenMoney(bus: Bus, update: (change: Update<LiveState>) => void): (() => void)[] {
  return [
    bus.subscribe(contracts.gameState, {}, ({ payload }) => update(() => ({ game: payload }))),
    bus.subscribe(contracts.opGame, {}, ({ payload }) => update(() => ({ odds: payload }))),
    bus.subscribe(contracts.opBooks, {}, ({ payload }) => update(() => ({ books: payload }))),
    bus.subscribe(contracts.opPayouts, {}, ({ payload }) => update(() => ({ payouts: payload }))),
    bus.subscribe(contracts.opDesk, {}, ({ payload, params }) =>
      update((s, writable) => ({ desks: withEntry(writable(s.desks), params.device_id, payload) })),
    ),
    bus.subscribe(contracts.opFloor, {}, ({ payload, params }) =>
      update((s, writable) => ({ floor: withEntry(writable(s.floor), params.device_id, payload) })),
    ),
  ]
}

/** The map itself, with the entry set, or without it where the state was cleared. */
function withEntry<T>(map: Map<string, T>, id: string, entry: T | null): Map<string, T> {
  if (entry === null) map.delete(id)
  else map.set(id, entry)
  return map
}
