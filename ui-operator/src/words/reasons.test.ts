import '../testing/all-words'
import { describe, expect, it } from 'vitest'
import { en } from './en'
import { describeChange } from './changed'
import { explainAnswer } from './explain'
import { wordsFor } from './words'

/** The core's own sources: its reason words stand in them as they are answered. */
const SOURCES = Object.entries(
  import.meta.glob<string>('../../../core/src/**/*.ts', { query: '?raw', import: 'default', eager: true }),
).filter(([path]) => !path.endsWith('.test.ts'))

/** `refuse('refused', 'no_show', …)`, and answers written out: `status: 'refused', reason: 'bad_login'`. */
const REFUSALS = [
  /\brefuse(?:<[^>()]*>)?\(\s*'(?<status>[a-z_]+)',\s*'(?<reason>[a-z_]+)'/g,
  /\bstatus: '(?<status>[a-z_]+)'(?: as const)?,\s*reason: '(?<reason>[a-z_]+)'/g,
  // What a device's log is not told for (ops/device-logs.ts).
  /\bno\(\s*'(?<reason>[a-z_]+)'/g,
]
/** Answers whose own sentence says more than a word of ours, which field was wrong; and what only devices are told. */
const OTHERS: ReadonlySet<string> = new Set(['invalid invalid', 'unavailable fault', 'refused dismissed'])

/** Words that a payout's state is part of: everything they can become. */
const COMPOSED = [
  {
    words: "'refused', `already_${payout.status}`",
    become: ['claimed', 'voided', 'expired'].map((state) => ({ status: 'refused', reason: `already_${state}` })),
  },
  {
    words: "'not_found', payout.status",
    become: ['voided', 'expired'].map((reason) => ({ status: 'not_found', reason })),
  },
]

const found = SOURCES.flatMap(([path, text]) =>
  REFUSALS.flatMap((pattern) =>
    [...text.matchAll(pattern)].map(({ groups }) => ({
      path,
      status: groups?.['status'] ?? 'refused',
      reason: groups?.['reason'] ?? '',
    })),
  ),
)
const composedOf = COMPOSED.flatMap(({ words, become }) => become.map((word) => ({ ...word, path: words })))
const refusals = [...found, ...composedOf].filter(({ status, reason }) => !OTHERS.has(`${status} ${reason}`))

/** Kinds of lines that `core/src/store/sqlite/what-changed.ts` looks for. */
const CHANGES = SOURCES.filter(([path]) => path.endsWith('/what-changed.ts')).flatMap(([, text]) =>
  [...text.matchAll(/'((?:op[A-Z]|run|show|link|swap|message|payout|round|wallet)[A-Za-z]+)'/g)].map(
    ([, kind]) => kind,
  ),
)

describe('a command made on what has changed since', () => {
  it('C76 says who did what in words, for everything that the core can name', () => {
    expect(CHANGES.length).toBeGreaterThan(40)
    for (const lang of ['fr', 'en'] as const) {
      const around = { lines: [], clientId: 'op-1', coreNowMs: 1000, t: wordsFor(lang), money: () => '' }
      const said = (kind: string) => describeChange({ seq: 1, kind, by: 'Léa', at: 1 }, around)
      const wordless = CHANGES.filter((kind) => said(String(kind)).includes(String(kind)))
      expect(wordless).toEqual([])
    }
  })
})

describe('the reasons that the core refuses for', () => {
  it('C75 are all found in its sources: none is put together elsewhere', () => {
    expect(new Set(refusals.map(({ reason }) => reason)).size).toBeGreaterThan(90)
    const composed = SOURCES.filter(([, text]) => /import .*\brefuse\b.*decision\.js/.test(text)).flatMap(([, text]) =>
      [...text.matchAll(/\brefuse(?:<[^>()]*>)?\(\s*(?<words>[^,]+,\s*[^,]+),/g)].flatMap(({ groups }) =>
        /^'[a-z_]+',\s*'[a-z_]+'$/.test(groups?.['words'] ?? '') ? [] : [groups?.['words']],
      ),
    )
    expect(composed).toEqual(COMPOSED.map(({ words }) => words))
  })

  it('C75 each has a sentence of ours in both languages', () => {
    const [fr, english] = [wordsFor('fr'), wordsFor('en')]
    const missing = refusals.filter(({ status, reason }) => {
      const answer = { type: 'x', status, reason, detail: 'said by the core' }
      return explainAnswer(answer, fr) === answer.detail || explainAnswer(answer, english) === answer.detail
    })
    expect([...new Set(missing.map(({ status, reason, path }) => `${status} ${reason} (${path})`))]).toEqual([])
  })

  it('C75 none shouts, begs or leaves a bare word', () => {
    const t = wordsFor('fr')
    for (const key of Object.keys(en).filter((name) => name.startsWith('reason.')) as (keyof typeof en)[]) {
      for (const text of [en[key], t(key)]) {
        expect(text, key).not.toMatch(/!|please|s’il vous plaît|oops/i)
        expect(text.split(' ').length, key).toBeGreaterThan(1)
      }
    }
  })
})
