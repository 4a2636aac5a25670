import { describe, expect, it } from 'vitest'
import type { Finding } from './check.js'
import { type CoreFacts, coreChecks } from './core-checks.js'
import { type SlotFacts, slotChecks } from './slot-checks.js'

const AT = 10_000_000
const FROM = 9_000_000

const core = (part: Partial<CoreFacts> = {}): CoreFacts => ({
  storeFailing: null,
  disk: { freeMb: 9000, backupFreeMb: 9000, neededMb: 500 },
  backup: { everyMs: 60_000, at: AT - 1000, sameDevice: false, isGone: false, problem: null, behindMs: 0 },
  clock: { offsetMs: 300, at: FROM + 1 },
  books: { ok: true, checkedAt: AT - 1000, problems: [] },
  slots: { here: 9, expected: 9 },
  auth: 'enrolled',
  loopback: false,
  tls: { daysLeft: 60 },
  unprotected: [],
  ...part,
})
const parts = (part: Partial<Record<'buttons' | 'lights' | 'reader' | 'screen', { status: string }>> = {}) => ({
  buttons: { status: 'ok' },
  lights: { status: 'ok' },
  reader: { status: 'ok' },
  screen: { status: 'ok' },
  ...part,
})
const six = (at: number | null) => Array.from({ length: 6 }, () => at)
const slot = (part: Partial<SlotFacts> = {}): SlotFacts => ({
  deviceId: 'slot-01',
  online: true,
  pageOnline: true,
  linkMs: 3,
  troubles: [],
  parts: parts(),
  buttons: six(FROM),
  lights: six(FROM),
  ...part,
})
const faults = (findings: Finding[]) =>
  findings.flatMap(({ check, problem }) => (problem === null ? [] : [`${check} ${problem}`]))
const ofCore = (part: Partial<CoreFacts>) => faults(coreChecks(core(part), FROM, AT))
const ofSlot = (part: Partial<SlotFacts>) => faults(slotChecks(slot(part), FROM))

describe('the checks of the core', () => {
  it('U20 are all green when everything is as it should be', () => {
    const findings = coreChecks(core(), FROM, AT)
    expect(faults(findings)).toEqual([])
    expect(findings.map(({ check }) => check)).toEqual([
      'core/store',
      'core/disk',
      'core/backup_disk',
      'core/backup',
      'core/clock',
      'core/books',
      'core/slots',
      'core/auth',
      'core/tls',
      'core/unprotected',
    ])
  })

  const disk = (part: object) => ({ disk: { ...core().disk, ...part } })
  const backup = (part: object) => ({ backup: { ...core().backup, ...part } })
  it.each([
    ['U20 store and disk', { storeFailing: 'disk is full' }, ['core/store store_failing']],
    ['U20 store and disk', disk({ freeMb: 499 }), ['core/disk disk_low']],
    ['U20 store and disk', disk({ freeMb: 500 }), []],
    ['U20 store and disk', disk({ backupFreeMb: 10 }), ['core/backup_disk disk_low']],
    [
      'U26 not known',
      disk({ freeMb: null, backupFreeMb: null }),
      ['core/disk disk_unknown', 'core/backup_disk disk_unknown'],
    ],
    ['U21 backup', backup({ everyMs: null }), ['core/backup backup_off']],
    ['U21 backup', backup({ problem: 'no space' }), ['core/backup backup_failed']],
    ['X18 no room', backup({ problem: 'no room', noRoom: true }), ['core/backup backup_no_room']],
    ['U26 not known', backup({ at: null, sameDevice: null }), ['core/backup backup_none']],
    ['U21 backup', backup({ behindMs: 180_001 }), ['core/backup backup_old']],
    ['U21 backup', backup({ at: AT - 3_600_000, behindMs: 0 }), []],
    ['U21 backup', backup({ at: AT - 3_600_000, behindMs: 180_000 }), []],
    ['U21 backup', backup({ sameDevice: true }), ['core/backup backup_same_device']],
    ['U111 backup', backup({ isGone: true, sameDevice: null }), ['core/backup backup_gone']],
    ['U26 not known', { clock: null }, ['core/clock clock_unknown']],
    ['U22 clock', { clock: { offsetMs: 0, at: FROM - 1 } }, ['core/clock clock_unknown']],
    ['U22 clock', { clock: { offsetMs: -2001, at: AT } }, ['core/clock clock_off']],
    ['U22 clock', { clock: { offsetMs: 2000, at: AT } }, []],
    ['U26 not known', { books: null }, ['core/books books_unchecked']],
    ['U23 books', { books: { ok: true, checkedAt: AT - 60_001, problems: [] } }, ['core/books books_unchecked']],
    [
      'U23 books',
      { books: { ok: false, checkedAt: AT, problems: ['Transfer 3 is wrong.'] } },
      ['core/books books_wrong'],
    ],
    ['U24 number of slots', { slots: { here: 8, expected: 9 } }, ['core/slots slots_missing']],
    ['U24 number of slots', { slots: { here: 10, expected: 9 } }, []],
    ['U24 number of slots', { slots: { here: 0, expected: 0 } }, ['core/slots slots_missing']],
    ['U25 strangers', { auth: 'open' as const }, ['core/auth auth_open']],
    ['U25 strangers', { auth: 'open' as const, loopback: true }, []],
    ['U25 strangers', { tls: null }, ['core/tls tls_off']],
    ['U25 strangers', { tls: null, loopback: true }, []],
    ['U25 strangers', { tls: { daysLeft: 13 } }, ['core/tls certificate_ends']],
    ['U25 strangers', { tls: { daysLeft: 14 } }, []],
    ['U25 strangers', { unprotected: ['slot-07'] }, ['core/unprotected unprotected']],
  ])('%s: red, with a word, or green, for %j: %j', (_, part, expected) => {
    expect(ofCore(part)).toEqual(expected)
  })

  it('U20 each red one says what is wrong, what it means and what to do, with its figures', () => {
    const bad = core({
      storeFailing: 'x',
      disk: { freeMb: 333, backupFreeMb: null, neededMb: 500 },
      clock: { offsetMs: 5000, at: AT },
      slots: { here: 7, expected: 9 },
      auth: 'open',
      tls: null,
      unprotected: ['a', 'b'],
    })
    const findings = coreChecks(bad, FROM, AT).filter(({ problem }) => problem !== null)
    for (const { detail, remedy } of findings) {
      expect(detail?.length).toBeGreaterThan(40)
      expect(remedy).toMatch(/^[a-z_]+$/)
    }
    expect(findings.map(({ params }) => params)).toEqual([
      {},
      { free_mb: 300, needed_mb: 500 },
      {},
      { offset_ms: 5000 },
      { here: 7, expected: 9 },
      {},
      {},
      { devices: ['a', 'b'] },
    ])
  })
})

