// @vitest-environment happy-dom
import { ALONE_MS } from '@eg/shared'
import { describe, expect, it } from 'vitest'
import { asking, playing, pressOf, roundOf } from './kiosk/samples'
import { find, open, usePage } from './opened-app.fixture'

usePage()

const CARDS = ['04A37C91', '30A37C91', '1234561234', '0008274561']
const shift = { key: 'Shift', code: 'ShiftLeft' }
const shown = () => [1, 2, 3, 6].map((n) => find(`option-${n}`)?.dataset.press)

describe('a reader that types into the page', () => {
  it.each(CARDS)('K99 stakes nothing by day and votes for nothing by night: %s', async (uid) => {
    for (const state of [playing('ready'), asking()]) {
      const { say, presses, type, pass } = await open()
      await say(state)
      for (const gapMs of [5, 60]) {
        await type([...uid, 'Enter'], gapMs)
        await pass(ALONE_MS)
      }
      expect(presses).toEqual([])
      expect(new Set(shown())).not.toContain('pending')
    }
  })

  it('K99 holds Shift for its letters, or ends with another key', async () => {
    const { say, presses, type, pass } = await open()
    await say(playing('ready'))
    await type(['1', shift, 'A', '3', 'Tab'], 25)
    await pass(ALONE_MS)
    await type(['3', 'Enter'], 5)
    await pass(ALONE_MS)
    expect(presses).toEqual([])
  })

  it('K99 does not push the button that has the focus with its Enter', async () => {
    const { say, type, pass } = await open()
    await say(playing('ready'))
    find('option-2')?.focus()
    expect(await type([...'04A37C91', 'Enter'], 5)).toContain('Enter')
    await pass(1000)
    // A person's does, once however long it is held.
    expect(await type(['Enter'])).toEqual([])
    await pass(500)
    expect(await type([{ key: 'Enter', repeat: true }])).toEqual(['Enter'])
  })
})

describe('a person at the keys', () => {
  it('K99 presses by one key, once it was alone for 70 ms, and shows nothing before', async () => {
    const { say, presses, type, pass } = await open()
    await say(playing('ready'))
    await type(['3'])
    await pass(ALONE_MS - 1)
    expect([presses, shown()]).toEqual([[], ['none', 'none', 'none', 'none']])
    await pass(1)
    expect(presses).toMatchObject([{ index: 2, visit: 3 }])
    expect(find('option-3')?.dataset.press).toBe('pending')
    await pass(1000)
    expect(presses).toHaveLength(1)
  })

  it.each([120, 65])('K99 presses both of two quick keys, %i ms apart, each once', async (gapMs) => {
    const { say, presses, type, pass } = await open()
    await say(asking())
    await type(['1', '2'], gapMs)
    await pass(ALONE_MS)
    expect(presses).toMatchObject([{ index: 0 }, { index: 1 }])
  })

  it('K99 presses once by a key that is held, and with Shift on a French keyboard', async () => {
    const { say, presses, type, pass } = await open()
    await say(asking())
    await type([shift, { key: '2', code: 'Digit2' }], 20)
    for (let i = 0; i < 20; i++) {
      await pass(33)
      await type([{ key: '2', code: 'Digit2', repeat: true }])
    }
    await pass(ALONE_MS)
    expect(presses).toMatchObject([{ index: 1 }])
  })

  it.each(['NumLock', 'CapsLock', 'ScrollLock'])(
    'K99 presses by a keypad that sends %s with every key',
    async (lock) => {
      const { say, presses, type, pass } = await open()
      await say(asking())
      await type([lock, { key: '1', code: 'Numpad1' }, lock], 8)
      await pass(ALONE_MS)
      expect(presses).toMatchObject([{ index: 0 }])
    },
  )

  it('K99 stakes nothing after a round that was played meanwhile, however much it is like the one before', async () => {
    const { say, presses, type, pass } = await open()
    const begun = roundOf({ stake_cents: 100 })
    const won = { ...begun, win_cents: 200 }
    const lost = { ...begun, win_cents: 0 }
    const refused = playing('refused', { round: begun, reason: 'limit' })
    const befores = [
      [playing('ready'), playing('won', { round: won })],
      [playing('lost', { round: lost }), playing('lost', { round: lost })],
      [refused, refused],
    ] as const
    for (const [before, after] of befores) {
      await say(before)
      await type(['1'])
      await pass(20)
      await say(playing('playing', { round: begun }))
      await say(after)
      await pass(ALONE_MS)
      expect([presses, shown()]).toEqual([[], ['none', 'none', 'none', 'none']])
    }
    // A result that goes by itself is no other round.
    await say(playing('won', { round: won }))
    await type(['1'])
    await pass(20)
    await say(playing('ready'))
    await pass(ALONE_MS)
    expect(presses).toMatchObject([{ index: 0, visit: 3 }])
  })

  it('K99 means what was on show when the key went down', async () => {
    const { say, presses, type, pass } = await open()
    const states = [
      [asking(), asking({}, { run: 8 })],
      [playing('ready'), playing('ready', { visit: 4 })],
      [playing('playing'), playing('won')],
      [asking({ phase: 'waiting', question: null }), asking()],
    ] as const
    for (const [before, after] of states) {
      await say(before)
      await type(['1'])
      await pass(20)
      await say(after)
      await pass(ALONE_MS)
    }
    expect(presses).toEqual([])
    // What was said of another press meanwhile changes nothing.
    await say(asking())
    await type(['1'])
    await say(asking({ press: pressOf(1, 'counted'), counted: 'B' }))
    await pass(ALONE_MS)
    expect(presses).toMatchObject([{ index: 0, run: 7 }])
  })
})
