import type { Clock } from '@eg/shared'
import { SHORTEST_PAUSE_MS } from './day-player.js'
import { PAYOUT_PREFIX } from './desk-rules.js'
import { seededRandom, seedOf } from './random.js'

/** Between two payouts at the usual times of the simulator (milliseconds). */
const USUAL_MS = { least: 10_000, most: 30_000 }
/** The usual times of the simulator: EG_SIM_MIN_MS and EG_SIM_MAX_MS together. */
const USUAL_PAUSE_MS = 6500

export interface Payout {
  payoutId: string
  source: string
  amountCents: number
}

export interface RouletteOptions {
  seed: number
  minMs: number
  maxMs: number
  clock: Clock
  /** Whether the table is open: by day, with a link. */
  isOpen: () => boolean
  /** Sends a payout; true when it is on the core's disk. */
  pay: (payout: Payout) => Promise<boolean>
}

/** A simulated table: somebody wins now and then. A payout that may not have arrived is sent again as it is. */
export function createRoulette({ seed, minMs, maxMs, clock, isOpen, pay }: RouletteOptions): { stop(): void } {
  const life = Math.floor(clock.now())
  const random = seededRandom(seedOf(seed, 'roulette'))
  const scale = (minMs + maxMs) / USUAL_PAUSE_MS
  let number = 1
  let stopped = false

  const spin = async () => {
    const payoutId = `${PAYOUT_PREFIX}roulette-${life}-${number}`
    const amountCents = 100 * (2 + (seedOf(seed, 'roulette', number) % 49))
    if (isOpen() && (await pay({ payoutId, source: 'roulette', amountCents }))) number += 1
    if (!stopped) cancel = later()
  }
  const later = () => {
    const pause = scale * (USUAL_MS.least + random() * (USUAL_MS.most - USUAL_MS.least))
    return clock.after(Math.max(SHORTEST_PAUSE_MS, pause), () => void spin())
  }
  let cancel = later()

  return {
    stop() {
      stopped = true
      cancel()
    },
  }
}
