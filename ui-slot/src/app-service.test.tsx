// @vitest-environment happy-dom
import { describe, expect, it } from 'vitest'
import { asking } from './kiosk/samples'
import { click, find, open, text, usePage } from './opened-app.fixture'

usePage()

describe('what an operator has the slot do', () => {
  it('K42 shows the slot’s name large, and a press under it goes on counting', async () => {
    const { say, presses } = await open()
    await say(asking({ phase: 'waiting', question: null, service: { do: 'identify' } }))
    expect(find('service-identify')?.querySelector('strong')?.textContent).toBe('slot-01')
    await say(asking({ service: { do: 'identify' } }))
    expect(text('screen')).toContain('Who opened the safe?')
    await click('option-2')
    expect(presses).toMatchObject([{ index: 1, run: 7 }])
    await say(asking({ service: null }))
    expect(find('service-identify')).toBeNull()
  })

  it('K43 shows which buttons were pressed in a test, by number, shape and word, and how many are left', async () => {
    const { say } = await open()
    const pressed = [true, false, false, false, true, false]
    await say(asking({ phase: 'attract', question: null, service: { do: 'press_test', pressed } }))
    const marks = [...document.querySelectorAll('.service-buttons li')]
    expect(marks.map((mark) => mark.getAttribute('aria-label'))).toEqual([
      '1: il marche',
      '2: à presser',
      '3: à presser',
      '4: à presser',
      '5: il marche',
      '6: à presser',
    ])
    expect(text('service-press-test')).toContain('encore 4 boutons')
    await say(asking({ phase: 'attract', question: null }))
    expect(find('service-press-test')).toBeNull()
  })

  it('K12 shows neither while the link is lost', async () => {
    const { say, pass } = await open()
    await say(asking({ service: { do: 'identify' } }))
    await pass(2500)
    expect(find('service-identify')).toBeNull()
    expect(find('hold-on')).not.toBeNull()
  })
})
