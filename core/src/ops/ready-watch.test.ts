import { type OpDevice, type OpReady, createManualClock } from '@eg/shared'
import { describe, expect, it } from 'vitest'
import type { Publication, Work } from '../commit/command.js'
import type { Finding } from '../ready/check.js'
import { scriptCheck } from '../ready/script-check.js'
import { createReadyWatch } from './ready-watch.js'

const part = { status: 'ok' as const }
const aSlot = (deviceId: string, more: Partial<OpDevice> = {}): OpDevice => ({
  device_id: deviceId,
  kind: 'slot',
  version: '1',
  online: true,
  page_online: true,
  last_seen: 1,
  link_ms: 2,
  outbox: 0,
  parts: { buttons: part, lights: part, reader: part, keys: part, screen: part },
  troubles: [],
  protection: 'enrolled',
  ...more,
})

function watch(devices: OpDevice[], providers: (() => Finding)[] = []) {
  const clock = createManualClock(new Date('2026-11-21T20:00').getTime())
  const published: Publication[] = []
  const submitted: Work[] = []
  let freeMb = 9000
  const ready = createReadyWatch({
    clock,
    pipeline: { submit: (work) => void submitted.push(work) },
    devices: () => devices,
    core: () => ({
      storeFailing: null,
      disk: { freeMb, backupFreeMb: 9000, neededMb: 500 },
      backup: { everyMs: 60_000, at: clock.now(), sameDevice: false, isGone: false, problem: null, behindMs: 0 },
      books: { ok: true, checkedAt: clock.now(), problems: [] },
      slots: { here: devices.length + 1, expected: devices.length + 1 },
      auth: 'enrolled',
      loopback: false,
      tls: { daysLeft: 90 },
      unprotected: [],
    }),
    providers,
    publish: (one) => void published.push(structuredClone(one)),
  })
  const tests = (deviceId: string, at: number) =>
    (['button', 'light'] as const).flatMap((part) =>
      Array.from({ length: 6 }, (_, number) => ({ deviceId, part, number, at })),
    )
  const begin = () => {
    const at = clock.now()
    const rows = devices.flatMap(({ device_id }) => tests(device_id, at))
    ready.learn({ waivers: [], door: null, clock: { offsetMs: 1, at }, tests: { all: true, rows } })
    ready.look()
  }
  const take = () => published.splice(0)
  return { clock, ready, submitted, begin, take, fill: (mb: number) => (freeMb = mb) }
}
const stateOf = (published: Publication[]) =>
  published.findLast(({ contract }) => contract === 'opReady')?.payload as OpReady

