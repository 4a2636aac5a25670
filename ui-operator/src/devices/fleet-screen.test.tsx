// @vitest-environment happy-dom
import { contracts, type OpDevice } from '@eg/shared'
import { afterEach, describe, expect, it } from 'vitest'
import { createOpenAccess } from '../login/open-access'
import { openDesk } from '../testing/desk'
import { aDevice, aNight } from '../testing/samples'

type Desk = Awaited<ReturnType<typeof openDesk>>
let desk: Desk
afterEach(() => desk.close())

const noReads = { ...createOpenAccess(), fetch: async () => new Response(null, { status: 404 }) }
const ok = { status: 'ok' } as const
const parts = (more: object = {}): OpDevice['parts'] => ({
  buttons: ok,
  lights: ok,
  reader: ok,
  keys: { status: 'off' },
  screen: ok,
  ...more,
})
async function open(...devices: OpDevice[]) {
  desk = await openDesk([], { access: noReads })
  for (const device of devices) await desk.say(contracts.opDevice, device, { device_id: device.device_id })
  await desk.press('tab-devices')
}
const rows = () =>
  [...desk.host.querySelectorAll<HTMLElement>('tr[data-device]')].map((row) => row.dataset['device'] ?? '')
const words = (id: string) => desk.get(id).textContent?.replaceAll(/\s+/g, ' ') ?? ''
const cell = (id: string, column: string) =>
  desk.get(`device-row-${id}`).querySelector(`[data-column="${column}"]`)?.textContent?.replaceAll(/\s+/g, ' ')
const three = () => [
  aDevice('slot-10', { parts: parts(), troubles: [] }),
  aDevice('slot-2', { parts: parts({ reader: { status: 'missing' } }), troubles: ['reader_missing', 'hot'] }),
  aDevice('slot-3', { online: false, page_online: false, troubles: ['offline'], version: '0.0.9' }),
]

