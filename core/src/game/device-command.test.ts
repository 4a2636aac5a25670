import { describe, expect, it } from 'vitest'
import {
  type DeviceCommand,
  decideCommand,
  decideGiveUp,
  decideReport,
  hasEnded,
  patienceMs,
} from './device-command.js'

const asked = { deviceId: 'slot-01', action: 'identify' }
const command = (more: Partial<DeviceCommand> = {}): DeviceCommand => ({
  cmdId: 'c1',
  deviceId: 'slot-01',
  action: 'press_test',
  status: 'sent',
  reason: null,
  result: null,
  ...more,
})
const report = (status: 'accepted' | 'done' | 'failed', given: DeviceCommand | null, more = {}) =>
  decideReport({ status, ...more }, { deviceId: 'slot-01', command: given })

describe('a command to a device', () => {
  it('D10 is sent to a known device that is not still at one of the same kind', () => {
    expect(decideCommand(asked, { known: true, unfinished: null })).toEqual({
      status: 'ok',
      changes: [{ type: 'send' }],
    })
    expect(decideCommand(asked, { known: true, unfinished: 'c1' })).toMatchObject({ reason: 'busy', changes: [] })
    expect(decideCommand(asked, { known: false, unfinished: null })).toMatchObject({
      reason: 'unknown_device',
      field: 'target_id',
      changes: [],
    })
  })

  it('D11 goes from sent to accepted to done or failed by its device, and a word said again changes nothing', () => {
    const pressed = '{"pressed":[true,false,false,false,false,false]}'
    expect(report('accepted', command()).changes).toMatchObject([{ status: 'accepted', result: null }])
    expect(report('accepted', command({ status: 'accepted' })).changes).toEqual([])
    expect(report('accepted', command({ status: 'accepted' }), { result: pressed }).changes).toMatchObject([
      { status: 'accepted', result: pressed },
    ])
    expect(report('done', command({ status: 'accepted', result: pressed })).changes).toMatchObject([
      { status: 'done', result: pressed, reason: null },
    ])
    expect(report('failed', command(), { reason: 'busy' }).changes).toMatchObject([
      { status: 'failed', reason: 'busy' },
    ])
    expect(report('failed', command()).changes).toMatchObject([{ reason: 'failed' }])
    for (const ended of [command({ status: 'done' }), command({ status: 'failed', reason: 'busy' })]) {
      for (const word of ['accepted', 'done', 'failed'] as const)
        expect(report(word, ended)).toEqual({ status: 'ok', changes: [] })
    }
  })

  it('D11 is told by its own device alone', () => {
    expect(report('done', null)).toMatchObject({ status: 'refused', reason: 'unknown_command', changes: [] })
    expect(report('done', command({ deviceId: 'slot-02' }))).toMatchObject({ reason: 'unknown_command', changes: [] })
  })

  it('D12 that nobody speaks about has failed: offline, no answer, or not finished', () => {
    const sent = { status: 'sent', online: true, deaf: false } as const
    expect(decideGiveUp(sent, command()).changes).toMatchObject([{ status: 'failed', reason: 'no_answer' }])
    expect(decideGiveUp({ ...sent, online: false }, command()).changes).toMatchObject([{ reason: 'offline' }])
    const at = command({ status: 'accepted' })
    expect(decideGiveUp({ ...sent, status: 'accepted' }, at).changes).toMatchObject([{ reason: 'not_finished' }])
    // It was accepted while the time ran out.
    expect(decideGiveUp(sent, at).changes).toEqual([])
    expect(decideGiveUp(sent, null).changes).toEqual([])
  })

  it('D33 to a device that does not listen has failed for that, in a sentence; gone meanwhile, it is offline', () => {
    const deaf = { status: 'sent', online: true, deaf: true } as const
    const [change] = decideGiveUp(deaf, command()).changes
    expect(change).toMatchObject({ status: 'failed', reason: 'old_device', detail: expect.stringMatching(/^slot-01 /) })
    expect(decideGiveUp({ ...deaf, online: false }, command()).changes).toMatchObject([{ reason: 'offline' }])
    const given = command({ status: 'failed', reason: 'old_device' })
    expect(report('done', given).changes).toMatchObject([{ status: 'done' }])
  })

  it('D12 has the time that its action needs', () => {
    const ms = (action: string, status: DeviceCommand['status'], seconds: number | null = null) =>
      patienceMs({ action, status, seconds })
    expect(ms('identify', 'sent', 60)).toBe(10_000)
    expect(ms('press_test', 'accepted', 30)).toBeGreaterThan(30_000)
    expect(ms('restart_agent', 'accepted')).toBeGreaterThan(ms('set_clock', 'accepted') ?? 0)
    expect(ms('identify', 'done')).toBeNull()
  })

  it('D13 that the core gave up is still told by a late word, and only that', () => {
    const late = command({ status: 'failed', reason: 'not_finished' })
    expect(report('done', late).changes).toMatchObject([{ status: 'done', reason: null }])
    expect(report('failed', late, { reason: 'restarted' }).changes).toMatchObject([{ reason: 'restarted' }])
    expect(report('accepted', late).changes).toEqual([])
    expect(hasEnded(late)).toBe(true)
  })
})
