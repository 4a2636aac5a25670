// @vitest-environment happy-dom
import { contracts, type OpPending } from '@eg/shared'
import { afterEach, describe, expect, it } from 'vitest'
import { openDesk } from '../testing/desk'
import { aDevice, START_MS } from '../testing/samples'

type Desk = Awaited<ReturnType<typeof openDesk>>
let desk: Desk
afterEach(() => desk.close())

const waiting = (more: Partial<OpPending['items'][number]> = {}): OpPending['items'][number] => ({
  key: '9f86d081884c7d65',
  name: 'raspberrypi',
  model: 'Raspberry Pi 4 Model B',
  version: '0.1.0',
  address: '192.168.1.44',
  code: '316254',
  wish: null,
  since: START_MS,
  ...more,
})
const other = waiting({ key: '0000000000000001', code: '111222', name: 'second' })

async function open(items = [waiting()]) {
  desk = await openDesk()
  await desk.press('tab-devices')
  await desk.say(contracts.opPending, { items })
}
const given = () => desk.given.at(-1)
const words = (id: string) => desk.get(id).textContent?.replaceAll(/\s+/g, ' ')
const value = (id: string) => (desk.get(id) as HTMLInputElement).value

describe('devices at the door', () => {
  it('A82 are told by code, name, model, address and since when; without one nothing is there', async () => {
    await open([waiting(), other])
    expect(words('pending-devices')).toContain('2 appareils attendent d’être admis')
    for (const told of ['316 254', 'raspberrypi', 'Raspberry Pi 4 Model B', '192.168.1.44', 'attend depuis'])
      expect(words('pending-316254')).toContain(told)
    await desk.say(contracts.opPending, { items: [] })
    expect(desk.find('pending-devices')).toBeNull()
  })

  it('A82 “this is slot 4”: the device of that code is let in under that name, as what the name says', async () => {
    await open([waiting({ wish: 'slot-07' }), other])
    await desk.press('pending-name-316254')
    expect(value('pending-id')).toBe('slot-07')
    await desk.type('pending-id', 'table-02')
    expect(desk.get('pending-role-table').dataset['on']).toBe('true')
    await desk.type('pending-id', 'slot-04')
    expect(words('pending-enrol')).toBe('Admettre slot-04')
    await desk.press('pending-enrol')
    expect(given()).toEqual({
      name: 'opEnrol',
      payload: { req_id: expect.any(String), key: '9f86d081884c7d65', device_id: 'slot-04', role: 'slot' },
    })
    expect(desk.find('pending-form')).toBeNull()
  })

  it('A82 offers the first name that is free, and takes none that is no name', async () => {
    await open()
    await desk.say(contracts.opDevice, aDevice('slot-01', { protection: 'enrolled' }), { device_id: 'slot-01' })
    await desk.say(contracts.opDevice, aDevice('slot-02', { protection: 'enrolled', online: false }), {
      device_id: 'slot-02',
    })
    await desk.say(contracts.opDevice, aDevice('slot-05', { protection: 'unprotected', online: false }), {
      device_id: 'slot-05',
    })
    await desk.press('pending-name-316254')
    expect(value('pending-id')).toBe('slot-03')
    await desk.press('pending-keep')
    // One that was put out, or has only said its name, is the likeliest.
    await desk.say(contracts.opDevice, aDevice('slot-08', { protection: 'pending', online: false }), {
      device_id: 'slot-08',
    })
    await desk.press('pending-name-316254')
    expect(value('pending-id')).toBe('slot-08')
    await desk.type('pending-id', 'slot/04')
    expect((desk.get('pending-enrol') as HTMLButtonElement).disabled).toBe(true)
    expect(words('pending-form')).toContain('comme slot-04')
  })

  it('A84 a name that somebody has is asked about twice, and then its holder is replaced', async () => {
    await open()
    desk.answers['opEnrol'] = { status: 'refused', reason: 'already_enrolled' }
    await desk.press('pending-name-316254')
    await desk.type('pending-id', 'slot-04')
    await desk.press('pending-enrol')
    expect(words('pending-taken')).toContain('slot-04 est déjà admis')
    expect(given()?.payload).not.toHaveProperty('replace')
    desk.answers['opEnrol'] = { status: 'ok' }
    expect(words('pending-enrol')).toBe('Remplacer slot-04')
    await desk.pass(600)
    await desk.press('pending-enrol')
    expect(given()?.payload).toMatchObject({ device_id: 'slot-04', replace: true })
    expect(desk.find('pending-form')).toBeNull()
  })

  it('O179 the second half of a double press does not replace the holder of a name', async () => {
    await open()
    desk.answers['opEnrol'] = { status: 'refused', reason: 'already_enrolled' }
    await desk.press('pending-name-316254')
    await desk.type('pending-id', 'slot-04')
    await desk.press('pending-enrol')
    await desk.pass(300)
    await desk.press('pending-enrol')
    expect(desk.given).toHaveLength(1)
    await desk.pass(300)
    await desk.press('pending-enrol')
    expect(given()?.payload).toMatchObject({ replace: true })
  })

  it('A84 another name begins the question anew', async () => {
    await open()
    desk.answers['opEnrol'] = { status: 'refused', reason: 'already_enrolled' }
    await desk.press('pending-name-316254')
    await desk.type('pending-id', 'slot-04')
    await desk.press('pending-enrol')
    await desk.type('pending-id', 'slot-05')
    expect(desk.find('pending-taken')).toBeNull()
    await desk.pass(600)
    await desk.press('pending-enrol')
    expect(given()?.payload).not.toHaveProperty('replace')
  })

  it('A82 turns one away, and says beside it what went wrong', async () => {
    await open()
    desk.answers['opDismiss'] = { status: 'refused', reason: 'not_pending' }
    await desk.press('pending-dismiss-316254')
    expect(given()).toMatchObject({ name: 'opDismiss', payload: { key: '9f86d081884c7d65' } })
    expect(words('pending-refused-316254')).toContain('Personne n’attend plus sous ce code')
  })
})

