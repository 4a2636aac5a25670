import type { ScriptProblem } from '@eg/shared'
import { type Document, Lexer, type Node, isAlias, isMap, isNode, isScalar, isSeq, parseDocument } from 'yaml'

export type Path = readonly PropertyKey[]

/** How many aliases (`*name`) may stand for other parts of the text, each with all it contains. */
const MAX_ALIASES = 100

/** A text that is YAML (or JSON), and where in it things stand. */
export interface Placed {
  value: unknown
  /** A problem with what stands at a path; with `key`, with the name of that field there. */
  problem(path: Path, wrong: Wrong, key?: string): ScriptProblem
}

/** What is wrong, wherever it stands: a word with its params for pages, a sentence for scripts and people at a terminal. */
export type Wrong = Pick<ScriptProblem, 'fault' | 'params' | 'detail'>

/**
 * How deep anything may stand in anything else; a script needs six. The library goes down into each: some thousand are enough
 * for V8 to end the process when it next compiles an expression, which nobody can catch.
 */
const MAX_DEPTH = 20

/** Where a text nests deeper than that: brackets in brackets, or `- - -` in one entry. Null: nowhere. */
function tooDeepAt(text: string): number | null {
  let offset = 0
  let brackets = 0
  let indicators = 0
  let isScalar = false
  for (const token of new Lexer().lex(text)) {
    if (LEXER_MARKS.has(token)) {
      isScalar = token === SCALAR_MARK
      continue
    }
    if (isScalar) isScalar = false
    else if (token === '-' || token === '?' || token === ':') indicators++
    else if (/^[[\]{},]|\n/.test(token)) indicators = 0
    if (token === '[' || token === '{') brackets++
    if (token === ']' || token === '}') brackets--
    if (brackets > MAX_DEPTH || indicators > MAX_DEPTH) return offset
    offset += token.length
  }
  return null
}
/** What the lexer adds to the text: where a document begins, where a bracket is missing, that the next is a scalar. */
const SCALAR_MARK = '\u001f'
const LEXER_MARKS = new Set(['\u0002', '\u0018', SCALAR_MARK])

/** Reads YAML or JSON: no tags, no second document, no field twice, aliases within bounds. Else all that is wrong with it. */
export function readPlaced(text: string): Placed | ScriptProblem[] {
  const placeOf = createPlaces(text)
  // What is missing at the end is missing after the last word, not in the empty line after it.
  const end = text.trimEnd().length
  const at = (offset: number, field: string | null, wrong: Wrong): ScriptProblem => {
    return { ...placeOf(Math.max(0, Math.min(offset, end))), field, ...wrong }
  }
  const deep = tooDeepAt(text)
  if (deep !== null) {
    const detail = `This is nested more than ${MAX_DEPTH} deep, which no script needs and which could stop the core. Write it out plainly.`
    return [at(deep, null, { fault: 'too_deep', params: { most: MAX_DEPTH }, detail })]
  }
  const document = parseDocument(text, { stringKeys: true, resolveKnownTags: false, prettyErrors: false })
  const faults = [...document.errors, ...document.warnings]
  if (faults.length > 0) {
    return faults.map(({ pos, code, message }) => {
      const detail = `This cannot be read as YAML or JSON: ${sentence(message)}`
      return at(pos[0], null, { fault: `yaml_${code.toLowerCase()}`, params: {}, detail })
    })
  }
  let value: unknown
  try {
    value = document.toJS({ maxAliasCount: MAX_ALIASES })
  } catch (error) {
    return [at(0, null, { fault: 'repeats', params: { most: MAX_ALIASES }, detail: unreadable(error) })]
  }
  return {
    value,
    problem(path, wrong, key) {
      const field = [...path, ...(key === undefined ? [] : [key])].map(String).join('.')
      return at(offsetOf(document, path, key), field === '' ? null : field, wrong)
    },
  }
}

/** Where a path stands in the text; of what is missing, where it is missing. */
function offsetOf(document: Document.Parsed, path: Path, key: string | undefined): number {
  let node: unknown = document.contents
  let offset = startOf(node) ?? 0
  for (const part of path) {
    const next = child(resolved(document, node), part)
    if (!next) return offset
    offset = startOf(next.value) ?? startOf(next.key) ?? offset
    node = next.value
  }
  const named = key === undefined ? null : child(resolved(document, node), key)
  return startOf(named?.key) ?? offset
}

/** Line and column of an offset, both from 1. The library's own counter misses the lines within an open quote. */
function createPlaces(text: string): (offset: number) => { line: number; column: number } {
  const starts = [0, ...[...text.matchAll(/\n/g)].map(({ index }) => index + 1)]
  return (offset) => {
    let [from, to] = [0, starts.length]
    while (to - from > 1) {
      const middle = (from + to) >> 1
      if ((starts[middle] ?? 0) <= offset) from = middle
      else to = middle
    }
    return { line: from + 1, column: offset - (starts[from] ?? 0) + 1 }
  }
}

function child(node: unknown, part: PropertyKey): { key: unknown; value: unknown } | null {
  if (isSeq(node))
    return typeof part === 'number' && part < node.items.length ? { key: null, value: node.items[part] } : null
  if (!isMap(node)) return null
  const pair = node.items.find(({ key }) => isScalar(key) && String(key.value) === String(part))
  return pair ? { key: pair.key, value: pair.value } : null
}

function resolved(document: Document.Parsed, node: unknown): unknown {
  return isAlias(node) ? node.resolve(document) : node
}

const startOf = (node: unknown): number | undefined => (isNode(node) ? (node as Node).range?.[0] : undefined)

const sentence = (message: string): string => {
  const first = message.split('\n', 1)[0] ?? ''
  return first.endsWith('.') ? first : `${first}.`
}

/** Aliases of aliases of aliases. */
function unreadable(error: unknown): string {
  const why = error instanceof Error ? error.message.split('\n', 1)[0] : String(error)
  return `This repeats itself too often to be read (${why}). Write it out plainly, or with fewer aliases.`
}
