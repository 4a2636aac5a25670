import { describe, expect, it } from 'vitest'
import { type KeyboardUse, NOTHING_TYPED, settle, takeCharacter } from './typing.js'

/** What characters typed `gapMs` apart are; `\n` is Enter. Decided at the end, as when nothing follows. */
function typed(text: string, gapMs: number, use: KeyboardUse) {
  let typing = NOTHING_TYPED
  const cards: string[] = []
  const keys: number[] = []
  for (const [i, character] of [...text].entries()) {
    const taken = takeCharacter(typing, character === '\n' ? 'enter' : character, 1000 + i * gapMs, use)
    typing = taken.typing
    cards.push(...taken.cards)
    keys.push(...taken.keys)
  }
  keys.push(...settle(typing, use).keys)
  return { cards, keys }
}

describe('a keyboard that may be a reader or a person', () => {
  it('G9 fast and ended by Enter is a card', () => {
    expect(typed('04A37C91\n', 10, 'both')).toEqual({ cards: ['04A37C91'], keys: [] })
    expect(typed('0008274561\n0008274562\n', 60, 'both').cards).toEqual(['0008274561', '0008274562'])
  })
  it('G9 single keys 1 to 6 are presses, and nothing else is', () => {
    expect(typed('163\n', 200, 'both')).toEqual({ cards: [], keys: [0, 5, 2] })
    expect(typed('70890A\n', 200, 'both')).toEqual({ cards: [], keys: [] })
  })
  it('G9 two or three keys at once are the first of them, with or without Enter', () => {
    for (const text of ['25', '251', '2\n', '25\n']) expect(typed(text, 5, 'both')).toEqual({ cards: [], keys: [1] })
    expect(typed('92', 5, 'both').keys).toEqual([])
  })
  it('G9 a burst that is no card presses nothing', () => {
    expect(typed('12345', 5, 'both')).toEqual({ cards: [], keys: [] })
    expect(typed('1234567\n', 5, 'both')).toEqual({ cards: [], keys: [] })
  })
  it('G9 after a burst without Enter a person is heard', () => {
    let taken = takeCharacter({ text: '12345', at: 1000 }, '3', 1200, 'both')
    expect(taken.keys).toEqual([])
    taken = takeCharacter(taken.typing, 'enter', 1500, 'both')
    expect(taken.keys).toEqual([2])
  })
  it('G9 a clock set back in the middle joins nothing', () => {
    const { typing } = takeCharacter(NOTHING_TYPED, '2', 5000, 'both')
    expect(takeCharacter(typing, '3', 1000, 'both')).toMatchObject({ keys: [1], typing: { text: '3' } })
  })
})

describe('a keyboard whose use is known', () => {
  it('G9 a reader may be slow, and never presses', () => {
    expect(typed('04A37C91\n', 300, 'cards')).toEqual({ cards: ['04A37C91'], keys: [] })
    expect(typed('123456', 300, 'cards').keys).toEqual([])
    expect(typed('1204A37C91\n', 1001, 'cards').cards).toEqual([])
  })
  it('G9 keys press at once, however fast', () => {
    expect(typed('1234561\n', 1, 'keys')).toEqual({ cards: [], keys: [0, 1, 2, 3, 4, 5, 0] })
    expect(takeCharacter(NOTHING_TYPED, '4', 0, 'keys').keys).toEqual([3])
  })
})
