// @vitest-environment happy-dom
import { contracts } from '@eg/shared'
import { act } from 'react'
import { afterEach, describe, expect, it } from 'vitest'
import { openDesk } from '../testing/desk'
import { aFloor } from '../testing/money-samples'
import { aDevice, START_MS } from '../testing/samples'
import { arrange, attentionOf, createFloorSlots, type FloorView } from './floor-slots'

const VIEW: FloorView = { filter: 'all', sort: 'name', text: '' }
const player = (name: string, tag_uid = '04A37C91') => ({ player: 1, tag_uid, name, balance_cents: 100 })
const last = (at: number) => ({
  kind: 'round' as const,
  at,
  stake_cents: 100,
  win_cents: 0,
  reels: null,
  outcome: null,
})

describe('a floor of many slots', () => {
  const slots = createFloorSlots()(
    new Map([
      ['slot-01', aDevice('slot-01')],
      ['slot-02', aDevice('slot-02', { online: false })],
      ['slot-03', aDevice('slot-03', { troubles: ['link_slow', 'reader_missing'] })],
      ['slot-04', aDevice('slot-04', { online: false })],
      ['slot-05', aDevice('slot-05', { troubles: ['link_slow'] })],
    ]),
    new Map([
      ['slot-01', aFloor('slot-01', { take_cents: 500, last: last(START_MS) })],
      [
        'slot-04',
        aFloor('slot-04', { take_cents: -900, player: player('Éva', '04FFFF01'), last: last(START_MS - 400_000) }),
      ],
    ]),
  )
  const ids = (view: Partial<FloorView>) => arrange(slots, { ...VIEW, ...view }, START_MS).map((slot) => slot.label)

  it('L59 puts first what keeps people from playing, and knows what does not', () => {
    expect(slots.map(attentionOf)).toEqual([0, 2, 1, 3, 0])
    expect(ids({ sort: 'attention' })).toEqual(['04', '02', '03', '01', '05'])
    expect(ids({ filter: 'attention' })).toEqual(['02', '03', '04'])
  })

  it('O153 knows a slot of which nothing has changed again, so that it is not drawn anew', () => {
    const devices = new Map(['slot-01', 'slot-02'].map((id) => [id, aDevice(id)]))
    const slotsOf = createFloorSlots()
    const [one, two] = slotsOf(devices, new Map())
    const moved = slotsOf(devices, new Map([['slot-02', aFloor('slot-02')]]))
    expect([moved[0] === one, moved[1] === two, moved[1]?.floor?.device_id]).toEqual([true, false, 'slot-02'])
    // Names are in order again when there are others.
    devices.set('slot-00', aDevice('slot-00', { online: false }))
    expect(slotsOf(devices, new Map()).map(({ label, offline }) => [label, offline])).toEqual([
      ['00', true],
      ['01', false],
      ['02', false],
    ])
    devices.delete('slot-01')
    expect(slotsOf(devices, new Map()).map(({ label }) => label)).toEqual(['00', '02'])
  })

  it('L59 finds by slot, player or card, and sorts by losses and by the last play', () => {
    expect([ids({ text: 'éva' }), ids({ text: 'ffff' }), ids({ text: 'slot-03' }), ids({ text: 'nobody' })]).toEqual([
      ['04'],
      ['04'],
      ['03'],
      [],
    ])
    expect(ids({ sort: 'take' })[0]).toBe('04')
    expect(ids({ sort: 'last' }).slice(0, 2)).toEqual(['01', '04'])
    expect(ids({ filter: 'played' })).toEqual(['01'])
  })
})

describe('on the page', { timeout: 30_000 }, () => {
  let desk: Awaited<ReturnType<typeof openDesk>>
  afterEach(() => desk.close())
  const tiles = () => desk.host.querySelectorAll('.eg-slot').length

  it('L60 nine slots need no search; forty are searched, and shown small', async () => {
    desk = await openDesk()
    await desk.say(contracts.modeState, { mode: 'day' })
    const arrive = async (from: number, to: number) => {
      for (let n = from; n <= to; n++) {
        const id = `slot-${String(n).padStart(2, '0')}`
        await desk.say(contracts.opDevice, aDevice(id, { online: n !== 7 }), { device_id: id })
      }
    }
    await arrive(1, 9)
    expect([desk.find('floor-bar'), tiles()]).toEqual([null, 9])
    expect(desk.get('total-slots').textContent).toContain('8/9')
    await arrive(10, 40)
    expect(desk.host.querySelector('.eg-slots[data-dense]')).not.toBeNull()
    // O153: without what they have no room for, and each with its place among all.
    expect(desk.host.querySelector('.eg-slots .eg-slot-last')).toBeNull()
    const last = desk.get('floor-slot-40')
    expect([last.getAttribute('aria-posinset'), last.getAttribute('aria-setsize')]).toEqual(['40', '40'])
    await desk.type('floor-find', 'slot-3')
    expect([tiles(), desk.get('floor-count').textContent]).toEqual([10, '10 sur 40'])
    await desk.type('floor-find', '')
    await act(async () => desk.get('floor-filter-attention').querySelector('input')?.click())
    expect([tiles(), desk.find('floor-slot-07') !== null]).toEqual([1, true])
  })
})