describe('the ready watch', () => {
  it('U15 says nothing before the store has spoken, then everything, then only what changed', () => {
    const devices = Array.from({ length: 200 }, (_, i) => aSlot(`slot-${i}`))
    const { clock, begin, take, fill } = watch(devices)
    clock.advance(3000)
    expect(take()).toEqual([])
    begin()
    const all = take()
    expect(all).toHaveLength(201)
    expect(stateOf(all)).toMatchObject({ ok: true, red: 0, green: 10 + 6 * 200 })
    clock.advance(60_000)
    expect(take()).toEqual([])
    devices[7] = aSlot('slot-7', { link_ms: 3, outbox: 1, last_seen: 99 })
    clock.advance(1000)
    expect(take()).toEqual([])
    devices[7] = aSlot('slot-7', { link_ms: 900 })
    clock.advance(1000)
    const changed = take()
    expect(changed.map(({ contract, params }) => [contract, params.device_id])).toEqual([
      ['opReadyDevice', 'slot-7'],
      ['opReady', undefined],
    ])
    expect(stateOf(changed)).toMatchObject({ ok: false, red: 1 })
    fill(449)
    clock.advance(1000)
    expect(take()).toHaveLength(1)
    fill(401)
    clock.advance(1000)
    expect(take()).toEqual([])
    fill(399)
    clock.advance(1000)
    expect(take()).toHaveLength(1)
  })

  it('U15 tells since when a check is as it is, and when it was last good', () => {
    const { clock, ready, begin, fill } = watch([])
    begin()
    const disk = () => ready.all().checks.find(({ check }) => check === 'core/disk')
    const began = clock.now()
    expect(disk()).toMatchObject({ state: 'green', since: began, good_at: null, problem: null, remedy: null })
    clock.advance(10_000)
    fill(100)
    clock.advance(1000)
    const turned = clock.now()
    clock.advance(30_000)
    expect(disk()).toMatchObject({
      state: 'red',
      since: turned,
      good_at: turned - 1000,
      problem: 'disk_low',
      remedy: 'free_space',
      params: { free_mb: 100, needed_mb: 500 },
    })
  })

  it('U12 what turns red while doors are open is an alert', () => {
    const { clock, ready, begin, take, fill } = watch([])
    begin()
    const from = clock.now() - 1000
    ready.learn({ door: { door: 1, openedAt: clock.now(), openedBy: 'Léa', from, closedAt: null, closedBy: null } })
    ready.look()
    expect(stateOf(take())).toMatchObject({ alerts: [], doors: { open: true, door: 1, by: 'Léa' }, from })
    fill(10)
    clock.advance(1000)
    expect(stateOf(take())).toMatchObject({ alerts: ['core/disk'], doors: { open: true } })
  })

  it('U14 a waiver that is over is over without anybody doing anything', () => {
    const { clock, ready, begin, take, fill } = watch([])
    fill(100)
    begin()
    const params = { free_mb: 100, needed_mb: 500 }
    const until = clock.now() + 5000
    const waiver = { waiver: 1, check: 'core/disk', problem: 'disk_low', params, reason: 'x', by: 'Léa', at: 1, until }
    ready.learn({ waivers: [waiver] })
    ready.look()
    const waived = stateOf(take())
    expect(waived).toMatchObject({ ok: true, waived: 1, red: 0 })
    expect(waived.checks[1]).toMatchObject({ state: 'waived', waiver: { waiver: 1, by: 'Léa', reason: 'x', until } })
    clock.advance(5000)
    expect(stateOf(take())).toMatchObject({ ok: false, waived: 0, red: 1 })
  })

  it('U29 takes a button for tested that was pressed in play, once a day', () => {
    const { clock, ready, submitted } = watch([aSlot('slot-01')])
    const beat = (pressed_s: (number | null)[]) =>
      ready.heartbeat('slot-01', {
        version: '1',
        uptime_s: 1,
        link_ms: 1,
        outbox: 0,
        parts: aSlot('x').parts!,
        pressed_s,
      })
    const at = clock.now() - 3000
    beat([3, null, 50_000, null, 60_000, null])
    expect(submitted).toEqual([
      {
        kind: 'buttonsPressed',
        deviceId: 'slot-01',
        pressed: [
          { number: 0, at },
          { number: 2, at: clock.now() - 50_000_000 },
        ],
      },
    ])
    ready.learn({ tests: { all: false, rows: [{ deviceId: 'slot-01', part: 'button', number: 0, at }] } })
    submitted.length = 0
    beat([1, null, null, null, null, null])
    expect(submitted).toEqual([])
  })

  it('U10 fills in what is red as a command is given, before waivers, and leaves other commands alone', () => {
    const { ready, begin, fill } = watch([])
    fill(100)
    begin()
    const opened = ready.prepare({ kind: 'opDoorsOpen', payload: { req_id: 'a' } })
    expect(opened).toMatchObject({ findings: [{ check: 'core/disk', problem: 'disk_low' }] })
    const other: Work = { kind: 'opDoorsClose', payload: { req_id: 'b', door: 1 } }
    expect(ready.prepare(other)).toBe(other)
  })

  it('U15 a device that was put out is cleared', () => {
    const devices = [aSlot('slot-01'), aSlot('slot-02')]
    const { clock, begin, take } = watch(devices)
    begin()
    take()
    devices[1] = aSlot('slot-02', { protection: 'pending' })
    clock.advance(1000)
    expect(take()).toEqual([
      { contract: 'opReady', params: {}, payload: expect.objectContaining({ green: 16 }) },
      { contract: 'opReadyDevice', params: { device_id: 'slot-02' }, payload: null },
    ])
  })

  it('U31 shows the checks of others beside those of the core', () => {
    const { begin, take } = watch([], [() => scriptCheck(null)])
    begin()
    expect(stateOf(take()).checks.at(-1)).toMatchObject({ check: 'show/script', state: 'red', problem: 'script_none' })
  })
})
