import type { OpCommands } from '@eg/shared'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type Program, until } from '../../scripts/test/processes.js'
import { openVenue, type Venue } from './venue.js'

let venue: Venue
let simulator: Program
beforeEach(async () => {
  venue = await openVenue()
  await venue.startCore()
  simulator = await venue.startSimulator({ SLOTS: '2' })
})
afterEach(() => venue.close())

const last = async (id: string) =>
  ((await venue.get(`/api/devices/${id}/commands`)) as { items: OpCommands['items'] }).items[0]
const order = (target_id: string, action: string, more: object = {}) =>
  venue.post('/api/op/devices/command', { target_id, action, ...more })
const becomes = (id: string, status: string) =>
  until(`${id} ${status}`, async () => {
    const command = await last(id)
    return command?.status === status && command
  })

describe.each(['table-sim', 'change-sim'])('the simulated %s', (id) => {
  it('S71 can be looked for, and refuses with the reason what it cannot do', async () => {
    await order(id, 'identify', { seconds: 2 })
    await becomes(id, 'accepted')
    await becomes(id, 'done')
    expect(simulator.output()).toContain(`${id} is looked for`)
    for (const [action, more, why] of [
      ['set_clock', {}, /clock of the machine/],
      ['restart_agent', {}, /many devices in one program/],
      ['press_test', {}, /no buttons/],
      ['reload_screen', {}, /no screen/],
      ['simulate_card', { tag_uid: '04A37C91' }, /no card reader/],
    ] as const) {
      await order(id, action, more)
      const told = await until(action, async () => {
        const command = await last(id)
        return command?.action === action && command.status === 'failed' && command
      })
      expect(told).toMatchObject({ reason: 'unsupported', detail: expect.stringMatching(why) })
    }
  })

  it('S71 carries a command out once, and what a restart of the simulator interrupted has failed', async () => {
    const { cmd_id } = (await order(id, 'identify', { seconds: 60 })) as { cmd_id: string }
    await becomes(id, 'accepted')
    await simulator.end('SIGKILL')
    simulator = await venue.startSimulator({ SLOTS: '2' })
    expect(await becomes(id, 'failed')).toMatchObject({ cmd_id, reason: 'restarted' })
    expect(simulator.output()).not.toContain(`${id} is looked for`)
  })
})
