import { describe, expect, it } from 'vitest'
import { en } from './en'
import { fr } from './fr'
import { createWords } from './words'

describe('words', () => {
  it('K25 says the same things in both languages, none of them empty', () => {
    expect(Object.keys(en)).toEqual(Object.keys(fr))
    for (const text of [...Object.values(fr), ...Object.values(en)]) expect(text.trim()).not.toBe('')
  })

  it('K25 fills in the choice as it is, without escaping it', () => {
    expect(createWords('fr')('counted', { choice: 'L’or & <l’argent>' })).toBe('Compté : L’or & <l’argent>')
    expect(createWords('en')('counted', { choice: 'B' })).toBe('Counted: B')
  })

  it('K25 counts in the grammar of the language', () => {
    expect([0, 1, 6].map((count) => createWords('fr')('votes', { count }))).toEqual(['0 voix', '1 voix', '6 voix'])
    expect([0, 1, 6].map((count) => createWords('en')('votes', { count }))).toEqual(['0 votes', '1 vote', '6 votes'])
  })

  it('K25 has no exclamation mark, "please" or "oops" in it', () => {
    const all = [...Object.values(fr), ...Object.values(en)].join('\n')
    expect(all).not.toMatch(/!|please|oops|s’il vous plaît|veuillez/i)
  })
})
