import {
  type Answer,
  type Bus,
  type Clock,
  contracts,
  createLinkMonitor,
  type Mode,
  request,
  systemClock,
} from '@eg/shared'
import { createMqttBus } from '@eg/shared/bus/mqtt'
import type { Logger } from 'pino'
import { openBrokerLink } from '../agent/broker-link.js'
import type { Admission } from '../enrolment/admission.js'
import { startDeviceLife } from '../enrolment/device-life.js'
import type { TlsOptions } from '../tls-settings.js'
import { VERSION } from '../version.js'
import type { CommandMemory } from '../outbox/ports.js'
import { answerCommands } from './answer-commands.js'
import { type Cashier, createCashier } from './cashier.js'
import { DRAWER_CENTS, type Job } from './desk-rules.js'
import { createRoulette } from './roulette.js'
import { playerName } from './player-name.js'
import type { Recorder } from './record/recorder.js'
import type { StoreOf } from './sim-identity.js'
import type { SimLogin } from './sim-login.js'

export const DESK_ID = 'change-sim'
export const TABLE_ID = 'table-sim'
/** The page that the simulated cashier would work on. */
const OPERATOR_ID = 'sim-desk'
const CASHIER = 'Simulator'
/** How long the core may take to answer, and how long closing the shift may take (milliseconds). */
const ANSWER_MS = 2000
const CLOSE_MS = 5000

export interface VirtualDeskOptions {
  brokerUrl: string
  tls?: TlsOptions | undefined
  cards: readonly string[]
  seed: number
  minMs: number
  maxMs: number
  log: Logger
  /** Where a device keeps what it was told to do. */
  commands: (deviceId: string) => CommandMemory
  auth: 'open' | 'enrolled' | 'ask'
  storeOf: StoreOf
  /** Of the cashier's page. */
  login: SimLogin
  /** Whether there is a name to log in with. */
  mayLogIn: boolean
  /** Hears what desk and table ask and are told. Default: nobody. */
  recorder?: Recorder | undefined
  /** What stands between a device and its connection. */
  over?: ((deviceId: string, bus: Bus) => Bus) | undefined
}

/** The cashier and the table of the simulator, each on a connection of its own, as in a venue. */
export interface VirtualDesk {
  counter: Cashier
  /** Closes table and shift. The connections stay. */
  close(): Promise<void>
  stop(): Promise<void>
}

export function startVirtualDesk(options: VirtualDeskOptions): VirtualDesk {
  const { brokerUrl, tls, cards, seed, minMs, maxMs, log } = options
  const clock = systemClock
  const desk = openDevice(options, DESK_ID, 'change', clock)
  const table = openDevice(options, TABLE_ID, 'table', clock)
  const page = createMqttBus({ url: brokerUrl, clientId: OPERATOR_ID, ...options.login, ...(tls && { tls }) })
  const link = createLinkMonitor(page, clock)
  const linkUp = () => link.state().up
  let mode: Mode | null = null

  const { recorder } = options
  const ask = async (job: Job) => {
    const answer = await askCore(recorder ? noting(page, recorder) : page, job)
    recorder?.hear(OPERATOR_ID, answer)
    return answer
  }
  const cashier = createCashier({
    deskId: DESK_ID,
    cards,
    seed,
    pauseMs: minMs,
    restMs: maxMs,
    clock,
    log,
    ask,
    linkUp,
  })
  // One subscription for all answers: one anew for each may come too late for its answer.
  page.subscribe(contracts.opAnswer, { client_id: OPERATOR_ID }, () => undefined)
  page.subscribe(contracts.opDesk, { device_id: DESK_ID }, ({ payload }) => cashier.seeDesk(payload))
  page.subscribe(contracts.opPayouts, {}, ({ payload }) => cashier.seePayouts(payload))
  page.subscribe(contracts.gameState, {}, ({ payload }) => cashier.seeGame(payload))
  page.subscribe(contracts.modeState, {}, ({ payload }) => void (mode = payload?.mode ?? null))
  const roulette = createRoulette({
    seed,
    minMs,
    maxMs,
    clock,
    isOpen: () => linkUp() && mode === 'day',
    pay: async ({ payoutId, source, amountCents }) => {
      const payout = { payout_id: payoutId, source, amount_cents: amountCents }
      return (await table.bus()?.publish(contracts.payoutNew, {}, payout)) ?? false
    },
  })

  return {
    counter: cashier,
    async close() {
      roulette.stop()
      await cashier.close(CLOSE_MS)
    },
    async stop() {
      roulette.stop()
      cashier.stop()
      link.stop()
      await Promise.all([desk.stop(), table.stop(), page.close()])
    },
  }
}

