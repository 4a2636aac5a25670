import type { Clock } from '@eg/shared'
import type { Publication, SwapUnderWay } from '../commit/command.js'

/** A spare that has not come in is told again after this long, in ms. */
const TELL_AGAIN_MS = 2000

/**
 * Tells spares which device they are from now on, again and again until each has come in under that name or the swap has ended. The
 * store keeps the swaps: a core that starts goes on with them, and so does a spare that was away.
 */
export interface SwapCourier {
  /** All swaps that are under way. */
  learn(swaps: readonly SwapUnderWay[]): void
  stop(): void
}

export function createSwapCourier(options: {
  clock: Clock
  publish: (publication: Publication) => void
  isOnline: (deviceId: string) => boolean
}): SwapCourier {
  let underWay: readonly SwapUnderWay[] = []
  const tell = () => {
    for (const { swap, slotId, spareId, coreKey, sealed } of underWay) {
      if (!options.isOnline(spareId)) continue
      const secret = coreKey === null || sealed === null ? {} : { core_key: coreKey, sealed }
      const become = { device_id: slotId, role: 'slot', ...secret }
      const payload = { cmd_id: `swap-${swap}`, action: 'become', become }
      options.publish({ contract: 'deviceCommand', params: { device_id: spareId }, payload })
    }
  }
  const stop = options.clock.every(TELL_AGAIN_MS, tell)
  return {
    learn(swaps) {
      underWay = swaps
      tell()
    },
    stop,
  }
}
