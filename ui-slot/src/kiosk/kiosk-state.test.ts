import type { SlotState } from '@eg/shared'
import { describe, expect, it } from 'vitest'
import { type KioskState, canPress, isHeld, isInputOnline, optionPress, shownPress } from './kiosk-state'
import { asking, echoOf, kioskState, pressOf } from './samples'

describe('what a press is shown as', () => {
  it('K5 shows the agent’s word for each status, on the option that was pressed', () => {
    for (const status of ['pending', 'kept', 'counted', 'too_late', 'refused'] as const) {
      const slot = asking({ press: pressOf(1, status), counted: status === 'counted' ? 'B' : null })
      const shown = shownPress(slot, null)
      expect(shown).toEqual({ index: 1, choice: 'B', status, stays: null })
      expect([0, 1, 2].map((i) => optionPress(slot, shown, i))).toEqual(['none', status, 'none'])
    }
  })

  it('K6 never shows the page’s own echo as counted, even on the option that is counted', () => {
    const slot = asking({ press: pressOf(1, 'counted'), counted: 'B' })
    expect(shownPress(slot, echoOf(2, 'pending'))?.status).toBe('pending')
    expect(shownPress(slot, echoOf(2, 'unanswered'))?.status).toBe('refused')
    expect(shownPress(slot, echoOf(1, 'pending'))?.status).toBe('pending')
  })

  it('K9 says which vote stays counted while another press is open or was refused', () => {
    const changing = asking({ press: pressOf(2, 'pending'), counted: 'B' })
    const shown = shownPress(changing, null)
    expect(shown).toMatchObject({ choice: 'C', status: 'pending', stays: 'B' })
    expect([0, 1, 2].map((i) => optionPress(changing, shown, i))).toEqual(['none', 'counted', 'pending'])
    expect(shownPress(asking({ press: pressOf(2, 'refused'), counted: 'B' }), null)?.stays).toBe('B')
  })

  it('K5 shows what is counted when the agent remembers no press', () => {
    const shown = shownPress(asking({ press: null, counted: 'C' }), null)
    expect(shown).toEqual({ index: 2, choice: 'C', status: 'counted', stays: null })
    expect(shownPress(asking({}), null)).toBeNull()
  })
})

const can = (state: KioskState) => [0, 1, 2, 3, 4, 5].map((i) => canPress(state, i))

describe('what can be pressed', () => {
  it('K3 takes a press only on what is offered in the question on show', () => {
    expect(can(kioskState())).toEqual([true, true, true, false, false, false])
    const none: SlotState['offered'] = [false, false, false, false, false, false]
    expect(can(kioskState({ slot: asking({ offered: none }) }))).not.toContain(true)
    for (const phase of ['starting', 'attract', 'waiting', 'closed', 'reveal'] as const) {
      expect(can(kioskState({ slot: asking({ phase }) }))).not.toContain(true)
    }
  })

  it('K10 lets a counted vote be changed unless it is final', () => {
    const counted = { press: pressOf(1, 'counted'), counted: 'B' }
    expect(canPress(kioskState({ slot: asking(counted) }), 0)).toBe(true)
    expect(can(kioskState({ slot: asking(counted, { final: true }) }))).not.toContain(true)
  })

  it('K13 takes no press without the core’s clock or without the agent', () => {
    for (const lost of [{ link: 'lost' }, { agent: 'offline' }] as const) {
      expect(isHeld(kioskState(lost))).toBe(true)
      expect(can(kioskState(lost))).not.toContain(true)
    }
    expect(can(kioskState({ link: 'connecting' }))).not.toContain(true)
    expect(isHeld(kioskState({ link: 'connecting' }))).toBe(false)
  })
})

describe('the diagnostics corner', () => {
  it('K18 says online only when link, agent and inputs all are', () => {
    expect(isInputOnline(kioskState())).toBe(true)
    for (const part of [
      { link: 'lost' },
      { agent: 'offline' },
      { agent: null },
      { input: 'offline' },
      { input: null },
    ]) {
      expect(isInputOnline(kioskState(part as Partial<KioskState>))).toBe(false)
    }
  })
})