describe('the checks of a slot', () => {
  it.each([
    ['U27 agent', {}, []],
    ['U27 agent', { troubles: ['under_voltage'] }, ['slot-01/agent under_voltage']],
    ['U27 agent', { troubles: ['agent_silent', 'hot'] }, ['slot-01/agent agent_silent']],
    ['U27 agent', { troubles: ['agent_dead'] }, ['slot-01/agent agent_dead']],
    ['U28 kiosk, reader, link', { parts: parts({ screen: { status: 'missing' } }) }, ['slot-01/kiosk kiosk_unseen']],
    ['U28 kiosk, reader, link', { parts: parts({ reader: { status: 'missing' } }) }, ['slot-01/reader reader_missing']],
    ['U28 kiosk, reader, link', { parts: parts({ reader: { status: 'off' } }) }, []],
    ['U28 kiosk, reader, link', { linkMs: 251 }, ['slot-01/link link_slow']],
    ['U26 not known', { linkMs: null }, ['slot-01/link link_unknown']],
    ['U28 kiosk, reader, link', { troubles: ['flapping'] }, ['slot-01/link link_flapping']],
    ['U29 buttons', { parts: parts({ buttons: { status: 'fault' } }) }, ['slot-01/buttons buttons_fault']],
    ['U29 buttons', { buttons: six(FROM).with(3, FROM - 1) }, ['slot-01/buttons buttons_untested']],
    ['U29 buttons', { buttons: six(FROM).with(0, null) }, ['slot-01/buttons buttons_untested']],
    ['U30 lights', { lights: six(null) }, ['slot-01/lights lights_untested']],
    ['U30 lights', { parts: parts({ lights: { status: 'missing' } }) }, ['slot-01/lights lights_missing']],
  ])('%s: red, with a word, or green, for %j: %j', (_, part, expected) => {
    expect(ofSlot(part)).toEqual(expected)
  })

  it('U26 one that is away is red throughout: of it nothing is known', () => {
    const away = { online: false, pageOnline: false, linkMs: null, parts: null, troubles: ['offline'] }
    expect(ofSlot({ ...away, buttons: six(null), lights: six(null) })).toEqual([
      'slot-01/agent offline',
      'slot-01/kiosk kiosk_unseen',
      'slot-01/reader reader_unknown',
      'slot-01/link link_unknown',
      'slot-01/buttons buttons_unknown',
      'slot-01/lights lights_unknown',
    ])
  })

  it('U29 names the buttons by the numbers that stand on the slot, and when all were last seen', () => {
    const one = slotChecks(slot({ buttons: [FROM, null, FROM + 9, FROM - 5, FROM, FROM] }), FROM)[4]
    expect(one).toMatchObject({ check: 'slot-01/buttons', params: { missing: [2, 4] }, measuredAt: null })
    expect(one?.detail).toContain('button 2, 4')
    expect(slotChecks(slot({ buttons: six(FROM).with(2, FROM + 9) }), FROM)[4]).toMatchObject({ measuredAt: FROM })
  })
})
