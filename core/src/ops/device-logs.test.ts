import { createManualClock } from '@eg/shared'
import { describe, expect, it } from 'vitest'
import type { Publication } from '../commit/command.js'
import { createDeviceLogs } from './device-logs.js'

function scene() {
  const clock = createManualClock()
  const sent: Publication[] = []
  const logs = createDeviceLogs({
    clock,
    publish: (publication) => sent.push(publication),
    kindOf: () => 'slot',
    isOnline: () => true,
    mayHear: () => true,
  })
  const cmdId = () => (sent.at(-1)?.payload as { cmd_id: string } | undefined)?.cmd_id ?? ''
  return { clock, sent, logs, cmdId }
}
const lines = [{ at: 1, level: 'info', text: 'here' }]

describe('the log of a device', () => {
  it('U86 that does not answer within 5 s: that is said, and what comes later is nobody’s', async () => {
    const { clock, sent, logs, cmdId } = scene()
    const asked = logs.ask('slot-01')
    const first = cmdId()
    clock.advance(5000)
    expect(await asked).toMatchObject({ ok: false, reason: 'no_answer' })
    const again = logs.ask('slot-01')
    expect(sent).toHaveLength(2)
    expect(logs.take('slot-01', { cmd_id: first, status: 'done', lines })).toMatchObject({ status: 'ok' })
    logs.take('slot-01', { cmd_id: cmdId(), status: 'done', lines: [] })
    expect(await again).toEqual({ ok: true, lines: [] })
  })

  it('U85 comes from the device that was asked, and reports about anything else go their own way', async () => {
    const { logs, cmdId } = scene()
    const asked = logs.ask('slot-01')
    logs.take('slot-02', { cmd_id: cmdId(), status: 'done', lines: [] })
    expect(logs.take('slot-01', { cmd_id: 'c1-x', status: 'done' })).toBeNull()
    logs.take('slot-01', { cmd_id: cmdId(), status: 'done', lines })
    expect(await asked).toEqual({ ok: true, lines })
  })
})
