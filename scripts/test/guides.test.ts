import { existsSync, readFileSync, readdirSync, statSync } from 'node:fs'
import { dirname, join, normalize } from 'node:path'
import { describe, expect, it } from 'vitest'
import { ROOT } from './printed-words.js'

// The operators' guides quote what the pages show: here they are held against the words of the pages.

const GUIDES = { fr: 'docs/guide-operateur.md', en: 'docs/operator-guide.md' } as const
const SCREENSHOTS = join(ROOT, 'docs/screenshots')
/** One page each: what can be read in a quarter of an hour. */
const MOST_WORDS = 1300
const read = (path: string) => readFileSync(join(ROOT, path), 'utf8')

/** The texts of a language, of the console and of the kiosk, by their names; the same name twice is two texts. */
function texts(lang: 'fr' | 'en'): { file: string; key: string; text: string }[] {
  return ['ui-operator/src/words', 'ui-slot/src/words'].flatMap((folder) =>
    readdirSync(join(ROOT, folder))
      .filter((file) => file === `${lang}.ts` || file.endsWith(`-${lang}.ts`))
      .flatMap((file) =>
        [...read(join(folder, file)).matchAll(/^\s*'?([\w.]+)'?:\s*(?:'((?:[^'\\]|\\.)*)'|"([^"]*)"|`([^`]*)`)/gm)].map(
          ([, key = '', single, double, template]) => ({
            file: join(folder, file),
            key,
            text: (single ?? double ?? template ?? '').replaceAll("\\'", "'"),
          }),
        ),
      ),
  )
}
/** Whether a quote is this text, a number or a name in each of its places; or its beginning, where a place follows. */
function isText(quote: string, text: string): boolean {
  if (quote === text) return true
  const parts = text.split(/\{\{\w+\}\}/)
  if (parts.length === 1) return false
  const beginning = (parts[0] ?? '').replace(/[\s:.]+$/, '')
  return beginning.length >= 5 && quote === beginning
}
const quotes = (guide: string) =>
  [...guide.matchAll(/(?<![*\w])\*([^*\n]+)\*(?!\*)/g)]
    .map(([, text = '']) => text)
    .filter((text) => !/^\d+\/\d+$/.test(text))

describe.each(['fr', 'en'] as const)('the operators’ guide, %s', (lang) => {
  const guide = read(GUIDES[lang])

  it('H22 quotes buttons and screens by the words that they have', () => {
    const shown = texts(lang)
    const quoted = [...new Set(quotes(guide))]
    expect(quoted.length).toBeGreaterThan(40)
    expect(quoted.filter((quote) => !shown.some(({ text }) => isText(quote, text)))).toEqual([])
  })

  it('H22 is one page, links to what there is, and has the parts of the other language in their order', () => {
    expect(guide.split(/\s+/).length).toBeLessThan(MOST_WORDS)
    for (const [, target = ''] of guide.matchAll(/\]\(([^)#]+)\)/g))
      expect(existsSync(join(ROOT, normalize(join(dirname(GUIDES[lang]), target)))), target).toBe(true)
    const parts = (text: string) => [...text.matchAll(/^(##|!\[|\d\.|-|\|)/gm)].map(([mark]) => mark)
    expect(parts(guide)).toEqual(parts(read(GUIDES[lang === 'fr' ? 'en' : 'fr'])))
  })
})

describe('the words of the pages', () => {
  it.each(['fr', 'en'] as const)('H25 no text is given twice under one name, %s', (lang) => {
    const seen = new Map<string, string>()
    const twice: string[] = []
    for (const { file, key } of texts(lang).filter(({ file }) => file.startsWith('ui-operator'))) {
      if (seen.has(key)) twice.push(`${key}: ${seen.get(key)} and ${file}`)
      seen.set(key, file)
    }
    expect(twice).toEqual([])
  })
})

describe('the pictures', () => {
  it('H23 are at most twelve, at most 120 kB each, and every one is shown somewhere', () => {
    const pictures = readdirSync(SCREENSHOTS)
    expect(pictures.length).toBeLessThanOrEqual(12)
    expect(pictures.filter((name) => statSync(join(SCREENSHOTS, name)).size > 120_000)).toEqual([])
    const pages = ['README.md', ...Object.values(GUIDES)].map(read).join('\n')
    expect(pictures.filter((name) => !pages.includes(`screenshots/${name}`))).toEqual([])
  })
})
