import '../testing/all-words'
import { readFileSync } from 'node:fs'
import { SCRIPT_FAULTS, type ScriptFault } from '@eg/shared'
import { describe, expect, it } from 'vitest'
import { en } from '../words/en'
import { wordsFor } from '../words/words'
import { sayFault } from './say-fault'

const [fr, english] = [wordsFor('fr'), wordsFor('en')]
const problem = (fault: ScriptFault, params = {}) => ({
  line: 1,
  column: 1,
  field: null,
  fault,
  params,
  detail: 'core',
})
/** What the library that reads YAML in the core can say, from its own types. */
const CODES = [
  ...(/type ErrorCode = ([^;]+);/
    .exec(readFileSync(new URL('../../../node_modules/yaml/dist/errors.d.ts', import.meta.url), 'utf8'))?.[1]
    ?.matchAll(/'([A-Z0-9_]+)'/g) ?? []),
].map(([, code = '']): ScriptFault => `yaml_${code.toLowerCase()}`)

describe('what is wrong with a script', () => {
  it('O152 is said in both languages, whatever the core can find, with its names and numbers', () => {
    expect(CODES.length).toBeGreaterThan(20)
    for (const fault of [...SCRIPT_FAULTS, ...CODES]) {
      for (const t of [fr, english]) expect(sayFault(problem(fault), t), fault).not.toHaveProperty('lang')
    }
    const said = sayFault(problem('quorum_too_high', { quorum: 6, expected: 5 }), fr)
    expect(said.text.replaceAll('\u00a0', ' ')).toMatch(/^« quorum » est de 6, mais 5 votes ferment/)
    expect(sayFault(problem('no_step', { id: 'pond' }), english).text).toContain('no step “pond”')
    const own = Object.keys(en).filter((key) => key.startsWith('fault.'))
    expect(own.map((key) => key.slice('fault.'.length)).sort()).toEqual([...SCRIPT_FAULTS, ...CODES].sort())
  })

  it('O152 that only a newer core knows is told in its own words, marked as English', () => {
    expect(sayFault(problem('yaml_new'), fr)).toEqual({ text: 'core', lang: 'en' })
    // A core of before has no word for it at all.
    expect(sayFault({ ...problem('unfit'), fault: undefined as never }, fr)).toEqual({ text: 'core', lang: 'en' })
  })
})
