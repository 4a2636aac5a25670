import { writtenScript } from '@eg/shared/show-script'
import { describe, expect, it } from 'vitest'
import nightEn from '../../../docs/examples/night-en.yaml?raw'
import nuitFr from '../../../docs/examples/nuit-fr.yaml?raw'
import { branchesOf, outlineOf } from './branches'
import { changesBetween, draftOutline } from './draft-steps'
import { readYaml } from './read-yaml'
import { STEPS } from './script-samples'
import { TEMPLATES } from './templates'

const EXAMPLES = [nightEn, nuitFr]

describe('what a script that is written says', () => {
  it.each([...EXAMPLES, TEMPLATES.fr, TEMPLATES.en])('F62 is read as the checker reads it: %#', (text) => {
    const read = writtenScript.safeParse(readYaml(text))
    expect(read.error?.issues ?? []).toEqual([])
  })

  it('F62 the preview leads where the script does', () => {
    const { title, start, steps } = draftOutline(readYaml(EXAMPLES[0] ?? ''))
    expect([title, start, steps.length]).toEqual(['The missing diamond', 'the-safe', 7])
    const cellar = steps[2]
    expect(cellar && branchesOf(cellar).map(({ to }) => to)).toEqual(['accusation', 'quarrel'])
    expect(steps.at(-1)?.to).toBe('end')
  })

  it('F44 where the ways of several branches meet is no branch, also where none of them is on the main way', () => {
    const { start, steps } = draftOutline(readYaml(nightEn))
    const branches = outlineOf(steps, start).filter(({ isBranch }) => isBranch)
    expect(branches.map(({ step }) => step.id)).toEqual(['call-back', 'cellar', 'quarrel', 'garden', 'police'])
  })

  it('F62 quoted, folded, anchored and JSON texts say the same', () => {
    const yaml = `
title: "A \\"b\\" \\u00e9"
steps:
  - &x
    id: 'it''s'
    question: >-
      one
      two
    options: [ 'a', { text: "b", to: end } ]
  - *x
`
    const read = readYaml(yaml)
    expect(read).toMatchObject({ title: 'A "b" é', steps: [{ id: "it's", question: 'one two' }, { id: "it's" }] })
    expect(readYaml(JSON.stringify(read))).toEqual(read)
  })

  it.each(['', 'title:', 'steps: 3', 'steps:\n  - id', 'steps:\n  - id: a\n    options: [', '- - -', '{', '\t: :'])(
    'F62 half a text is half a preview, never a fault: %j',
    (text) => {
      expect(draftOutline(readYaml(text)).steps.length).toBeLessThan(2)
    },
  )

  it('F61 tells which steps come, go, and ask or lead elsewhere', () => {
    const [safe, cellar, ...rest] = STEPS
    if (!safe || !cellar) throw new Error('no steps')
    const after = [{ ...safe, question: 'Else?' }, ...rest, { ...cellar, id: 'attic' }]
    expect(changesBetween(STEPS, after)).toEqual({ added: ['attic'], removed: ['cellar'], changed: ['safe'] })
    // A number is no news: it follows from the order.
    expect(
      changesBetween(
        STEPS,
        [...STEPS].reverse().map((step, i) => ({ ...step, step: i + 1 })),
      ),
    ).toEqual({
      added: [],
      removed: [],
      changed: [],
    })
  })
})
