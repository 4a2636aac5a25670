import { renderToStaticMarkup } from 'react-dom/server'
import { describe, expect, it } from 'vitest'
import { createWords } from '../words/words'
import { DRAWN_SYMBOLS, Symbol, nameOf } from './symbol'

const draw = (name: string) => renderToStaticMarkup(<Symbol name={name} />)

describe('symbols', () => {
  it('K39 are drawn by ourselves, each another, and named in both languages', () => {
    expect(DRAWN_SYMBOLS).toEqual(['cherry', 'lemon', 'bell', 'plum', 'bar', 'seven', 'star', 'clover'])
    expect(new Set(DRAWN_SYMBOLS.map(draw)).size).toBe(DRAWN_SYMBOLS.length)
    for (const name of DRAWN_SYMBOLS) expect(draw(name)).not.toContain('<text')
    expect(nameOf(createWords('fr'), 'clover')).toBe('trèfle')
    expect(nameOf(createWords('en'), 'clover')).toBe('clover')
  })

  it('K39 that we have not drawn are their own name on a tile, also when it is a name of JavaScript', () => {
    expect(draw('diamond')).toContain('>diamond</text>')
    expect(draw('Mascarade vénitienne')).toContain('>Mascarade v…</text>')
    expect(draw('constructor')).toContain('>constructor</text>')
    expect(nameOf(createWords('fr'), 'toString')).toBe('toString')
  })
})
