import { systemClock } from '@eg/shared'
import { createMqttBus } from '@eg/shared/bus/mqtt'
import type { Logger } from 'pino'
import { readTlsFiles } from '../../tls-settings.js'
import type { SimulatorConfig } from '../config.js'
import { type Fault, planFaults } from '../faults/fault-plan.js'
import { createRecorder } from '../record/recorder.js'
import { createCoreReads } from '../report/core-reads.js'
import { makeReport, type Report } from '../report/report.js'
import type { SimLogin } from '../sim-login.js'
import { createVenue, type SimVenue } from '../venue.js'
import { DESK_ID } from '../virtual-desk.js'
import { createOperator, type PlayedPlan } from './operator.js'
import type { Plan } from './plan.js'

/** The page of the simulated operator. */
const OPERATOR_ID = 'sim-operator'
/** How long what is on its way at the end may take: a slot asks again every 5 s (ms, real time). */
const SETTLE_MS = 30_000
const LOOK_MS = 50

/** What happens in the course of an evening that is not in its plan. */
export interface EveningCourse {
  /** Ends it before its time; the report is still made. */
  signal: AbortSignal
  /** The doors are open. */
  onOpen: () => void
}

/**
 * Plays an evening against a core, or until `signal` where it has no plan, and holds what everybody was told against the core's
 * books.
 * @throws StartFailure when the core's API does not answer
 */
export async function playEvening(
  config: SimulatorConfig,
  log: Logger,
  login: SimLogin,
  { signal, onOpen }: EveningCourse,
): Promise<Report> {
  const recorder = createRecorder()
  const reads = createCoreReads(config.apiUrl, login)
  const venue = await createVenue(config, log, login, recorder)
  try {
    const before = await reads.before(venue.cards, venue.inherited)
    await venue.open()
    onOpen()
    const stopFaults = startFaults(config, venue, log)
    const operator = config.plan && startOperator(config, config.plan, login, log, recorder)
    const { unplanned } = await Promise.race([broughtToEnd(signal), ...(operator ? [operator.played] : [])])
    await operator?.stop()
    await stopFaults()
    await venue.leave()
    await settle(venue, log)
    return makeReport({
      beliefs: recorder.beliefs(),
      before,
      core: await reads.after(before, DESK_ID),
      devices: venue.devices,
      unplanned,
      decisions: venue.decisions(),
      seed: config.seed,
    })
  } finally {
    await venue.stop()
  }
}

/** Whoever ends an evening early leaves its plan undone, which is no difference. */
function broughtToEnd(signal: AbortSignal): Promise<PlayedPlan> {
  return new Promise((resolve) => {
    const end = () => resolve({ unplanned: [], steps: 0 })
    if (signal.aborted) end()
    else signal.addEventListener('abort', end, { once: true })
  })
}

function startOperator(
  config: SimulatorConfig,
  plan: Plan,
  login: SimLogin,
  log: Logger,
  recorder: ReturnType<typeof createRecorder>,
) {
  const tls = readTlsFiles(config.tls)
  const bus = createMqttBus({ url: config.brokerUrl, clientId: OPERATOR_ID, ...login, ...(tls && { tls }) })
  const { speed } = config
  const operator = createOperator({ bus, clientId: OPERATOR_ID, plan, speed, clock: systemClock, log, recorder })
  const stop = () => {
    operator.stop()
    return bus.close()
  }
  return { played: operator.play(), stop }
}

/** Lets go wrong what is planned; what it returns mends it all, except the dead. */
function startFaults({ faults, slots, plan, seed, speed }: SimulatorConfig, venue: SimVenue, log: Logger) {
  const lengthMs = plan === null ? 0 : (plan.ends_at * 1000) / speed
  const under = new Set<Promise<void>>()
  const happen = async ({ slot, ...fault }: Fault) => {
    log.info({ slot, ...fault }, `a fault as planned: ${fault.what}`)
    if (fault.what === 'dead') return venue.die(slot)
    if (fault.what === 'powercut') return venue.powerCut(slot, fault.forMs)
    venue.link(slot)?.cut()
    await new Promise((resolve) => setTimeout(resolve, fault.forMs))
  }
  const dead = new Set<string>()
  const cancels = planFaults(faults, slots, lengthMs, seed).map((fault) =>
    systemClock.after(fault.at, () => {
      if (dead.has(fault.slot)) return
      if (fault.what === 'dead') dead.add(fault.slot)
      const work = happen(fault).then(() => {
        under.delete(work)
        if (!dead.has(fault.slot)) venue.link(fault.slot)?.mend()
      })
      under.add(work)
    }),
  )
  return async () => {
    for (const cancel of cancels) cancel()
    await Promise.all(under)
  }
}

/** Waits until everything that living slots have asked is answered. */
async function settle(venue: SimVenue, log: Logger): Promise<void> {
  const end = systemClock.monotonic() + SETTLE_MS
  while (venue.waiting() > 0 && systemClock.monotonic() < end)
    await new Promise((resolve) => setTimeout(resolve, LOOK_MS))
  if (venue.waiting() > 0) log.warn({ waiting: venue.waiting() }, 'some requests were not answered in time')
}
