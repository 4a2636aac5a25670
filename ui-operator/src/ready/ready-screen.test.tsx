// @vitest-environment happy-dom
import { contracts, type OperatorRole, type ReadyCheck } from '@eg/shared'
import { afterEach, beforeAll, describe, expect, it } from 'vitest'
import { createOpenAccess } from '../login/open-access'
import { openDesk } from '../testing/desk'
import { at, seek, tap, textAt, write } from '../testing/page'
import { aDevice, START_MS } from '../testing/samples'
import { readScreens } from '../view/screens'
import { TABS } from '../view/view-store'
import { aCheck, aGate, BUTTONS, LIGHTS } from './ready-samples'

type Desk = Awaited<ReturnType<typeof openDesk>>
let desk: Desk
// The screens' files are read before the clock of the first test runs.
beforeAll(() => readScreens(TABS), 60_000)
afterEach(() => desk.close())

async function show(checks: readonly ReadyCheck[], doors: Parameters<typeof aGate>[1] = {}) {
  const { ready, devices } = aGate(checks, doors)
  for (const { device_id: id, checks: own } of devices) {
    await desk.say(contracts.opDevice, aDevice(id), { device_id: id })
    await desk.say(contracts.opReadyDevice, { device_id: id, checks: own }, { device_id: id })
  }
  await desk.say(contracts.opReady, ready)
}
async function open(checks: readonly ReadyCheck[], doors: Parameters<typeof aGate>[1] = {}, role?: OperatorRole) {
  desk = await openDesk([], role ? { access: createOpenAccess({ is: 'in', name: 'Léa', role }) } : {})
  await desk.press('tab-ready')
  await show(checks, doors)
}
const given = () =>
  desk.given.map(({ name, payload }) => {
    const { req_id: id, ...fields } = payload
    expect(id).not.toBe('')
    return [name, fields]
  })
const suggested = () => [...document.querySelectorAll('[data-suggested]')].map((b) => b.getAttribute('data-testid'))
const order = () =>
  [...document.querySelectorAll('[data-testid^="check-"]')].map((row) => row.getAttribute('data-testid')?.slice(6))

const DISK = aCheck('core/disk', {
  since: START_MS - 180_000,
  problem: 'disk_low',
  remedy: 'free_space',
  params: { free_mb: 300, needed_mb: 500 },
})
const BACKUP = aCheck('core/backup', { problem: 'backup_same_device', remedy: 'backup_elsewhere' })
const SCRIPT = aCheck('show/script', { problem: 'script_none', remedy: 'load_script' })
const WAIVER = { waiver: 4, by: 'Nadia', reason: 'à l’atelier', at: START_MS, until: START_MS + 3_600_000 }

describe('what is red', () => {
  it('U90 tells each check by subject, red first: state, what is wrong, since when, what mends it', async () => {
    await open([aCheck('core/store'), DISK, SCRIPT, aCheck('slot-01/agent'), aCheck('slot-01/buttons', BUTTONS)])
    expect(textAt('ready-summary')).toContain('3 rouges')
    expect(textAt('ready-summary')).toContain('2 vertes')
    expect(order()).toEqual(['core/disk', 'show/script', 'slot-01/buttons'])
    const disk = textAt('check-core/disk')
    for (const words of ['Rouge', 'Disque de la base', 'Plus que 300 Mo', 'Libérez de la place', 'depuis 3 min']) {
      expect(disk).toContain(words)
    }
    expect(textAt('check-slot-01/buttons')).toContain('Pas pressés aujourd’hui : 2, 5')
    await tap('greens-core')
    expect(order().slice(0, 2)).toEqual(['core/disk', 'core/store'])
  })

  it('U90 says what it has no words for in the core’s own', async () => {
    await open([
      aCheck('core/moon', { problem: 'moon_full', remedy: 'wait_for_moon', detail: 'The moon is full. Wait.' }),
    ])
    expect(textAt('check-core/moon')).toContain('The moon is full. Wait.')
  })

  it('U91 mends by a button what the page can do, and leads to the screen for the rest', async () => {
    const kiosk = aCheck('slot-01/kiosk', { problem: 'kiosk_unseen', remedy: 'reload_screen' })
    const off = aCheck('core/clock', { problem: 'clock_off', remedy: 'set_clock', params: { offset_ms: -4200 } })
    await open([off, SCRIPT, kiosk, aCheck('slot-01/buttons', BUTTONS)])
    expect(textAt('check-core/clock')).toContain('4 s d’écart')
    await tap('ready-clock')
    await tap('ready-reload_screen-slot-01')
    await tap('ready-press_test-slot-01')
    expect(given()).toEqual([
      ['opClockReading', { now_ms: desk.clock.now() }],
      ['opDeviceCommand', { target_id: 'slot-01', action: 'reload_screen' }],
      ['opDeviceCommand', { target_id: 'slot-01', action: 'press_test', seconds: 60 }],
    ])
    await tap('ready-go-show/script')
    expect(desk.session.view.getState().tab).toBe('night')
  })

  it('U92 takes somebody’s word for all six lights, or for those that were seen', async () => {
    await open([aCheck('slot-01/lights', LIGHTS)])
    await tap('ready-seen-slot-01')
    await tap('ready-light-3-slot-01')
    expect(textAt('ready-seen-slot-01')).toContain('J’ai vu : 1, 2, 4, 5, 6')
    await tap('ready-seen-slot-01')
    expect(given()).toEqual([
      ['opLightsSeen', { target_id: 'slot-01' }],
      ['opLightsSeen', { target_id: 'slot-01', lights: [0, 1, 3, 4, 5] }],
    ])
  })

  it('U99 compares the clocks by itself, once, where nobody has today', async () => {
    const unknown = aCheck('core/clock', { problem: 'clock_unknown', remedy: 'compare_clocks' })
    await open([unknown])
    await show([unknown, DISK])
    expect(given()).toEqual([['opClockReading', { now_ms: desk.clock.now() }]])
  })

  it('U99 compares them again where it was forgotten meanwhile, while the page stood open', async () => {
    const unknown = aCheck('core/clock', { problem: 'clock_unknown', remedy: 'compare_clocks' })
    await open([unknown])
    await show([aCheck('core/clock')])
    await show([unknown])
    expect(given().map(([name]) => name)).toEqual(['opClockReading', 'opClockReading'])
  })
})

