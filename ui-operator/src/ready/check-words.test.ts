import '../testing/all-words'
import { describe, expect, it } from 'vitest'
import { coreChecks } from '../../../core/src/ready/core-checks'
import { scriptCheck } from '../../../core/src/ready/script-check'
import { slotChecks } from '../../../core/src/ready/slot-checks'
import { isTextKey } from '../words/words'
import { nameOf } from './check-words'
import { remediesOf } from './remedies'
import { aCheck } from './ready-samples'

// What the core can find wrong, from the core's own rules: each must have its words here.
const DAY = 86_400_000
const parts = (status: string) => ({
  buttons: { status },
  lights: { status },
  reader: { status },
  screen: { status },
})
const slot = { deviceId: 'slot-01', online: true, pageOnline: true, linkMs: 2, troubles: [], buttons: [], lights: [] }
const core = {
  storeFailing: null,
  disk: { freeMb: 900, backupFreeMb: 900, neededMb: 500 },
  backup: { everyMs: 1000, at: DAY, sameDevice: false, isGone: false, problem: null, behindMs: 0 },
  clock: { offsetMs: 0, at: DAY },
  books: { ok: true, checkedAt: DAY, problems: [] },
  slots: { here: 9, expected: 9 },
  auth: 'enrolled' as const,
  loopback: false,
  tls: { daysLeft: 90 },
  unprotected: [],
}
const found = [
  ...[
    { storeFailing: 'x', books: { ok: false, checkedAt: DAY, problems: ['x'] }, slots: { here: 1, expected: 9 } },
    { disk: { freeMb: 10, backupFreeMb: null, neededMb: 500 }, clock: null, books: null, tls: null },
    { backup: { ...core.backup, everyMs: null }, tls: { daysLeft: 3 }, clock: { offsetMs: 9000, at: DAY } },
    { backup: { ...core.backup, problem: 'x' }, auth: 'open' as const, unprotected: ['table-01'] },
    { backup: { ...core.backup, at: null } },
    { backup: { ...core.backup, behindMs: 3001 } },
    { backup: { ...core.backup, isGone: true } },
    { backup: { ...core.backup, sameDevice: true } },
  ].flatMap((more) => coreChecks({ ...core, ...more }, 0, DAY)),
  scriptCheck(null),
  scriptCheck({ name: 'x', ok: false }),
  ...['offline', 'agent_dead', 'agent_silent', 'under_voltage', 'hot', 'disk_low', 'flapping'].flatMap((trouble) =>
    slotChecks({ ...slot, troubles: [trouble], parts: parts('ok') }, 0),
  ),
  ...slotChecks({ ...slot, linkMs: 900, parts: parts('fault') }, 0),
  ...slotChecks({ ...slot, linkMs: null, parts: parts('missing') }, 0),
  ...slotChecks({ ...slot, parts: null }, 0),
  ...slotChecks({ ...slot, parts: parts('ok'), buttons: Array(6).fill(null), lights: Array(6).fill(null) }, 1),
].flatMap(({ check, subject, problem, remedy, params }) =>
  problem === null ? [] : [aCheck(check, { subject, problem, remedy, params })],
)

describe('words of the checks', () => {
  it('U90 has words for every check, problem and remedy that the core knows', () => {
    expect(new Set(found.map(({ problem }) => problem)).size).toBeGreaterThan(30)
    const missing = found.flatMap((check) =>
      [
        [`ready.check.${nameOf(check)}`],
        [`ready.problem.${check.problem}`, `ready.problem.${nameOf(check)}.${check.problem}`],
        [`ready.remedy.${check.remedy}`, `ready.remedy.${nameOf(check)}.${check.remedy}`],
      ].flatMap((keys) => (keys.some(isTextKey) ? [] : [keys[0]])),
    )
    expect(missing).toEqual([])
  })

  it('U91 offers no button for what only hands can mend', () => {
    const words = new Set(found.filter((check) => remediesOf(check).length === 0).map(({ remedy }) => remedy))
    expect(words).toContain('free_space')
    for (const word of [
      'press_test',
      'reload_screen',
      'compare_clocks',
      'set_clock',
      'load_script',
      'switch_slots_on',
    ]) {
      expect(words).not.toContain(word)
    }
  })
})
