import type { Work } from './commit/command.js'
import { withScript } from './commit/with-script.js'
import type { IdentityService } from './identity/start-identity.js'
import type { NightTimer } from './ops/night-timer.js'
import type { ReadyWatch } from './ops/ready-watch.js'

export interface PrepareParts {
  auth: 'open' | 'enrolled'
  expectedVotes: number | 'slots'
  /** Asked when a command comes: the parts are made after the pipeline. */
  timer: () => Pick<NightTimer, 'left'>
  identity: () => Pick<IdentityService, 'prepare'>
  ready: () => Pick<ReadyWatch, 'prepare'>
  isOnline: (deviceId: string) => boolean
}

/**
 * Fills in what only the main thread knows and the store's thread needs, as a command is submitted: what a script says, who waits
 * under a key, who is connected, what is red, what is left of the timer.
 */
export function createPrepare(parts: PrepareParts): (work: Work) => Work {
  /** Who of a swap is connected. */
  const withSeen = (work: Work): Work => {
    if (work.kind !== 'opSwap') return work
    const { slot_id: slotId, spare_id: spareId } = work.payload
    const spareOnline = spareId !== undefined && parts.isOnline(spareId)
    return { ...work, seen: { auth: parts.auth, slotOnline: parts.isOnline(slotId), spareOnline } }
  }
  return (work) =>
    work.kind === 'opGameFreeze' || work.kind === 'opSessionPause'
      ? { ...work, left: parts.timer().left() }
      : parts.ready().prepare(withSeen(parts.identity().prepare(withScript(work, parts.expectedVotes))))
}
