/// <reference types="node" />
import { readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import { createMemoryKeep } from '../session/keep'
import { createViewStore } from '../view/view-store'
import { readTheme } from './theme'

const SHARED = '../../../shared/src/look'
const SOURCE = fileURLToPath(new URL('..', import.meta.url))
const read = (path: string) => readFileSync(new URL(path, import.meta.url), 'utf8')

type Colour = [number, number, number, number]
/** The colours of the custom properties of a block of CSS: `#rrggbb`, `#rgb`, `rgb(r g b / a%)`. */
function tokensOf(css: string): Map<string, Colour> {
  const found = new Map<string, Colour>()
  for (const [, name = '', value = ''] of css.matchAll(/(--[\w-]+):\s*([^;]+);/g)) {
    const hex = /^#([0-9a-f]{3,6})$/i.exec(value)?.[1]
    const rgb = /^rgb\((\d+) (\d+) (\d+)(?: \/ (\d+)%)?\)$/.exec(value)
    if (hex) {
      const full = hex.length === 3 ? [...hex].map((c) => c + c).join('') : hex
      found.set(name, [0, 2, 4].map((i) => parseInt(full.slice(i, i + 2), 16)).concat(1) as Colour)
    } else if (rgb) found.set(name, [...rgb.slice(1, 4).map(Number), Number(rgb[4] ?? 100) / 100] as Colour)
  }
  return found
}
const over = ([r, g, b, a]: Colour, [R, G, B]: Colour): Colour => [
  r * a + R * (1 - a),
  g * a + G * (1 - a),
  b * a + B * (1 - a),
  1,
]
const mix = (a: Colour, b: Colour, share: number): Colour => over([a[0], a[1], a[2], share], b)
function luminance([r, g, b]: Colour): number {
  const [R = 0, G = 0, B = 0] = [r, g, b].map((v) =>
    v / 255 <= 0.04045 ? v / 255 / 12.92 : ((v / 255 + 0.055) / 1.055) ** 2.4,
  )
  return 0.2126 * R + 0.7152 * G + 0.0722 * B
}
/** WCAG 2.2, 1.4.3. */
function contrast(text: Colour, ground: Colour): number {
  const [a, b] = [luminance(over(text, ground)), luminance(ground)].sort((x, y) => y - x) as [number, number]
  return (a + 0.05) / (b + 0.05)
}

const dark = tokensOf(`${read(`${SHARED}/tokens.css`)}${read('./theme.css').split('[data-theme')[0] ?? ''}`)
const light = new Map([
  ...dark,
  ...tokensOf(read(`${SHARED}/light.css`)),
  ...tokensOf(read('./theme.css').split('[data-theme')[1] ?? ''),
])
const STATES = ['--eg-ok', '--eg-attention', '--eg-problem', '--eg-waiting', '--eg-excused']
const SURFACES = ['--eg-ground', '--eg-surface-1', '--eg-surface-2', '--eg-surface-3']

const NAMED = /#[0-9a-f]{3,8}\b|rgba?\(|\b(white|black)\b(?!-)/i

describe('themes', () => {
  it.each([
    ['dark', dark],
    ['light', light],
  ])('O89 %s: every text keeps AA on every surface, on a tint of its state, and on the options', (_name, tokens) => {
    const colour = (name: string) => tokens.get(name) as Colour
    const poor: string[] = []
    const check = (what: string, text: Colour, ground: Colour) => {
      const ratio = contrast(text, ground)
      if (!(ratio >= 4.5)) poor.push(`${what}: ${ratio.toFixed(2)}`)
    }
    for (const surface of SURFACES) {
      for (const text of ['--eg-text', '--eg-text-dim']) check(`${text} on ${surface}`, colour(text), colour(surface))
    }
    for (const state of STATES) {
      for (const surface of SURFACES.slice(0, 3)) {
        check(`${state} on ${surface}`, colour(state), colour(surface))
        check(`${state} on its tint of ${surface}`, colour(state), mix(colour(state), colour(surface), 0.14))
      }
      check(`text on ${state}`, colour('--eg-on-state'), colour(state))
    }
    for (const n of [1, 2, 3, 4, 5, 6]) check(`option ${n}`, colour('--eg-on-option'), colour(`--eg-option-${n}`))
    check('accent', colour('--eg-on-accent'), colour('--eg-accent'))
    expect(poor).toEqual([])
  })

  it('O89 no file of the console names a colour itself: both themes come from the tokens', () => {
    const files = readdirSync(SOURCE, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.css'))
    expect(files.length).toBeGreaterThan(20)
    const named = files
      .filter((file) => file !== 'look/theme.css')
      .flatMap((file) =>
        read(`../${file}`)
          .split('\n')
          .filter((line) => NAMED.test(line.replace(/white-space|\/\*.*\*\//g, '')))
          .map((line) => `${file}: ${line.trim()}`),
      )
    expect(named).toEqual([])
  })

  it('O89 is dark until somebody chooses, and kept on the machine; the kiosk does not read the light one', () => {
    const keeps = { tab: createMemoryKeep(), machine: createMemoryKeep() }
    expect(readTheme(keeps.machine)).toBe('dark')
    createViewStore('fr', keeps).setState({ theme: 'light' })
    expect(createViewStore('fr', { ...keeps, tab: createMemoryKeep() }).getState().theme).toBe('light')
    expect(read(`${SHARED}/tokens.css`)).not.toContain('data-theme')
    expect(read('../../../ui-slot/src/look/index.css')).not.toContain('light.css')
  })
})