describe('a device that is let in', () => {
  const own = { device_id: 'slot-04' }
  const marks = () =>
    [...desk.host.querySelectorAll<HTMLElement>('[data-testid="protection"]')].map((mark) => mark.textContent)

  it('A85 says in its row how it is known, and nothing where nobody is asked', async () => {
    await open([])
    for (const [protection, word] of [
      ['enrolled', 'Admis'],
      ['unprotected', 'Sans protection'],
      ['pending', 'Pas admis'],
    ] as const) {
      await desk.say(contracts.opDevice, aDevice('slot-04', { protection }), own)
      expect(marks()).toEqual([word])
    }
    await desk.say(contracts.opDevice, aDevice('slot-04', { protection: 'open' }), own)
    expect(marks()).toEqual([])
    await desk.press('device-more-slot-04')
    expect(desk.find('admission-slot-04')).toBeNull()
  })

  it('A84 is put out with a second press, after being told what that means', async () => {
    await open([])
    await desk.say(contracts.opDevice, aDevice('slot-04', { protection: 'enrolled' }), own)
    await desk.press('device-more-slot-04')
    const before = desk.given.length
    await desk.press('revoke-slot-04')
    expect(desk.given.length).toBe(before)
    expect(words('admission-slot-04')).toContain('sera coupé aussitôt')
    await desk.press('revoke-keep-slot-04')
    await desk.press('revoke-slot-04')
    await desk.pass(600)
    await desk.press('revoke-slot-04')
    expect(given()).toMatchObject({ name: 'opRevoke', payload: { device_id: 'slot-04' } })
  })

  it('O179 is not put out by the second half of a double press', async () => {
    await open([])
    await desk.say(contracts.opDevice, aDevice('slot-04', { protection: 'enrolled' }), own)
    await desk.press('device-more-slot-04')
    const before = desk.given.length
    await desk.press('revoke-slot-04')
    await desk.pass(300)
    await desk.press('revoke-slot-04')
    expect(desk.given.length).toBe(before)
    await desk.pass(300)
    await desk.press('revoke-slot-04')
    expect(given()?.name).toBe('opRevoke')
  })
})
