import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { get, post } from '../test/core-process.js'
import { type Scene, createScene, isLong } from './scene.js'

let scene: Scene
beforeAll(async () => {
  scene = await createScene({ EG_CARDS: 'auto' })
})
afterAll(() => scene.close())

interface Money {
  before: number
  afterForged: number
  after: number
  copies: number
  /** How many different answers the copies got. */
  differing: number
  /** The answer to another amount under the same id. */
  other: string
  statuses: string[]
}

describe('attacks with commands', () => {
  it('Y16 a debit sent again and again is one debit; forged ones change nothing, and the books balance', async () => {
    const tag = 'AABBCCDD'
    await post(scene.core, '/api/op/cards/issue', { tag_uid: tag })
    const money = { amount_cents: 10_000, direction: 'credit', reason: 'attack', by: 'test' }
    await post(scene.core, '/api/op/cards/adjust', { tag_uid: tag, ...money })
    const options = { tag, device: 'slot-05', copies: isLong ? 2000 : 200 }
    const { saw } = await scene.attack<Money>('money, replayed and forged', 'money', options)
    expect(saw).toMatchObject({ before: 10_000, afterForged: 10_000, after: 9900, copies: options.copies })
    expect(saw).toMatchObject({ differing: 1, other: 'conflict' })
    expect(saw.statuses.filter((status) => status === 'ok' || status === undefined)).toEqual([])
    const { books } = await get<{ books: string }>(scene.core, '/health')
    expect(books).toBe('ok')
  })

  it('Y17 a slot that is known as itself can neither speak for another one nor for the core, nor hear their answers', async () => {
    const { saw } = await scene.attack<{
      spoken: { status: string; reason: string }
      codes: Record<string, number>
      granted: number[]
      asCore: boolean
    }>('a slot acting as another', 'acting', {})
    expect(saw.spoken).toMatchObject({ status: 'refused', reason: 'not_your_device' })
    expect(new Set(Object.values(saw.codes))).toEqual(new Set([0x87]))
    expect(new Set(saw.granted)).toEqual(new Set([0x87]))
    expect(saw.asCore).toBe(false)
  })
})
