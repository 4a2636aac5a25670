// @vitest-environment happy-dom
import { contracts } from '@eg/shared'
import { afterEach, describe, expect, it } from 'vitest'
import { openDesk } from './testing/desk'
import { aDevice, aNight, aRun, START_MS } from './testing/samples'

let desk: Awaited<ReturnType<typeof openDesk>>
afterEach(() => desk.close())

describe('console', () => {
  it('O1 greys, disables every command and says how old the truth is while the core cannot be heard', async () => {
    desk = await openDesk()
    await desk.say(contracts.modeState, { mode: 'night' })
    await desk.say(contracts.opNight, aNight('close', aRun()))
    expect(desk.find('link-banner')).toBeNull()
    await desk.pass(14_000)
    expect(desk.get('link-banner').textContent).toContain('Dernier état connu il y a 14 s')
    await desk.pass(2000)
    expect(desk.get('link-banner').textContent).toContain('il y a 16 s')
    expect(desk.host.querySelector('.eg-app')?.getAttribute('data-link')).toBe('down')
    const enabled = desk.host.querySelectorAll('[data-testid^="action-"]:enabled, [data-testid="mode-switch"]:enabled')
    expect(enabled).toHaveLength(0)
    await desk.key('c')
    await desk.key('Enter')
    expect(desk.given).toEqual([])
    await desk.tick()
    expect(desk.find('link-banner')).toBeNull()
    expect((desk.get('action-close') as HTMLButtonElement).disabled).toBe(false)
  })

  it('O3 lets a countdown stand still at the last truth', async () => {
    desk = await openDesk()
    await desk.say(contracts.opNight, aNight('wait', aRun({ closes_at: START_MS + 60_000, duration_s: 60 })))
    await desk.pass(1000)
    expect(desk.get('countdown').textContent).toBe('00:59')
    await desk.pass(9000)
    expect(desk.get('countdown').textContent).toBe('01:00')
    await desk.tick()
    await desk.pass(250)
    expect(desk.get('countdown').textContent).toBe('00:50')
  })

  it('O19 sends the mode that was seen, and shows why the night cannot end', async () => {
    desk = await openDesk()
    desk.answers['opModeSet'] = { status: 'refused', reason: 'run_open', detail: 'English' }
    await desk.say(contracts.modeState, { mode: 'night' })
    await desk.pass(600)
    await desk.press('mode-switch')
    expect(desk.given[0]).toMatchObject({ name: 'opModeSet', payload: { mode: 'day', expect_mode: 'night' } })
    expect(desk.get('error-mode').textContent).toContain('Une question est ouverte')
  })

  it('O26 counts the slots that are online against the number expected, and no other device', async () => {
    desk = await openDesk()
    await desk.say(contracts.opNight, aNight('open', null))
    for (const device of [
      aDevice('slot-01'),
      aDevice('slot-02', { online: false }),
      aDevice('change-01', { kind: 'change' }),
    ]) {
      await desk.say(contracts.opDevice, device, { device_id: device.device_id })
    }
    expect(desk.get('dock-slots').textContent).toContain('1/9')
    expect(desk.get('tile-slot-02').dataset['state']).toBe('offline')
  })

  it('O27 changes the language of everything, and of the document', async () => {
    desk = await openDesk()
    await desk.press('lang-en')
    expect(desk.get('tab-devices').textContent).toContain('Devices')
    expect(document.documentElement.lang).toBe('en')
    await desk.press('lang-fr')
    expect(desk.get('tab-devices').textContent).toContain('Appareils')
  })

  it('O25 runs a slot’s lights from its row, and says that it was sent', async () => {
    desk = await openDesk()
    const heard: string[] = []
    desk.core.subscribe(contracts.testCommand, {}, ({ params }) => heard.push(params.device_id))
    await desk.say(contracts.opDevice, aDevice('slot-04'), { device_id: 'slot-04' })
    await desk.key('d')
    expect(desk.get('device-row-slot-04').dataset['health']).toBe('ok')
    await desk.press('test-lights-slot-04')
    expect(heard).toEqual(['slot-04'])
    expect(desk.get('test-lights-slot-04').textContent).toContain('Envoyé')
  })
})
