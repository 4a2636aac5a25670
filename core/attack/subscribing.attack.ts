import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { readConfig } from '../dist/config.js'
import { createCoreProcess } from '../test/core-process.js'
import { connect } from '../test/running-core.js'
import { type Scene, createScene, isLong, seconds } from './scene.js'

let scene: Scene
beforeAll(async () => {
  scene = await createScene()
})
afterAll(() => scene.close())

const canEnrol = () => {
  try {
    readConfig({ EG_AUTH: 'enrolled' })
    return true
  } catch {
    return false
  }
}

describe('attacks by subscribing', () => {
  it.each([1, 10])(
    'Y11 W71 subscribers that stop reading are let go (%i); what was still on its way to them is no error of theirs',
    async (count) => {
      const options = { count, seconds: seconds(3, 20) }
      const { saw, counted } = await scene.attack<{ letGo: number }>(`${count} frozen`, 'frozen', options)
      expect(saw.letGo).toBe(count)
      expect(counted.protocol_errors).toBeLessThanOrEqual(count)
    },
  )

  it('Y12 who subscribes to more than anybody needs is refused it, and asking for everything costs what it hands out', async () => {
    const options = { clients: 10, seconds: seconds(2, 20) }
    const { saw, counted } = await scene.attack<{ refused: number }>('subscription bomb', 'bomb', options)
    expect(saw.refused).toBeGreaterThan(0)
    if (isLong) expect(counted.wire_slowed).toBeGreaterThan(0)
  })

  if (!canEnrol()) console.log('Y13 is skipped: EG_AUTH=enrolled is not there yet')
  it.skipIf(!canEnrol())('Y13 a guest may say hello and read nothing', async () => {
    const core = await createCoreProcess({ EG_AUTH: 'enrolled' })
    await core.start()
    const guest = await connect(core.ports.mqtt)
    const heard: string[] = []
    guest.on('message', (topic) => heard.push(topic))
    const granted = await new Promise<number[]>((resolve) => {
      guest.once('packetreceive', (packet) => resolve((packet as unknown as { granted: number[] }).granted))
      guest.subscribe({ '#': { qos: 0 }, 'eg/#': { qos: 0 }, 'eg/state/mode': { qos: 0 } })
    })
    expect(granted).toEqual([0x87, 0x87, 0x87])
    await guest.publishAsync('test', 'hello', { qos: 1 })
    expect(heard).toEqual([])
    guest.end(true)
    expect(await core.stop()).toBe(0)
  })
})
