import type { Clock, OpDevice, OpReady, OpReadyDevice, Payload, ReadyCheck, contracts } from '@eg/shared'
import type { Publication, Work } from '../commit/command.js'
import type { Pipeline } from '../commit/pipeline.js'
import type { Finding } from '../ready/check.js'
import { coreChecks } from '../ready/core-checks.js'
import type { Door } from '../ready/doors.js'
import { KEYS, slotChecks } from '../ready/slot-checks.js'
import { todayBegan } from '../ready/today.js'
import { viewOf } from '../ready/view.js'
import { type Judged, type Waiver, judge } from '../ready/waivers.js'
import type { CoreReport } from './core-report.js'
import { bySubject, count, doorsOf, factsOf, toCheck } from './ready-state.js'
import type { ClockReading, ReadyChanges, TestRow } from '../store/ready-rows.js'

/** How often everything is looked at (ms). What changed is told at most this often. */
const LOOK_EVERY_MS = 1000
const CORE = { key: 'core', via: 'core' } as const

type Heartbeat = Payload<typeof contracts.deviceHeartbeat>

export interface ReadyWatchOptions {
  clock: Clock
  pipeline: Pick<Pipeline, 'submit'>
  /** Every known device, as operators see it. */
  devices: () => readonly OpDevice[]
  core: () => CoreReport
  /** Checks of other parts (the script of the night): each is asked whenever everything is looked at. */
  providers?: readonly (() => Finding)[]
  publish: (publication: Publication) => void
}

/** Looks at everything that must hold before doors open, on the main thread, and says what changed. */
export interface ReadyWatch {
  learn(changes: ReadyChanges): void
  heartbeat(deviceId: string, beat: Heartbeat): void
  /** Fills in what is red now, for the commands that are decided by it. */
  prepare(work: Work): Work
  /** Looks now, and tells what changed. */
  look(): void
  /** Everything, for HTTP: the state with the checks of the devices behind those of the core. */
  all(): OpReady
  stop(): void
}

type Slot = typeof UNTESTED

export function createReadyWatch(options: ReadyWatchOptions): ReadyWatch {
  const { clock } = options
  let waivers: Waiver[] = []
  let door: Door | null = null
  let reading: ClockReading | null = null
  const tests = new Map<string, Slot>()
  const history = new Map<string, { state: string; since: number; goodAt: number | null }>()
  const told = new Map<string, string>()
  /** The store has said what it keeps. */
  let begun = false

  /** What was found of each device as it is: looked at again only when it, its tests or the day are others. */
  const found = new WeakMap<OpDevice, { from: number; slot: Slot; findings: Finding[] }>()

  const testsOf = (deviceId: string): Slot => tests.get(deviceId) ?? UNTESTED
  const ofSlot = (device: OpDevice, from: number): Finding[] => {
    const slot = testsOf(device.device_id)
    const known = found.get(device)
    if (known?.from === from && known.slot === slot) return known.findings
    const findings = slotChecks({ ...factsOf(device), ...slot }, from)
    found.set(device, { from, slot, findings })
    return findings
  }
  const slots = () => options.devices().filter(({ kind, protection }) => kind === 'slot' && protection !== 'pending')

  const find = (at: number): Finding[] => {
    const from = todayBegan(at, door)
    return [
      ...coreChecks({ ...options.core(), clock: reading }, from, at),
      ...(options.providers ?? []).map((provide) => provide()),
      ...slots().flatMap((device) => ofSlot(device, from)),
    ]
  }

  /** Since when each check is as it is, and when it was last good: what the core remembers while it runs. */
  const remember = (judged: readonly Judged[], at: number): ReadyCheck[] =>
    judged.map((one) => {
      const before = history.get(one.check)
      const since = before?.state === one.state ? before.since : at
      const goodAt = one.state === 'green' ? at : (before?.goodAt ?? null)
      history.set(one.check, { state: one.state, since, goodAt })
      return toCheck(one, since, one.state === 'green' ? null : goodAt)
    })

  const put = (at: number): { state: OpReady; devices: OpReadyDevice[] } => {
    const judged = judge(find(at), waivers, at)
    const checks = bySubject(remember(judged, at))
    const own = [...(checks.get('core') ?? []), ...(checks.get('show') ?? [])]
    checks.delete('core')
    checks.delete('show')
    const devices = [...checks].map(([device_id, checks]) => ({ device_id, checks }))
    const reds = judged.filter(({ state }) => state === 'red').map(({ check }) => check)
    const isOpen = door !== null && door.closedAt === null
    const state: OpReady = {
      view: viewOf(judged, door),
      ok: reds.length === 0,
      ...count(judged),
      doors: doorsOf(door),
      alerts: isOpen ? reds : [],
      from: todayBegan(at, door),
      checks: own,
      devices: devices.map(({ device_id, checks }) => ({ device_id, ...count(checks) })),
    }
    return { state, devices }
  }

  const look = () => {
    const { state, devices } = put(clock.now())
    for (const payload of devices)
      tell({ contract: 'opReadyDevice', params: { device_id: payload.device_id }, payload })
    tell({ contract: 'opReady', params: {}, payload: state })
    // One that was put out has no checks any more.
    const known = new Set(['', ...devices.map(({ device_id }) => device_id)])
    for (const device_id of [...told.keys()].filter((key) => !known.has(key))) {
      told.delete(device_id)
      options.publish({ contract: 'opReadyDevice', params: { device_id }, payload: null })
    }
  }
  const tell = (publication: Publication) => {
    const key = publication.params.device_id ?? ''
    const text = JSON.stringify(publication.payload)
    if (told.get(key) === text) return
    told.set(key, text)
    options.publish(publication)
  }

  const cancel = clock.every(LOOK_EVERY_MS, () => begun && look())
  return {
    learn(changes) {
      begun = true
      waivers = changes.waivers ?? waivers
      if (changes.door !== undefined) door = changes.door
      if (changes.clock !== undefined) reading = changes.clock
      if (changes.tests?.all) tests.clear()
      for (const row of changes.tests?.rows ?? []) tests.set(row.deviceId, noted(testsOf(row.deviceId), row))
    },
    heartbeat(deviceId, { pressed_s: pressed }) {
      if (!pressed) return
      const from = todayBegan(clock.now(), door)
      const { buttons } = testsOf(deviceId)
      const fresh = pressed.flatMap((ago, number) => {
        const at = ago === null ? null : clock.now() - ago * 1000
        const known = buttons[number] ?? null
        return at !== null && at >= from && (known === null || known < from) ? [{ number, at }] : []
      })
      if (fresh.length > 0) options.pipeline.submit({ kind: 'buttonsPressed', deviceId, pressed: fresh }, CORE, null)
    },
    prepare(work) {
      if (work.kind !== 'opDoorsOpen' && work.kind !== 'opReadyWaive') return work
      return { ...work, findings: find(clock.now()).filter(({ problem }) => problem !== null) }
    },
    look,
    all() {
      const { state, devices } = put(clock.now())
      return { ...state, checks: [...state.checks, ...devices.flatMap(({ checks }) => checks)] }
    },
    stop: cancel,
  }
}

/** A slot of which nothing was ever seen to work. */
const UNTESTED = {
  buttons: Array.from({ length: KEYS }, (): number | null => null),
  lights: Array.from({ length: KEYS }, (): number | null => null),
}

function noted(slot: Slot, { part, number, at }: TestRow): Slot {
  const name = part === 'button' ? 'buttons' : 'lights'
  return { ...slot, [name]: slot[name].with(number, at) }
}
