import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Scene, createScene, isLong, seconds } from './scene.js'

let scene: Scene
beforeAll(async () => {
  scene = await createScene({ EG_LIMIT_CONNECT_MS: isLong ? '5000' : '1000' })
})
afterAll(() => scene.close())

describe('attacks by connecting', () => {
  it('Y1 1,500 connections at once that say nothing, little, or that they will say 256 MB, are closed', async () => {
    for (const addresses of [1, 30]) {
      const options = { count: 1500, addresses, seconds: seconds(3, 12) }
      const title = `1,500 connects from ${addresses} address(es)`
      const { saw, counted } = await scene.attack<{ stillOpen: number }>(title, 'connects', options)
      expect(saw.stillOpen).toBe(0)
      const refused = ['wire_connections', 'wire_connect_rate', 'wire_too_large', 'wire_late_connect']
      expect(refused.reduce((sum, name) => sum + (counted[name] ?? 0), 0)).toBe(1500)
    }
  })

  it('Y2 who connects and goes again and again is let in so often, and no more', async () => {
    const options = { addresses: 3, seconds: seconds(1.5, 20) }
    const { saw, counted } = await scene.attack<{ tried: number; letIn: number }>('churn', 'churn', options)
    expect(saw.letIn).toBeGreaterThan(0)
    expect(saw.letIn).toBeLessThanOrEqual(3 * 20 * (4 + options.seconds + 1))
    if (isLong) expect(counted.wire_connect_rate).toBeGreaterThan(0)
  })

  it('Y3 wills of those who come and go are no more than what one address may leave', async () => {
    const options = { addresses: 3, seconds: seconds(1.5, 20), will: true }
    const { saw } = await scene.attack<{ letIn: number }>('wills by churn', 'churn', options)
    expect(saw.letIn).toBeLessThanOrEqual(3 * 20 * (4 + options.seconds + 1))
  })

  it('Y4 an id that two fight over disturbs nobody else', async () => {
    const options = { seconds: seconds(1, 20), victim: 'slot-09' }
    const { saw } = await scene.attack<{ taken: number }>('id theft', 'theft', options)
    expect(saw.taken).toBeGreaterThan(1)
  })

  it('Y5 ids, filters and topics that every object has are ids, filters and topics', async () => {
    const { saw } = await scene.attack<{ tried: number; heard: number }>('names of properties', 'names', {})
    // `__proto__` is refused as a filter's level, for both versions.
    expect(saw).toEqual({ tried: 16, heard: 14 })
  })
})
