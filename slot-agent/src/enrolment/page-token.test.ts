import { contracts, createManualClock } from '@eg/shared'
import { createMemoryLink } from '@eg/shared/bus/memory'
import { describe, expect, it } from 'vitest'
import { createPageTokens } from './page-token.js'

const own = { device_id: 'slot-04' }

function play(answer: (n: number) => object | null = (n) => ({ status: 'ok', token: `pt_${n}`, expires_in_s: 600 })) {
  const link = createMemoryLink()
  const core = link.open()
  const clock = createManualClock()
  let asked = 0
  core.subscribe(contracts.pageToken, own, ({ payload }) => {
    const told = answer((asked += 1))
    if (payload && told)
      void core.publish(contracts.deviceAnswer, own, { req_id: payload.req_id, type: 'page_token', ...told } as never)
  })
  return { link, clock, tokens: createPageTokens(link.open(), clock, 'slot-04'), asked: () => asked }
}

describe('tokens for the page', () => {
  it('A68 are asked for once and handed out until they near their end, then anew', async () => {
    const { tokens, clock, asked } = play()
    expect(await Promise.all([tokens.get(), tokens.get()])).toEqual([
      { token: 'pt_1', expiresInS: 600 },
      { token: 'pt_1', expiresInS: 600 },
    ])
    clock.advance(500_000)
    expect(await tokens.get()).toEqual({ token: 'pt_1', expiresInS: 100 })
    clock.advance(50_000)
    expect(await tokens.get()).toEqual({ token: 'pt_2', expiresInS: 600 })
    expect(asked()).toBe(2)
  })

  it('A68 of a core that may be another one are not handed out', async () => {
    const { tokens, link } = play()
    await tokens.get()
    link.setConnected(false)
    expect(await tokens.get()).toBeUndefined()
    link.setConnected(true)
    expect(await tokens.get()).toMatchObject({ token: 'pt_2' })
  })

  it('A68 are none where the core asks for none, and unknown where it refuses', async () => {
    expect(await play(() => ({ status: 'refused', reason: 'open' })).tokens.get()).toBeNull()
    expect(await play(() => ({ status: 'refused', reason: 'fault' })).tokens.get()).toBeUndefined()
  })
})