describe('waivers', () => {
  it('U93 waives several checks as they were seen, with a reason, a name and an end', async () => {
    await open([DISK, BACKUP, aCheck('slot-01/buttons', BUTTONS)])
    await tap('pick-core/disk')
    await tap('pick-device-slot-01')
    await desk.key('w')
    await tap('waive-confirm')
    expect(given()).toEqual([])
    await write('waive-reason', 'clé à venir')
    await write('waive-by', 'Nadia')
    await tap('waive-until-time')
    await write('waive-time', '25:00')
    await tap('waive-confirm')
    expect(given()).toEqual([])
    await tap('waive-until-hour')
    await tap('waive-confirm')
    const checks = [
      { check: 'core/disk', problem: 'disk_low' },
      { check: 'slot-01/buttons', problem: 'buttons_untested' },
    ]
    const until = desk.clock.now() + 3_600_000
    expect(given()).toEqual([['opReadyWaive', { checks, reason: 'clé à venir', by: 'Nadia', until }]])
    expect(seek('waive-dialog')).toBeNull()
  })

  it('U93 gives the core’s own 06:00 by leaving the end out, and as many commands as many checks take', async () => {
    const many = Array.from({ length: 25 }, (_, i) => aCheck(`slot-${i + 10}/buttons`, BUTTONS))
    await open(many)
    await tap('pick-device-slot-10')
    await tap('pick-all')
    await tap('ready-waive')
    await write('waive-reason', 'essais')
    await write('waive-by', 'Nadia')
    await tap('waive-confirm')
    expect(desk.given.map(({ payload }) => [(payload['checks'] as unknown[]).length, payload['until']])).toEqual([
      [20, undefined],
      [5, undefined],
    ])
  })

  it('U109 says how to waive while nothing is selected, and offers all that is red', async () => {
    await open([DISK, BACKUP])
    expect(textAt('pick-bar')).toContain('Cochez ce que vous acceptez')
    expect((at('ready-waive') as HTMLButtonElement).disabled).toBe(true)
    await tap('pick-all')
    expect(textAt('pick-bar')).toContain('2 choisies')
    expect((at('ready-waive') as HTMLButtonElement).disabled).toBe(false)
  })

  it('U93 drops from the selection what has another problem by now, and says what the core refuses', async () => {
    await open([DISK, BACKUP])
    await tap('pick-core/disk')
    await tap('pick-core/backup')
    await show([{ ...DISK, problem: 'disk_unknown' }, BACKUP])
    expect(textAt('pick-bar')).toContain('1 choisie')
    desk.answers['opReadyWaive'] = { status: 'stale', reason: 'stale' }
    await tap('ready-waive')
    await write('waive-reason', 'essai')
    await write('waive-by', 'Nadia')
    await tap('waive-confirm')
    expect(at('waive-dialog').textContent).toContain('La situation a changé')
  })

  it('U94 says who waived, why and until when, and takes it back', async () => {
    await open([{ ...BACKUP, state: 'waived', waiver: WAIVER }])
    const row = textAt('check-core/backup')
    for (const words of ['Levée', 'Nadia', 'à l’atelier', 'jusqu’à']) expect(row).toContain(words)
    await tap('unwaive-core/backup')
    expect(given()).toEqual([['opReadyUnwaive', { waiver: 4 }]])
  })
})

