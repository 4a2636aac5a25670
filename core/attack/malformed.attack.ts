import { connect } from 'node:net'
import mqttPacket from 'mqtt-packet'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createCoreProcess, until } from '../test/core-process.js'
import { patchedCore, removePatchedCores } from '../torture/checkers/patched-core.js'
import { type Scene, createScene, seconds, seed } from './scene.js'

let scene: Scene
beforeAll(async () => {
  scene = await createScene()
})
afterAll(async () => {
  removePatchedCores()
  await scene.close()
})

/** A DISCONNECT of MQTT 5 with two Session Expiry Intervals: aedes makes a list of them and counts with it. */
const TWICE = Buffer.from([0xe0, 12, 0, 10, 0x11, 0, 0, 0, 9, 0x11, 0, 0, 0, 9])

describe('malformed packets', () => {
  it('Y18 whatever a fuzzer makes of valid packets, the core goes on', async () => {
    console.log(`fuzzer: seed ${seed}; replay with EG_SEED=${seed} npx vitest run --project attack malformed`)
    const options = { seed, seconds: seconds(4, 600), wsPort: scene.core.ports.ws }
    const { saw } = await scene.attack<{ sessions: number }>(`fuzzer, seed ${seed}`, 'fuzz', options)
    expect(saw.sessions).toBeGreaterThan(10)
  })

  it('Y19 without the wire guard one packet ends the core, so these attacks would see it', async () => {
    const takes = 'attach(connection, request) {'
    const guard = { file: 'dist/broker/wire/wire-guard.js', from: takes, to: `${takes} return true;` }
    for (const [patches, survives] of [
      [[guard], false],
      [[], true],
    ] as const) {
      const core = await createCoreProcess({}, patchedCore(patches))
      await core.start()
      const socket = connect(core.ports.mqtt, '127.0.0.1')
      const closed = new Promise((resolve) => socket.once('close', resolve))
      socket.on('error', () => undefined)
      const hello = { cmd: 'connect', clientId: 'x', protocolId: 'MQTT', protocolVersion: 5, clean: true, keepalive: 0 }
      const expiry = { properties: { sessionExpiryInterval: 9 } }
      socket.write(mqttPacket.generate({ ...hello, ...expiry } as mqttPacket.Packet, { protocolVersion: 5 }))
      await new Promise((resolve) => socket.once('data', resolve))
      socket.write(TWICE)
      await closed
      if (!survives) await until('its end', () => !core.running())
      expect(core.running()).toBe(survives)
      await core.kill()
    }
  })
})
