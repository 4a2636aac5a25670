import { describe, expect, it } from 'vitest'
import { GuardedPersistence } from './guarded-persistence.js'
import { DEFAULT_LIMITS } from './wire/limits.js'

const noted: string[] = []
const persistence = () =>
  new GuardedPersistence(
    DEFAULT_LIMITS,
    () => true,
    (reason, whose) => void noted.push(`${reason} ${whose}`),
  )
const guest = { id: 'guest' }

describe('QoS 2 publishes that were not released yet', () => {
  it('W32 are remembered by their ids alone, of each client so many; one that has more is counted and told of', async () => {
    const kept = persistence()
    for (let messageId = 1; messageId <= DEFAULT_LIMITS.unreleased; messageId++) {
      const packet = { messageId, topic: 'test', payload: Buffer.alloc(130_000) }
      await kept.incomingStorePacket(guest, packet)
    }
    expect(await kept.incomingGetPacket(guest, { messageId: 7 })).toEqual({ messageId: 7 })
    await expect(kept.incomingStorePacket(guest, { messageId: 5000 })).rejects.toThrow('more than 1000')
    expect(noted).toEqual(['wire_unreleased guest'])
    await kept.incomingDelPacket(guest, { messageId: 7 })
    await expect(kept.incomingGetPacket(guest, { messageId: 7 })).rejects.toThrow()
    await kept.cleanIncoming(guest)
    await expect(kept.incomingGetPacket(guest, { messageId: 8 })).rejects.toThrow()
  })
})