describe('the table of devices', () => {
  it('D50 a row names a part only where it is not well, and says what to do', async () => {
    await open(...three())
    expect(cell('slot-10', 'parts')).toBe('Toutes OK')
    expect(cell('slot-10', 'todo')).toBe('–')
    expect(cell('slot-2', 'parts')).toBe('LecteurAbsentTempérature')
    expect(cell('slot-2', 'todo')).toBe('Rebranchez le lecteur de cartes')
    // What a device that is gone once said of its parts is not repeated.
    expect(cell('slot-3', 'parts')).toBe('ne dit rien')
    expect(cell('slot-3', 'link')).toContain('Hors ligne')
    expect(cell('slot-3', 'todo')).toBe('Vérifiez le courant et le réseau')
    expect(cell('slot-10', 'latency')).toContain('1,2 ms')
    expect(desk.get('device-row-slot-10').querySelector('svg[data-samples="1"]')).not.toBeNull()
  })

  it('D51 totals say how many of the expected are online, which parts are at fault, and which versions run', async () => {
    await open(...three())
    await desk.say(contracts.opNight, aNight('open', null, { mode: 'day', expected_default: 9 }))
    expect(words('devices-online')).toBe('2 sur 9 stations en ligne')
    expect(words('devices-attention')).toBe('2 demandent un geste')
    expect(words('faults-reader')).toBe('Lecteur 1')
    expect(words('version-0.1.0')).toBe('0.1.0 2')
    await desk.press('faults-reader')
    expect(rows()).toEqual(['slot-2'])
    await desk.press('faults-reader')
    await desk.press('version-0.0.9')
    expect(rows()).toEqual(['slot-3'])
  })

  it('D52 stands by what needs a hand first, and each column sorts both ways', async () => {
    await open(...three())
    expect(rows()).toEqual(['slot-3', 'slot-2', 'slot-10'])
    await desk.press('sort-id')
    expect(rows()).toEqual(['slot-2', 'slot-3', 'slot-10'])
    await desk.press('sort-id')
    expect(rows()).toEqual(['slot-10', 'slot-3', 'slot-2'])
    // Another screen in between loses neither order nor filter.
    await desk.press('tab-timeline')
    await desk.press('tab-devices')
    expect(rows()).toEqual(['slot-10', 'slot-3', 'slot-2'])
  })

  it('D53 shows what is looked for, says how many that are, and shows all again with one press', async () => {
    await open(...three())
    await desk.type('devices-search', 'temperature')
    expect(rows()).toEqual(['slot-2'])
    expect(words('devices-shown')).toContain('1 montré sur 3')
    await desk.press('devices-clear')
    expect(rows()).toHaveLength(3)
    await desk.press('devices-show-offline')
    expect(rows()).toEqual(['slot-3'])
    await desk.type('devices-search', 'xyz')
    expect(words('devices-shown')).toContain('Aucun appareil ne correspond')
  })

  it('D55 draws the rows in sight and knows of all', async () => {
    await open(...Array.from({ length: 200 }, (_, i) => aDevice(`slot-${i + 1}`, { troubles: [] })))
    expect(rows().length).toBeLessThan(60)
    expect(desk.host.querySelector('[role="grid"]')?.getAttribute('aria-rowcount')).toBe('201')
    await desk.type('devices-search', 'slot-199')
    expect(rows()).toEqual(['slot-199'])
  })

  it('D57 arrows move from row to row, Enter opens, Escape closes', async () => {
    await open(...three())
    const press = (key: string) => desk.key(key, document.activeElement ?? document.body)
    await press('ArrowDown')
    expect(document.activeElement).toBe(desk.get('device-row-slot-3'))
    await press('ArrowDown')
    await press('Enter')
    expect(desk.find('device-details-slot-2')).not.toBeNull()
    await press('ArrowDown')
    expect([desk.find('device-details-slot-2'), desk.find('device-details-slot-10') !== null]).toEqual([null, true])
    await press('Home')
    expect(desk.find('device-details-slot-3')).not.toBeNull()
    await press('Escape')
    expect(desk.find('device-details-slot-3')).toBeNull()
  })

  it('D58 locates or reloads the slots that are shown, asks twice before many screens, and names those that refused', async () => {
    await open(...three(), aDevice('table-1', { kind: 'table' }))
    await desk.press('bulk-identify')
    const asked = () => desk.given.map(({ payload }) => `${payload['action']} ${payload['target_id']}`)
    expect(asked()).toEqual(['identify slot-2', 'identify slot-10'])
    expect(words('bulk-told')).toBe('2 envoyés')
    await desk.press('bulk-reload')
    expect(asked()).toHaveLength(2)
    desk.answers['opDeviceCommand'] = { status: 'refused', reason: 'busy' }
    await desk.pass(600)
    await desk.press('bulk-reload')
    expect(asked().slice(2)).toEqual(['reload_screen slot-2', 'reload_screen slot-10'])
    expect(words('bulk-told')).toBe('0 envoyés, 2 refusés : slot-2, slot-10')
  })

  it('O179 the second half of a double press reloads no screens, by hand or by its key', async () => {
    await open(...three())
    await desk.press('bulk-reload')
    await desk.pass(300)
    await desk.press('bulk-reload')
    await desk.key('r')
    expect(desk.given).toEqual([])
    await desk.pass(300)
    await desk.press('bulk-reload')
    expect(desk.given.map(({ payload }) => payload['target_id'])).toEqual(['slot-2', 'slot-10'])
  })

  it('O180 what was asked about some screens is asked anew about others', async () => {
    await open(...three())
    await desk.press('bulk-reload')
    expect(words('bulk-reload')).toContain('Oui')
    await desk.say(contracts.opDevice, aDevice('slot-11'), { device_id: 'slot-11' })
    expect(words('bulk-reload')).not.toContain('Oui')
    await desk.pass(600)
    await desk.press('bulk-reload')
    expect(desk.given).toEqual([])
    // Nor are they armed again when the first ones come back.
    await desk.say(contracts.opDevice, aDevice('slot-11', { online: false }), { device_id: 'slot-11' })
    await desk.pass(600)
    await desk.press('bulk-reload')
    expect(desk.given).toEqual([])
    await desk.pass(600)
    await desk.press('bulk-reload')
    expect(desk.given.map(({ payload }) => payload['target_id'])).toEqual(['slot-2', 'slot-10'])
  })

  it('O180 the same screens in another order are still those that were asked about', async () => {
    const slots = (...ms: number[]) => ms.map((link_ms, i) => aDevice(`slot-${i + 1}`, { link_ms }))
    await open(...slots(9, 5, 1))
    await desk.press('sort-latency')
    expect(rows()).toEqual(['slot-1', 'slot-2', 'slot-3'])
    await desk.press('bulk-reload')
    for (const slot of slots(5, 9, 1)) await desk.say(contracts.opDevice, slot, { device_id: slot.device_id })
    await desk.pass(1000)
    await desk.tick()
    await desk.pass(1000)
    expect(rows()).toEqual(['slot-2', 'slot-1', 'slot-3'])
    expect(words('bulk-reload')).toContain('Oui')
    await desk.press('bulk-reload')
    expect(desk.given.map(({ payload }) => payload['target_id'])).toEqual(['slot-2', 'slot-1', 'slot-3'])
  })

  it('D65 who only looks on gets no command, no test, no swap and no log', async () => {
    const access = { ...createOpenAccess({ is: 'in', name: 'Léa', role: 'viewer' }), fetch: noReads.fetch }
    desk = await openDesk([], { access })
    await desk.say(contracts.opDevice, aDevice('slot-04'), { device_id: 'slot-04' })
    await desk.press('tab-devices')
    await desk.press('device-more-slot-04')
    for (const id of ['bulk-identify', 'test-slot-04', 'swap-slot-04', 'log-slot-04', 'order-identify-slot-04'])
      expect(desk.find(id), id).toBeNull()
  })
})
