import { mkdtempSync, realpathSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { buildTopic, contracts } from '@eg/shared'
import { describe, expect, it } from 'vitest'
import { until } from '../../test/core-process.js'
import { connectRaw } from '../../test/raw-client.js'
import { createFailingDisk } from '../disk/disk-control.js'
import { createKillableCore } from '../evening/killable-core.js'

const DEVICE = 'slot-01'
const debit = { req_id: 'told', device_id: DEVICE, tag_uid: 'A', amount_cents: 5, reason: 'torture' }

describe('a command that cannot be stored', () => {
  it('Z10 its sender hears "unavailable" before it is closed, and no acknowledgement', async () => {
    const folder = realpathSync(mkdtempSync(join(tmpdir(), 'eg-told-')))
    const dbPath = join(folder, 'core.db')
    const disk = createFailingDisk(dbPath)
    const core = createKillableCore({ dbPath, env: disk.env })
    try {
      await core.start()
      const device = await connectRaw(core.mqttPort, DEVICE)
      const topic = buildTopic(contracts.deviceAnswer.topic, { device_id: DEVICE })
      device.send({ cmd: 'subscribe', messageId: 1, subscriptions: [{ topic, qos: 1 }] })
      await until('SUBACK', () => device.heard.some(({ cmd }) => cmd === 'suback'))
      disk.arm({ fault: 'enospc', after: 0, lasting: true })
      const closed = new Promise((resolve) => device.socket.once('close', resolve))
      const payload = JSON.stringify(debit)
      const to = contracts.walletDebit.topic
      device.send({ cmd: 'publish', topic: to, payload, qos: 1, messageId: 2, retain: false, dup: false })
      await closed
      expect(device.heard.some(({ cmd }) => cmd === 'puback')).toBe(false)
      const answers = device.heard.flatMap((p) => (p.cmd === 'publish' ? [JSON.parse(p.payload.toString())] : []))
      expect(answers).toEqual([expect.objectContaining({ req_id: 'told', status: 'unavailable', reason: 'storage' })])
    } finally {
      await core.kill()
      disk.close()
      rmSync(folder, { recursive: true })
    }
  })
})
