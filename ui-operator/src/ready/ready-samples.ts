import type { OpReady, OpReadyDevice, ReadyCheck } from '@eg/shared'
import { START_MS } from '../testing/samples'

/** A check as the core tells it; green unless `more` says what is wrong. For tests. */
export function aCheck(check: string, more: Partial<ReadyCheck> = {}): ReadyCheck {
  return {
    check,
    subject: check.split('/')[0] ?? '',
    state: more.problem ? 'red' : 'green',
    problem: null,
    params: {},
    remedy: null,
    detail: more.problem ? `The core says ${more.problem}.` : null,
    since: START_MS,
    good_at: null,
    waiver: null,
    ...more,
  }
}

const count = (checks: readonly ReadyCheck[], state: ReadyCheck['state']) =>
  checks.filter((check) => check.state === state).length
const figures = (checks: readonly ReadyCheck[]) => ({
  red: count(checks, 'red'),
  waived: count(checks, 'waived'),
  green: count(checks, 'green'),
})

/** The gate with these checks: the state of the house, and that of each device. */
export function aGate(checks: readonly ReadyCheck[], doors: Partial<OpReady['doors']> = {}) {
  const ids = [...new Set(checks.map(({ subject }) => subject))].filter((id) => id !== 'core' && id !== 'show')
  const devices: OpReadyDevice[] = ids.map((id) => ({
    device_id: id,
    checks: checks.filter(({ subject }) => subject === id),
  }))
  const all = figures(checks)
  const ready: OpReady = {
    view: `view-${all.red}-${all.waived}`,
    ok: all.red === 0,
    ...all,
    doors: { open: false, door: null, since: null, by: null, ...doors },
    alerts: doors.open ? checks.filter(({ state }) => state === 'red').map(({ check }) => check) : [],
    from: START_MS,
    checks: checks.filter(({ subject }) => subject === 'core' || subject === 'show'),
    devices: devices.map(({ device_id, checks: own }) => ({ device_id, ...figures(own) })),
  }
  return { ready, devices }
}

export const BUTTONS = { problem: 'buttons_untested', remedy: 'press_test', params: { missing: [2, 5] } }
export const LIGHTS = { problem: 'lights_untested', remedy: 'press_test', params: { missing: [1, 2, 3, 4, 5, 6] } }
