import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Scene, createScene, isLong, seconds } from './scene.js'

let scene: Scene
beforeAll(async () => {
  scene = await createScene()
})
afterAll(() => scene.close())

describe('attacks by sending', () => {
  it('Y6 a flood of messages is read as fast as one client may send, and no faster', async () => {
    const options = { clients: 4, seconds: seconds(2, 20) }
    const { counted } = await scene.attack('publish flood', 'flood', options)
    if (isLong) expect(counted.wire_slowed).toBeGreaterThanOrEqual(4)
    // Of four packets one is a vote that is refused and two are forbidden: what was carried out is what was let through.
    const carriedOut = (counted.forbidden ?? 0) + (counted.refused ?? 0)
    expect(carriedOut).toBeLessThanOrEqual(4 * (250 * (4 + options.seconds + 2) + 16))
  })

  it('Y31 what was sent faster than it is read waits with its senders', async () => {
    const options = { addresses: 4, clients: 160, seconds: seconds(3, 20) }
    const { saw } = await scene.attack<{ connected: number }>('flood of 160 connections', 'swell', options)
    // Not how many: the attacker may be too busy with those that are in to finish the others in time.
    expect(saw.connected).toBeGreaterThan(4)
  })

  it('Y7 packets of 256 MB are refused by their header', async () => {
    const options = { seconds: seconds(1.5, 20) }
    const { saw, counted } = await scene.attack<{ tried: number; told: number }>('256 MB packets', 'huge', options)
    expect(saw.tried).toBeGreaterThan(0)
    expect(counted.wire_too_large).toBeGreaterThan(0)
    expect(saw.told).toBeGreaterThan(0)
  })

  it('Y8 packets that come byte by byte cost their own bytes', async () => {
    await scene.attack('packets byte by byte', 'drip', { clients: 20, seconds: seconds(1.5, 20) })
  })

  it('Y9 retained messages of strangers are limited', async () => {
    const options = { clients: 4, seconds: seconds(2, 20) }
    const { saw, counted } = await scene.attack<{ kept: number }>('retained spam', 'retained', options)
    expect(saw.kept).toBeGreaterThan(0)
    expect(saw.kept).toBeLessThanOrEqual(1000)
    if (isLong)
      expect({ kept: saw.kept, refused: (counted.wire_retained ?? 0) > 0 }).toEqual({ kept: 1000, refused: true })
  })

  it('Y10 what waits for those who are away is limited', async () => {
    const options = { sessions: seconds(40, 200), seconds: seconds(2, 20) }
    const { counted } = await scene.attack('offline queue', 'offline', options)
    if (isLong) expect(counted.wire_offline).toBeGreaterThan(0)
  })
})
