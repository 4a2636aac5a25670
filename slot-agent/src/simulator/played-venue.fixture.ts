import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Answer, type Bus, contracts, createManualClock } from '@eg/shared'
import { createMemoryLink } from '@eg/shared/bus/memory'
import { pino } from 'pino'
import { createSimulatedDrivers } from '../drivers/simulated-drivers.js'
import { openStoreFile } from '../outbox/store-file.js'
import { startAgent } from '../start-agent.js'
import { createCashier } from './cashier.js'
import { type Counter, createDayPlayer } from './day-player.js'
import type { Job } from './desk-rules.js'

export const CARD = 'SIM-SLOT-02'
const log = pino({ level: 'silent' })

const settle = () => new Promise((resolve) => setImmediate(resolve))

export interface Played {
  at: number
  stake: number
}

/**
 * A core of a few lines that says what the real one would: balances by card, every second round lost, the others paid
 * double. `desk` carries out what a cashier asks.
 */
function scriptCore(core: Bus, now: () => number) {
  const balances = new Map<string, number>()
  const rounds: Played[] = []
  const asked: { at: number; tagUid: string }[] = []
  const jobs: Job[] = []
  const res = (device: string, answer: Answer) =>
    void core.publish(contracts.deviceAnswer, { device_id: device }, answer)
  core.subscribe(contracts.walletGet, {}, ({ payload }) => {
    if (!payload) return
    const { req_id, device_id, tag_uid } = payload
    asked.push({ at: now(), tagUid: tag_uid })
    const balance_cents = balances.get(tag_uid)
    const status = balance_cents === undefined ? 'unknown_card' : 'ok'
    res(device_id, { type: 'wallet_get', req_id, status, tag_uid, balance_cents })
  })
  core.subscribe(contracts.roundPlay, {}, ({ payload }) => {
    if (!payload) return
    const { req_id, device_id, tag_uid, stake_cents: stake } = payload
    rounds.push({ at: now(), stake })
    const win = rounds.length % 2 === 0 ? stake * 2 : 0
    const balance = (balances.get(tag_uid) ?? 0) - stake + win
    balances.set(tag_uid, balance)
    res(device_id, {
      type: 'round_play',
      req_id,
      status: 'ok',
      reels: ['a', 'b', 'c'],
      win_cents: win,
      new_balance_cents: balance,
    })
  })
  const desk = async (job: Job): Promise<Answer> => {
    jobs.push(job)
    if (job.do === 'issue') balances.set(job.tagUid, balances.get(job.tagUid) ?? 0)
    if (job.do === 'topUp') balances.set(job.tagUid, (balances.get(job.tagUid) ?? 0) + job.amountCents)
    return { type: job.do, status: 'ok', req_id: job.reqId }
  }
  return { balances, rounds, asked, jobs, desk }
}

/** slot-02 with its simulated player at a scripted core, time by hand; with a desk unless `counter` is given. */
export function playVenue({ seed = 1, minMs = 500, maxMs = 6000, counter = null as Counter | null } = {}) {
  const folder = mkdtempSync(join(tmpdir(), 'eg-sim-'))
  const file = openStoreFile(join(folder, 'sim.db'))
  const clock = createManualClock()
  const link = createMemoryLink()
  const core = link.open()
  const script = scriptCore(core, () => clock.monotonic())
  const { drivers, handle } = createSimulatedDrivers(clock)
  const agent = startAgent({ deviceId: 'slot-02', bus: link.open(), drivers, store: file.slot('slot-02'), log, clock })
  const cashier = createCashier({
    deskId: 'change-sim',
    cards: [CARD],
    seed,
    pauseMs: minMs,
    restMs: maxMs,
    clock,
    log,
    ask: script.desk,
    linkUp: agent.linkUp,
  })
  const player = createDayPlayer({
    deviceId: 'slot-02',
    tagUid: CARD,
    seed,
    minMs,
    maxMs,
    clock,
    present: handle.card,
    press: handle.press,
    view: agent.view,
    counter: counter ?? cashier,
  })
  return {
    ...script,
    agent,
    cashier,
    clock,
    mode: (mode: 'day' | 'night') => core.publish(contracts.modeState, {}, { mode }),
    /** Lets `seconds` pass, the core's clock ticking, 50 ms at a time. */
    async pass(seconds: number) {
      await core.publish(contracts.gameState, {}, contracts.gameState.sample)
      for (let ms = 0; ms < seconds * 1000; ms += 50) {
        if (ms % 1000 === 0) await core.publish(contracts.clockState, {}, { now_ms: clock.now() })
        clock.advance(50)
        await settle()
      }
    },
    async end() {
      player.stop()
      cashier.stop()
      await agent.stop()
      file.close()
      rmSync(folder, { recursive: true })
    },
  }
}
