import { createManualClock } from '@eg/shared'
import { describe, expect, it } from 'vitest'
import { codeCycleMs, codeLights } from './code-lights.js'
import { showCode } from './show-code.js'

/** Which light (1 to 6) is lit, 0 for none. */
const litAt = (code: string, ms: number) => codeLights(code, ms).indexOf(true) + 1

/** Every light in the order in which it comes on, with `-` where it stays dark for long. */
function readOff(code: string, ms: number): string {
  let read = ''
  let before = 0
  let darkFor = 0
  for (let at = 0; at < ms; at += 10) {
    const lit = litAt(code, at)
    if (lit === 0) darkFor += 10
    if (lit !== 0 && before === 0) read += `${darkFor > 500 ? '-' : ''}${lit}`
    if (lit !== 0) darkFor = 0
    before = lit
  }
  return read
}

describe('the code in the six lights', () => {
  it('A65 is told digit by digit, each in the light of its number, in two groups, and again after a rest', () => {
    expect(readOff('316254', codeCycleMs('316254'))).toBe('316-254')
    expect(readOff('316254', 2 * codeCycleMs('316254'))).toBe('316-254-316-254')
    expect(readOff('111166', codeCycleMs('111166'))).toBe('111-166')
  })

  it('A65 lights one lamp at a time, and any moment is computed from the time alone', () => {
    for (let at = 0; at < 20_000; at += 37) {
      const lights = codeLights('654321', at)
      expect(lights).toHaveLength(6)
      expect(lights.filter(Boolean).length).toBeLessThanOrEqual(1)
      expect(codeLights('654321', at + codeCycleMs('654321'))).toEqual(lights)
    }
  })

  it('A65 is set only when it changes, and leaves the lights dark', () => {
    const clock = createManualClock()
    const set: string[] = []
    const stop = showCode('31', { set: (states) => set.push(states.map((lit) => (lit ? '1' : '.')).join('')) }, clock)
    clock.advance(1900)
    expect(set).toEqual(['..1...', '......', '1.....', '......'])
    clock.advance(codeCycleMs('31') - 1900)
    expect(set.at(-1)).toBe('..1...')
    stop()
    expect(set.at(-1)).toBe('......')
    clock.advance(10_000)
    expect(set).toHaveLength(6)
  })
})
