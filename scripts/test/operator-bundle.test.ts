import { readFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import { ROOT } from './printed-words.js'

// What a console has to read before somebody can work: the files that the built page names, and those that they name in turn.

const DIST = join(ROOT, 'ui-operator/dist')
const MAX_FIRST_LOAD = 400_000
/** What no first load may carry: they are read when somebody opens what needs them. */
const LATER = { charts: /recharts-/, editor: /\.cm-(editor|gutters)/ }

const read = (file: string) => readFileSync(join(DIST, file), 'utf8')
const packed = (files: Iterable<string>) =>
  [...files].reduce((sum, file) => sum + gzipSync(readFileSync(join(DIST, file))).length, 0)
const kB = (bytes: number) => `${(bytes / 1000).toFixed(1)} kB`

/** Files that are read together with this one: what it imports at once, and its styles. */
function named(file: string, pattern: RegExp): string[] {
  return [...read(file).matchAll(pattern)].map(([, name = '']) => join('assets', basename(name)))
}
const atOnce = (file: string) => named(file, /(?:\bfrom|\bimport)\s*["'`](\.\/[\w.-]+\.js)["'`]/g)
const later = (file: string) => named(file, /\bimport\(\s*["'`](\.\/[\w.-]+\.js)["'`]\s*\)/g)
function closure(files: readonly string[], found = new Set<string>()): Set<string> {
  for (const file of files) {
    if (found.has(file)) continue
    found.add(file)
    if (file.endsWith('.js')) closure(atOnce(file), found)
  }
  return found
}

const page = new Set([
  'index.html',
  ...closure(named('index.html', /(?:src|href)="(\.\/assets\/[\w.-]+\.(?:js|css))"/g)),
])
const routes = [...page].filter((file) => file.endsWith('.js')).flatMap(later)

describe('what the console loads', () => {
  it('H21 is at most 400 kB, compressed, for the page, a language and any one of its screens', () => {
    expect(routes.filter((file) => /-screen-/.test(file)).length).toBeGreaterThanOrEqual(10)
    const adds = routes
      .map((file) => ({ file: basename(file), bytes: packed([...closure([file])].filter((each) => !page.has(each))) }))
      .sort((a, b) => b.bytes - a.bytes)
    console.log(
      `first load: ${kB(packed(page))} compressed\n${adds.map(({ file, bytes }) => `  ${file}: + ${kB(bytes)}`).join('\n')}`,
    )
    const largest = (pattern: RegExp) => adds.find(({ file }) => pattern.test(file))?.bytes ?? Infinity
    const first = packed(page) + largest(/^(fr|en)-/) + largest(/-screen-/)
    console.log(`with one language and the largest screen: ${kB(first)}`)
    expect(first).toBeLessThanOrEqual(MAX_FIRST_LOAD)
  })

  it('H21 leaves charts and the editor to the screens that need them', () => {
    const first = [...page].filter((file) => file.endsWith('.js')).map(read)
    for (const [what, mark] of Object.entries(LATER))
      expect(
        first.some((text) => mark.test(text)),
        what,
      ).toBe(false)
  })
})
