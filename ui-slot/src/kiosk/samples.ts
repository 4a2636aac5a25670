import type { PressStatus, SlotState } from '@eg/shared'
import type { Echo, KioskState } from './kiosk-state'

/** What an agent publishes, for tests: by default a question with three options that nobody has pressed. */
export function asking(
  part: Partial<SlotState> = {},
  question: Partial<NonNullable<SlotState['question']>> = {},
): SlotState {
  return {
    device_id: 'slot-01',
    phase: 'question',
    mode: 'night',
    question: {
      run: 7,
      step: 3,
      text: 'Who opened the safe?',
      options: ['A', 'B', 'C'],
      closes_at: null,
      final: false,
      ...question,
    },
    press: null,
    counted: null,
    result: null,
    lights: [false, false, false, false, false, false],
    offered: [true, true, true, false, false, false],
    ...part,
  }
}

export function pressOf(index: number, status: PressStatus): NonNullable<SlotState['press']> {
  return { index, choice: 'ABCDEF'.charAt(index), status, reason: null }
}

export function echoOf(index: number, status: Echo['status']): Echo {
  return { pressId: 'k-1', index, before: '', status }
}

export function kioskState(part: Partial<KioskState> = {}): KioskState {
  return { deviceId: 'slot-01', link: 'up', agent: 'online', input: 'online', slot: asking(), echo: null, ...part }
}