/** The page's connection, with somebody who notes what is asked. */
function noting(page: Bus, recorder: Recorder): Bus {
  return {
    ...page,
    publish(contract, params, payload) {
      recorder.ask(OPERATOR_ID, contract.name, payload as Record<string, unknown>)
      return page.publish(contract, params, payload)
    },
  }
}

/** Carries a job out as an operator's page does. */
function askCore(bus: Bus, job: Job): Promise<Answer> {
  const answers = { contract: contracts.opAnswer, params: { client_id: OPERATOR_ID } }
  const at = { req_id: job.reqId, desk_id: DESK_ID }
  switch (job.do) {
    case 'open':
      return request(
        bus,
        contracts.opShiftOpen,
        {},
        { ...at, count_cents: DRAWER_CENTS, by: CASHIER },
        answers,
        ANSWER_MS,
      )
    case 'close':
      return request(bus, contracts.opShiftClose, {}, { ...at, count_cents: job.countCents }, answers, ANSWER_MS)
    case 'issue': {
      const issue = { req_id: job.reqId, tag_uid: job.tagUid, name: playerName(job.tagUid) }
      return request(bus, contracts.opCardIssue, {}, issue, answers, ANSWER_MS)
    }
    case 'topUp': {
      const topUp = { ...at, tag_uid: job.tagUid, amount_cents: job.amountCents }
      return request(bus, contracts.opDeskTopUp, {}, topUp, answers, ANSWER_MS)
    }
    case 'claim': {
      const claim = { ...at, payout_id: job.payoutId, tag_uid: job.tagUid }
      return request(bus, contracts.opDeskClaim, {}, claim, answers, ANSWER_MS)
    }
  }
}

/** A device that is there and says so: no buttons, no screen. */
function openDevice(options: VirtualDeskOptions, wish: string, type: 'change' | 'table', clock: Clock) {
  const { brokerUrl: url, tls, auth, storeOf } = options
  const log = options.log.child({ device: wish })
  const run = ({ deviceId, ...login }: Admission) => {
    const own = { device_id: deviceId }
    if (login.credentials() && type === 'change' && !options.mayLogIn)
      log.warn(
        'this core asks who gives commands: set EG_SIM_LOGIN=name:password of a cashier, or nobody gets card or money here',
      )
    const { bus: link, attempted } = openBrokerLink(url, deviceId, clock, log, { ...login, ...(tls && { tls }) })
    const bus = options.over?.(deviceId, link) ?? link
    const stopCommands = answerCommands({
      deviceId,
      bus,
      memory: options.commands(deviceId),
      clock,
      log: log.child({ device: deviceId }),
    })
    bus.onConnection((connected) => {
      if (!connected) return
      void bus.publish(contracts.deviceStatus, own, 'online')
      void bus.publish(contracts.deviceHello, own, { type, version: VERSION, ts: Math.floor(clock.now() / 1000) })
    })
    const stop = async () => {
      stopCommands()
      await bus.publish(contracts.deviceStatus, own, 'offline')
      await bus.close()
    }
    return { bus, attempted, stop }
  }
  const store = storeOf(wish, type)
  const life = startDeviceLife({ url, tls, store, deviceId: wish, wish, model: 'simulator', auth, clock, log, run })
  return { bus: () => life.device()?.bus, stop: life.stop }
}
