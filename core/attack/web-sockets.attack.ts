import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Scene, createScene, seconds } from './scene.js'

let scene: Scene
beforeAll(async () => {
  scene = await createScene()
})
afterAll(() => scene.close())

describe('attacks over WebSocket', () => {
  it('Y14 pages of other sites, rebound names and other paths get no WebSocket; a page of the venue does', async () => {
    const options = { port: scene.core.ports.ws }
    const { saw } = await scene.attack<{ letIn: number; own: number }>('foreign Origin or Host', 'foreign', options)
    expect(saw).toMatchObject({ letIn: 0, own: 101 })
  })

  it('Y15 frames that are too large, endless, in crumbs or none are refused; packets may be cut in any way', async () => {
    const options = { port: scene.core.ports.ws, seconds: seconds(1, 20) }
    const { saw } = await scene.attack<Record<string, { tried: number; closed: number }>>(
      'WebSocket frames',
      'frames',
      options,
    )
    const { halves, ...hostile } = saw
    for (const [kind, { tried, closed }] of Object.entries(hostile))
      expect({ kind, closed }).toEqual({ kind, closed: tried })
    expect(halves).toMatchObject({ closed: 0 })
  })
})
