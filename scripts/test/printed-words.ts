import { readFileSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

export const ROOT = fileURLToPath(new URL('../../', import.meta.url))

// What the programs can print, as their sources have it: every string of code, its places for words as gaps.

const SOURCES = ['scripts', 'core/src', 'slot-agent/src', 'shared/src', 'ui-operator/src/words', 'ui-slot/src/words']
const LITERAL = /'((?:[^'\\\n]|\\.)*)'|"((?:[^"\\\n]|\\.)*)"|`((?:[^`\\]|\\.)*)`/g
/** `%s` of a shell format, `${…}` of a template, `{{…}}` of a page. */
const GAP = /%s|\$\{[^{}]*(?:\{[^{}]*\}[^{}]*)*\}|\{\{\w+\}\}/

/** Files of the programs, without their tests. */
export function sourceFiles(folders: readonly string[] = SOURCES): string[] {
  return folders.flatMap((folder) =>
    readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' })
      .filter((file) => /\.(sh|mjs|ts|tsx)$/.test(file) && !/(^|\/)test\/|\.(test|fixture|suite)\./.test(file))
      .map((file) => join(folder, file)),
  )
}

/** Every string of the sources in pieces: what stands between the gaps. */
export function printedPieces(): string[][] {
  const texts = sourceFiles().flatMap((file) => {
    const text = readFileSync(join(ROOT, file), 'utf8').replaceAll(/^\s*(\/\/|#|\*|\/\*).*$/gm, '')
    // The shell's "$(tell 'one' 'two')" has strings in a string; the inner ones are what is printed.
    const code = file.endsWith('.sh') ? text.replaceAll('"$(', '(').replaceAll(')"', ')') : text
    return [...code.matchAll(LITERAL)].map(([, single, double, template]) => single ?? double ?? template ?? '')
  })
  const lines = texts.flatMap((text) => text.replaceAll(/\\(["'`])/g, '$1').split(/\\n|\n/))
  return [...new Set(lines)].filter((line) => line.length > 4).map((line) => line.trim().split(GAP))
}

/**
 * How much of a quoted line some string of the sources accounts for, from 0 to 1; 0: it is not that line. The quote may stop
 * before the string does.
 */
export function accountedFor(quote: string, pieces: readonly string[]): number {
  const fixed = follow(quote, pieces, 0)
  return fixed === null ? 0 : fixed / quote.length
}

/** How many characters of `text` are of the pieces from `at` on; null if they do not fit. */
function follow(text: string, pieces: readonly string[], at: number): number | null {
  const piece = pieces[at] ?? ''
  if (piece.startsWith(text)) return text.length
  if (!text.startsWith(piece)) return null
  const rest = text.slice(piece.length)
  if (at === pieces.length - 1) return rest === '' ? piece.length : null
  let best: number | null = null
  for (let gap = 0; gap <= rest.length; gap++) {
    const more = gap === rest.length ? 0 : follow(rest.slice(gap), pieces, at + 1)
    if (more !== null) best = Math.max(best ?? 0, more)
  }
  return best === null ? null : piece.length + best
}