describe('doors', () => {
  it('U95 open on the view that was seen, as the one suggested action, once nothing is red', async () => {
    await open([DISK])
    expect(suggested()).toEqual([])
    await desk.key('o')
    expect((at('doors-open') as HTMLButtonElement).disabled).toBe(true)
    await show([{ ...DISK, state: 'waived', waiver: WAIVER }])
    expect(suggested()).toEqual(['doors-open'])
    await desk.key('o')
    expect(given()).toEqual([['opDoorsOpen', { expect_view: 'view-0-1' }]])
  })

  it('U95 names what is red when the core refuses', async () => {
    await open([aCheck('core/store')])
    const reds = [{ check: 'slot-02/agent', problem: 'offline' }]
    desk.answers['opDoorsOpen'] = { status: 'refused', reason: 'not_ready', reds } as never
    await tap('doors-open')
    expect(textAt('doors-reds')).toContain('slot-02/agent')
    expect(textAt('doors')).toContain('Tout n’est pas prêt')
  })

  it('U96 say since when and by whom they are open, tell alerts, and ask before they close', async () => {
    await open([DISK], { open: true, door: 3, since: START_MS, by: 'Nadia' })
    expect(textAt('doors')).toContain('Portes ouvertes depuis')
    expect(textAt('doors')).toContain('par Nadia')
    expect(textAt('doors-alerts')).toContain('1 alerte')
    await desk.key('c')
    expect(given()).toEqual([])
    await tap('doors-close-confirm')
    expect(given()).toEqual([['opDoorsClose', { door: 3 }]])
  })
})

describe('many slots', () => {
  const slots = Array.from({ length: 24 }, (_, i) => [
    aCheck(`slot-${i + 1}/agent`),
    aCheck(`slot-${i + 1}/buttons`, i < 6 ? BUTTONS : {}),
  ]).flat()

  it('U97 tells a slot in one line and those that are all green by their number; finds and tests them', async () => {
    await open(slots)
    expect(document.querySelectorAll('.eg-device-group')).toHaveLength(6)
    expect(order()).toEqual([])
    expect(textAt('rest-green')).toContain('18 stations')
    await tap('unfold-slot-6')
    expect(order()).toEqual(['slot-6/buttons'])
    await write('ready-search', 'slot-19')
    expect([...document.querySelectorAll('.eg-device-group')].map((g) => g.getAttribute('data-testid'))).toEqual([
      'ready-slot-19',
    ])
    await write('ready-search', '')
    await desk.key('r')
    expect(document.querySelectorAll('.eg-device-group')).toHaveLength(24)
    await tap('press-all')
    expect(desk.given.filter(({ name }) => name === 'opDeviceCommand')).toHaveLength(6)
  })

  it('U97 says so when everything is green', async () => {
    await open([aCheck('core/store'), aCheck('slot-01/agent')])
    expect(textAt('all-green')).toContain('Tout est vert')
  })
})

describe('roles', () => {
  const all = [DISK, { ...BACKUP, state: 'waived' as const, waiver: WAIVER }, SCRIPT, aCheck('slot-01/lights', LIGHTS)]
  it('U98 a viewer sees everything and no button', async () => {
    await open(all, {}, 'viewer')
    expect(order()).toHaveLength(4)
    expect(document.querySelectorAll('main .eg-button, main input[type="checkbox"], main .eg-light')).toHaveLength(0)
  })

  it('U98 a technician tests and mends, and waives nothing', async () => {
    await open(all, {}, 'technician')
    expect(seek('ready-seen-slot-01')).not.toBeNull()
    expect([seek('doors-open'), seek('pick-core/disk'), seek('unwaive-core/backup')]).toEqual([null, null, null])
  })

  it('U98 gives no command while the link is down', async () => {
    await open([aCheck('core/store')])
    await desk.pass(30_000)
    expect((at('doors-open') as HTMLButtonElement).disabled).toBe(true)
  })
})
