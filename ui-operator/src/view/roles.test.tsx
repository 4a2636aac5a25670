// @vitest-environment happy-dom
import { contracts, type OperatorRole } from '@eg/shared'
import { afterEach, describe, expect, it } from 'vitest'
import { createOpenAccess } from '../login/open-access'
import { openDesk } from '../testing/desk'
import { aDevice, aNight, aRun } from '../testing/samples'

type Desk = Awaited<ReturnType<typeof openDesk>>
let desk: Desk
afterEach(() => desk.close())

async function openAs(role: OperatorRole, mode: 'day' | 'night' = 'night') {
  desk = await openDesk([], { access: createOpenAccess({ is: 'in', name: 'Léa', role }) })
  await desk.say(contracts.modeState, { mode, since: 0 } as never)
  await desk.say(contracts.opNight, aNight('close', aRun(), { mode }))
  await desk.say(contracts.opDevice, aDevice('slot-04', { protection: 'enrolled' }), { device_id: 'slot-04' })
}
const tabs = () => [...desk.host.querySelectorAll<HTMLElement>('[data-testid^="tab-"]')].map((t) => t.dataset['testid'])
const shown = () => desk.host.querySelector<HTMLElement>('[aria-current="page"]')?.dataset['testid']
const buttons = () => desk.host.querySelectorAll('main .eg-button, main [role="switch"]').length

describe('what a role sees', () => {
  it('A81 a game master has every screen', async () => {
    await openAs('gamemaster')
    expect(tabs()).toEqual([
      'tab-ready',
      'tab-night',
      'tab-floor',
      'tab-desk',
      'tab-players',
      'tab-tables',
      'tab-devices',
      'tab-timeline',
      'tab-sessions',
      'tab-setup',
    ])
    expect([shown(), desk.find('action-close') !== null, desk.find('mode-switch') !== null]).toEqual([
      'tab-night',
      true,
      true,
    ])
  })

  it('A81 a cashier comes to the desk and sees no night, whatever the mode', async () => {
    for (const mode of ['day', 'night'] as const) {
      await openAs('cashier', mode)
      expect([tabs(), shown()]).toEqual([
        ['tab-floor', 'tab-desk', 'tab-players', 'tab-tables', 'tab-timeline'],
        'tab-desk',
      ])
      await desk.key('g')
      expect([desk.find('action-close'), desk.find('mode-switch'), desk.find('run-question')]).toEqual([
        null,
        null,
        null,
      ])
      await desk.press('tab-floor')
      expect([desk.find('action-begin-night'), desk.find('payout-new') !== null]).toEqual([null, true])
    }
  })

  it('A81 a technician comes to the devices, commands those, and looks on at the night', async () => {
    await openAs('technician')
    expect([tabs(), shown()]).toEqual([['tab-ready', 'tab-night', 'tab-devices', 'tab-timeline'], 'tab-devices'])
    await desk.press('device-more-slot-04')
    expect([desk.find('order-identify-slot-04') !== null, desk.find('revoke-slot-04') !== null]).toEqual([true, true])
    await desk.press('tab-night')
    expect([desk.find('action-close'), desk.find('excuse-slot-04'), desk.find('mode-switch')]).toEqual([
      null,
      null,
      null,
    ])
  })

  it('A81 a viewer sees the night and the devices, and not one command', async () => {
    await openAs('viewer')
    expect([tabs(), shown()]).toEqual([
      ['tab-ready', 'tab-night', 'tab-devices', 'tab-timeline', 'tab-sessions'],
      'tab-night',
    ])
    expect(desk.host.textContent).toContain('Qui garde la clé')
    expect([buttons(), desk.find('mode-switch'), desk.find('excuse-slot-04')]).toEqual([0, null, null])
    await desk.press('tab-devices')
    await desk.press('device-more-slot-04')
    expect([buttons(), desk.find('revoke-slot-04'), desk.find('test-lights-slot-04')]).toEqual([0, null, null])
  })
})
