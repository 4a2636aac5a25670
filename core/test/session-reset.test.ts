import type { DeviceReset } from '@eg/shared'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { until } from './core-process.js'
import { NOTHING_LEFT, type SessionVenue, type SpeakingDevice, openSessionVenue } from './session-venue.js'

let venue: SessionVenue
beforeEach(async () => {
  venue = await openSessionVenue()
})
afterEach(() => venue.end())

const words = (devices: DeviceReset[]) =>
  Object.fromEntries(
    devices.map(({ device_id, status, reason }) => [device_id, reason ? `${status}: ${reason}` : status]),
  )
const devicesAre = (what: string, expected: Record<string, string>) =>
  venue.says(what, ({ reset }) => JSON.stringify(words(reset.devices)) === JSON.stringify(expected))
const command = (device: SpeakingDevice) =>
  until('its reset', () => device.commands().find(({ action }) => action === 'reset'))
const closed = async () => venue.close(await venue.start('First'))

describe('reset between two groups', () => {
  it('J30 J31 J33 closing marks every slot, table and desk; each is ready when it has said what it found; then the next may start', async () => {
    const slot = await venue.device('slot-01')
    const desk = await venue.device('change-01', 'change')
    await venue.device('prop-01', 'prop')
    await closed()
    expect(words((await venue.state()).reset.devices)).toEqual({ 'change-01': 'needs_reset', 'slot-01': 'needs_reset' })
    const early = await venue.op('session/start', { name: 'Second', group_size: 4 })
    expect(early).toMatchObject({ status: 'refused', reason: 'not_ready' })
    expect(early.detail).toContain('change-01, slot-01')
    expect(await venue.op('session/reset', { targets: 'needed' })).toMatchObject({
      status: 'ok',
      sent: ['change-01', 'slot-01'],
      manual: [],
    })
    await devicesAre('sent', { 'change-01': 'sent', 'slot-01': 'sent' })
    const { cmd_id } = await command(slot)
    await slot.report(cmd_id, 'accepted')
    await devicesAre('waiting', { 'change-01': 'sent', 'slot-01': 'waiting' })
    // Those that are at it are left to it.
    expect(await venue.op('session/reset', { targets: 'needed' })).toMatchObject({ status: 'ok', sent: [] })
    await slot.report(cmd_id, 'done', { result: { reset: NOTHING_LEFT } })
    await desk.report((await command(desk)).cmd_id, 'done', { result: { reset: { ...NOTHING_LEFT, screen: 'none' } } })
    const { reset } = await devicesAre('ready', { 'change-01': 'ready', 'slot-01': 'ready' })
    expect(reset).toMatchObject({ ready: true, missing: [] })
    expect(await venue.start('Second')).toBe(2)
  })

  it('J34 a device that only says done, or found something left, is not ready', async () => {
    const vague = await venue.device('slot-01')
    const honest = await venue.device('slot-02')
    await closed()
    await venue.op('session/reset', { targets: 'needed' })
    await vague.report((await command(vague)).cmd_id, 'done')
    const left = { ...NOTHING_LEFT, outbox: 1 }
    await honest.report((await command(honest)).cmd_id, 'failed', { reason: 'unsent', result: { reset: left } })
    await devicesAre('neither', { 'slot-01': 'manual: not_verified', 'slot-02': 'needs_reset: unsent' })
    // What needs a hand is not asked again, what failed is.
    expect(await venue.op('session/reset', { targets: 'needed' })).toMatchObject({ sent: ['slot-02'] })
    const again = await until('the second', () => honest.commands().filter(({ action }) => action === 'reset')[1])
    await honest.report(again.cmd_id, 'done', { result: { reset: NOTHING_LEFT } })
    await devicesAre('one ready', { 'slot-01': 'manual: not_verified', 'slot-02': 'ready' })
  })

  it('J32 what cannot do it by command is done by hand, with a name; an earlier release says so itself', async () => {
    const old = await venue.device('slot-01')
    await venue.device('table-01', 'table')
    await closed()
    await venue.op('session/reset', { targets: 'needed' })
    await old.report((await command(old)).cmd_id, 'failed', { reason: 'unknown_action' })
    await venue.says('by hand', ({ reset }) => words(reset.devices)['slot-01'] === 'manual: unknown_action')
    expect(await venue.op('session/confirm', { target_id: 'slot-01' })).toMatchObject({
      status: 'invalid',
      field: 'by',
    })
    expect(await venue.op('session/confirm', { target_id: 'slot-77', by: 'Nadia' })).toMatchObject({
      reason: 'unknown_device',
    })
    expect(await venue.op('session/confirm', { target_id: 'slot-01', by: 'Nadia' })).toMatchObject({ status: 'ok' })
    const { reset } = await venue.state()
    expect(reset.devices.find(({ device_id }) => device_id === 'slot-01')).toMatchObject({
      status: 'ready',
      by: 'Nadia',
    })
    // Nobody answers on the table: after a while somebody must look at it.
    await venue.says('no answer', ({ reset: now }) => words(now.devices)['table-01'] === 'manual: no_answer')
  })

  it('J33 with a reason the next session starts though not everything is ready, and the reason stands', async () => {
    await venue.device('slot-01')
    await closed()
    expect(await venue.start('Second', { reason: 'slot-01 is in repair' })).toBe(2)
    expect((await venue.state()).current?.forced).toBe('slot-01 is in repair')
    expect(await venue.op('session/reset', { targets: 'needed' })).toMatchObject({
      status: 'refused',
      reason: 'session_open',
    })
    expect(await venue.op('session/confirm', { target_id: 'slot-01', by: 'N' })).toMatchObject({
      reason: 'session_open',
    })
  })

  it('J35 states and commands outlive kill -9; a word that comes afterwards counts', async () => {
    const slot = await venue.device('slot-01')
    await closed()
    await venue.op('session/reset', { targets: 'needed' })
    const { cmd_id } = await command(slot)
    await slot.report(cmd_id, 'accepted')
    await devicesAre('waiting', { 'slot-01': 'waiting' })
    await venue.core.kill()
    slot.client.end(true)
    await venue.core.start()
    expect(words((await venue.state()).reset.devices)).toEqual({ 'slot-01': 'waiting' })
    const back = await venue.device('slot-01')
    const asked = await command(back)
    expect(asked.cmd_id).toBe(cmd_id)
    await back.report(cmd_id, 'done', { result: { reset: NOTHING_LEFT } })
    await devicesAre('ready', { 'slot-01': 'ready' })
  })

  it('J31 all are sent to where that is said; a named device alone; an unknown one is refused', async () => {
    await venue.device('slot-01')
    await venue.device('slot-02')
    // Nobody has played yet: the venue is reset before its first group.
    expect(await venue.op('session/reset', { targets: ['slot-02'] })).toMatchObject({ sent: ['slot-02'] })
    expect(await venue.op('session/reset', { targets: ['slot-09'] })).toMatchObject({
      reason: 'unknown_device',
      field: 'targets',
    })
    await venue.op('session/confirm', { target_id: 'slot-02', by: 'N' })
    expect(await venue.op('session/reset', {})).toMatchObject({ status: 'invalid', field: 'targets' })
    expect(await venue.op('session/reset', { targets: 'needed' })).toMatchObject({ status: 'ok', sent: [] })
    expect(await venue.op('session/reset', { targets: 'all' })).toMatchObject({ sent: ['slot-01', 'slot-02'] })
  })
})
