// @vitest-environment happy-dom
import { contracts, type OpCommands } from '@eg/shared'
import { afterEach, describe, expect, it } from 'vitest'
import { openDesk } from '../testing/desk'
import { aDevice, START_MS } from '../testing/samples'

type Desk = Awaited<ReturnType<typeof openDesk>>
type Order = OpCommands['items'][number]
let desk: Desk
afterEach(() => desk.close())

const own = { device_id: 'slot-04' }
const anOrder = (more: Partial<Order>): Order => ({
  cmd_id: 'c1',
  action: 'press_test',
  status: 'accepted',
  reason: null,
  detail: null,
  result: null,
  asked_at: START_MS,
  changed_at: START_MS,
  ...more,
})
async function openDetails(more: Parameters<typeof aDevice>[1] = {}) {
  desk = await openDesk()
  await desk.say(contracts.opDevice, aDevice('slot-04', more), own)
  await desk.press('tab-devices')
  await desk.press('device-more-slot-04')
}
const says = (...items: Order[]) => desk.say(contracts.opCommands, { device_id: 'slot-04', items }, own)
const state = (action: string) => desk.get(`order-state-${action}-slot-04`).textContent?.replaceAll(/\s+/g, ' ')

describe('a device on the page', () => {
  it('O74 tells everything that is wrong with it in a sentence each, and how its machine is', async () => {
    await openDetails({
      troubles: ['reader_missing', 'hot', 'link_slow'],
      host: { clock_offset_ms: -2400, temperature_c: 84.2, throttled: ['throttled'], disk_free_mb: 20480 },
    })
    const row = desk.get('device-row-slot-04')
    expect(row.dataset['health']).toBe('attention')
    expect(row.textContent).toContain('lecteur de cartes débranché')
    const told = [...desk.get('device-details-slot-04').querySelectorAll('.eg-troubles li')].map((li) => li.textContent)
    expect(told).toEqual(['lecteur de cartes débranché', 'trop chaud', 'le réseau est lent jusqu’ici'])
    const machine = desk.get('device-details-slot-04').querySelector('.eg-machine')?.textContent ?? ''
    for (const value of ['0.1.0', 'd’écart', '84 °C', 'ralenti', '20 Go']) expect(machine).toContain(value)
  })

  it('O74 tells a dead program from a device that is off, and both are red', async () => {
    await openDetails({ online: false, page_online: true, troubles: ['agent_dead'] })
    expect(desk.get('device-row-slot-04').dataset['health']).toBe('problem')
    expect(desk.get('device-row-slot-04').textContent).toContain('le programme de la station est arrêté')
    await desk.say(contracts.opDevice, aDevice('slot-04', { online: false, troubles: ['offline'] }), own)
    expect(desk.get('device-row-slot-04').textContent).toContain('éteint, ou plus de réseau')
  })

  it('O75 gives a command with one press, under its own id, and shows what became of the last of each kind', async () => {
    await openDetails()
    await desk.press('order-identify-slot-04')
    expect(desk.given.at(-1)).toMatchObject({
      name: 'opDeviceCommand',
      payload: { target_id: 'slot-04', action: 'identify', req_id: expect.any(String) },
    })
    await says(anOrder({ action: 'identify', status: 'sent' }))
    expect(state('identify')).toBe('envoyé, pas encore reçu')
    expect((desk.get('order-identify-slot-04') as HTMLButtonElement).disabled).toBe(true)
    await says(anOrder({ action: 'identify', status: 'done' }))
    expect(state('identify')).toContain('fait')
    expect((desk.get('order-identify-slot-04') as HTMLButtonElement).disabled).toBe(false)
    expect(state('press_test')).toBe('')
  })

  it('O75 says how far a press test is, which buttons were missing, and why something failed', async () => {
    await openDetails()
    const pressed = [true, false, true, false, false, false]
    await says(anOrder({ result: { pressed } }))
    expect(state('press_test')).toBe('en cours · 2 boutons sur 6')
    await says(anOrder({ status: 'failed', reason: 'not_all_pressed', result: { pressed } }))
    expect(state('press_test')).toContain('tous les boutons n’ont pas été pressés')
    expect(state('press_test')).toContain('sans les boutons 2, 4, 5, 6')
    await says(anOrder({ action: 'set_clock', status: 'failed', reason: 'not_permitted', detail: 'English' }))
    expect(state('set_clock')).toContain('le système de la station ne le lui permet pas')
    await says(anOrder({ action: 'set_clock', status: 'done', result: { by_ms: -1500 } }))
    expect(state('set_clock')).toContain('reculée de 1,5 s')
    // A word of a later agent is shown as it was said.
    await says(anOrder({ status: 'failed', reason: 'odd', detail: 'Said by the slot.' }))
    expect(state('press_test')).toContain('Said by the slot.')
  })

  it('O75 asks twice before a restart, needs a card to simulate one, and says why the core refused', async () => {
    await openDetails()
    await desk.press('order-restart_agent-slot-04')
    expect(desk.given).toEqual([])
    await desk.pass(600)
    await desk.press('order-restart_agent-slot-04')
    expect(desk.given.at(-1)?.payload).toMatchObject({ action: 'restart_agent' })
    expect((desk.get('order-simulate_card-slot-04') as HTMLButtonElement).disabled).toBe(true)
    await desk.type('order-card-slot-04', '04a37c91')
    desk.answers['opDeviceCommand'] = { status: 'refused', reason: 'busy' }
    await desk.press('order-simulate_card-slot-04')
    expect(desk.given.at(-1)?.payload).toMatchObject({ action: 'simulate_card', tag_uid: '04A37C91' })
    expect(state('simulate_card')).toContain('L’appareil fait déjà cela')
  })

  it('O179 the second half of a double press restarts nothing', async () => {
    await openDetails()
    await desk.press('order-restart_agent-slot-04')
    await desk.pass(300)
    await desk.press('order-restart_agent-slot-04')
    expect(desk.given).toEqual([])
    await desk.pass(300)
    await desk.press('order-restart_agent-slot-04')
    expect(desk.given.at(-1)?.payload).toMatchObject({ action: 'restart_agent' })
  })

  it('O75 gives no command while the link is lost', async () => {
    await openDetails()
    await desk.pass(2500)
    for (const action of ['identify', 'press_test', 'restart_agent'])
      expect((desk.get(`order-${action}-slot-04`) as HTMLButtonElement).disabled).toBe(true)
  })
})
