// @vitest-environment happy-dom
import { contracts, type OpSwaps } from '@eg/shared'
import { afterEach, describe, expect, it } from 'vitest'
import { openDesk } from '../testing/desk'
import { aDevice, aNight, aRun, START_MS } from '../testing/samples'
import { sparesOf } from './spares'

let desk: Awaited<ReturnType<typeof openDesk>>
afterEach(() => desk.close())

const last = () => desk.given.at(-1)
const swap = (more: Partial<OpSwaps['items'][number]> = {}): OpSwaps['items'][number] => ({
  swap: 3,
  slot_id: 'slot-04',
  spare_id: 'spare-01',
  status: 'sent',
  fenced: true,
  reason: 'dead',
  by: 'Léa',
  at: START_MS,
  ended_at: null,
  problem: null,
  returned_at: null,
  returned_from: null,
  ...more,
})
const waiting = {
  key: '9f86d081884c7d65',
  name: 'raspberrypi',
  model: 'Pi 4',
  version: '1',
  address: '::1',
  code: '316254',
  wish: null,
  since: START_MS,
}

async function voting(slotOnline: boolean) {
  desk = await openDesk()
  await desk.say(contracts.opDevice, aDevice('slot-04', { online: slotOnline }), { device_id: 'slot-04' })
  for (const [id, online] of [
    ['spare-01', true],
    ['spare-02', false],
  ] as const)
    await desk.say(contracts.opDevice, aDevice(id, { kind: 'spare', online }), { device_id: id })
  await desk.say(contracts.opNight, aNight('wait', aRun()))
}
const pick = (label: string) => desk.press(`spare-${label}`)

describe('a slot is replaced by a spare', () => {
  it('F56 from its tile: the spare and the reason are asked, and the core is told what was seen of the slot', async () => {
    await voting(false)
    await desk.press('slot-slot-04')
    await desk.press('slot-replace')
    // The only one that can is chosen by itself.
    expect(desk.get('spare-spare-01').querySelector('input')?.checked).toBe(true)
    await desk.type('reason', 'écran noir')
    await desk.press('reason-confirm')
    expect(last()).toMatchObject({
      name: 'opSwap',
      payload: { slot_id: 'slot-04', spare_id: 'spare-01', reason: 'écran noir', expect_online: false },
    })
    expect(last()?.payload).not.toHaveProperty('force')
  })

  it('F56 one that is still connected is put out only after that was said', async () => {
    await voting(true)
    await desk.key('a')
    await desk.press('slot-replace')
    expect(desk.get('reason-dialog').textContent).toContain('encore reliée')
    await pick('spare-01')
    await desk.type('reason', 'boutons')
    await desk.press('reason-confirm')
    expect(last()?.payload).toMatchObject({ expect_online: true })
  })

  it('F56 a machine that waits to be let in is named by its key; one that is off or busy cannot be chosen', async () => {
    await voting(false)
    await desk.say(contracts.opPending, { items: [waiting] })
    await desk.press('slot-slot-04')
    await desk.press('slot-replace')
    expect(desk.get('spare-spare-02').textContent).toContain('hors ligne')
    expect(desk.get('spare-spare-02').querySelector('input')?.disabled).toBe(true)
    await pick('316254')
    await desk.type('reason', 'morte')
    await desk.press('reason-confirm')
    expect(last()?.payload).toMatchObject({ spare_key: waiting.key })
    expect(last()?.payload).not.toHaveProperty('spare_id')
    const devices = new Map([['spare-01', aDevice('spare-01', { kind: 'spare' })]])
    expect(sparesOf(devices, [], { items: [swap({ slot_id: 'slot-09' })] })).toMatchObject([{ takes: 'slot-09' }])
  })

  it('F56 where nobody is asked who he is, only after somebody has said that the old one is off', async () => {
    await voting(false)
    await desk.say(contracts.opCore, { ...contracts.opCore.sample, auth: 'open', store: 'ok' })
    await desk.press('slot-slot-04')
    await desk.press('slot-replace')
    await pick('spare-01')
    await desk.type('reason', 'morte')
    await desk.press('reason-confirm')
    expect(desk.given).toEqual([])
    await desk.press('swap-force')
    await desk.press('reason-confirm')
    expect(last()?.payload).toMatchObject({ force: true })
  })

  it('F57 tells how far it has come and what is in its way, and is cancelled with a reason until the spare is in', async () => {
    await voting(false)
    await desk.say(contracts.opSwaps, { items: [swap({ problem: 'storage' })] })
    expect(desk.get('swap-slot-04').textContent).toContain('spare-01 prend la place de slot-04')
    expect(desk.get('swap-slot-04').textContent).toContain('disque')
    await desk.press('slot-slot-04')
    await desk.press('slot-replace')
    await desk.press('swap-cancel')
    await desk.type('reason', 'revenue')
    await desk.press('reason-confirm')
    expect(last()).toMatchObject({ name: 'opSwapCancel', payload: { swap: 3, reason: 'revenue' } })
    const done = swap({ status: 'done', returned_at: START_MS, returned_from: '192.168.1.44' })
    await desk.say(contracts.opSwaps, { items: [done] })
    expect(desk.get('swap-status').dataset['status']).toBe('done')
    expect(desk.get('swap-returned').textContent).toContain('192.168.1.44')
    expect(desk.find('swap-cancel')).toBeNull()
    expect(desk.find('swap-slot-04')).toBeNull()
  })

  it('F56 without a spare it says how to get one', async () => {
    desk = await openDesk()
    await desk.say(contracts.opDevice, aDevice('slot-04', { online: false }), { device_id: 'slot-04' })
    await desk.say(contracts.opNight, aNight('wait', aRun()))
    await desk.press('slot-slot-04')
    await desk.press('slot-replace')
    expect(desk.get('swap-none').textContent).toContain('Allumez une machine')
  })
})
