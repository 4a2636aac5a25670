import type { ReadyCheck } from '@eg/shared'
import type { Tab } from '../view/view-store'
import { nameOf } from './check-words'

/** What the page itself can do about a check. `go`: the screen where it is mended. */
export type Remedy =
  | { does: 'order'; action: 'press_test' | 'reload_screen' }
  | { does: 'lights' }
  | { does: 'clock' }
  | { does: 'go'; tab: Extract<Tab, 'devices' | 'night' | 'sessions'> }

const DEVICES: Remedy = { does: 'go', tab: 'devices' }

const REMEDIES: Readonly<Record<string, readonly Remedy[]>> = {
  press_test: [{ does: 'order', action: 'press_test' }],
  reload_screen: [{ does: 'order', action: 'reload_screen' }],
  compare_clocks: [{ does: 'clock' }],
  set_clock: [{ does: 'clock' }],
  load_script: [{ does: 'go', tab: 'night' }],
  mend_script: [{ does: 'go', tab: 'night' }],
  reset: [{ does: 'go', tab: 'sessions' }],
  switch_on: [DEVICES],
  switch_slots_on: [DEVICES],
  restart: [DEVICES],
  rename: [DEVICES],
  enrol: [DEVICES],
  look_at_wiring: [DEVICES],
}

/** The remedies of a check as buttons, the most direct first; none: only the sentence helps. */
export function remediesOf(check: ReadyCheck): readonly Remedy[] {
  if (check.state === 'green' || check.remedy === null) return []
  const remedies = REMEDIES[check.remedy] ?? []
  // A light is seen by a person: they can say so without pressing every button.
  return nameOf(check) === 'lights' && check.remedy === 'press_test' ? [{ does: 'lights' }, ...remedies] : remedies
}

/** Whether a press test is what this check waits for. */
export function wantsPressTest(check: ReadyCheck): boolean {
  return check.state === 'red' && check.remedy === 'press_test'
}
