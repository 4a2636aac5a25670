import { existsSync, readFileSync, readdirSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'

const ROOT = fileURLToPath(new URL('../../', import.meta.url))

const FOLDERS = ['shared', 'core', 'slot-agent', 'ui-operator', 'ui-slot', 'scripts'].flatMap((name) => [
  `${name}/src`,
  `${name}/test`,
  `${name}/torture`,
  `${name}/hardware`,
  `${name}/conformance`,
  `${name}/attack`,
])

function testFiles(): string[] {
  return FOLDERS.filter((folder) => existsSync(`${ROOT}${folder}`)).flatMap((folder) =>
    readdirSync(`${ROOT}${folder}`, { recursive: true, encoding: 'utf8' })
      .filter((name) =>
        /\.(test|e2e|journey|suite|torture|network|hardware|conformance|attack|deploy)\.tsx?$/.test(name),
      )
      .map((name) => `${folder}/${name}`),
  )
}

/** The numbers in every test's name: `it('N14 N15 the timer …')`. */
function numbersInTests(): Map<string, string> {
  const found = new Map<string, string>()
  for (const file of testFiles()) {
    const text = readFileSync(`${ROOT}${file}`, 'utf8')
    // A string that begins with a rule's number is a test's name, also where it stands apart from `it` (it.each, a table).
    for (const [name] of text.matchAll(/(?<=['"`])[A-Z]\d{1,3} [^'"`\n]*/g)) {
      for (const [number] of name.matchAll(/\b[A-Z]\d{1,3}\b/g)) found.set(number, file)
    }
  }
  return found
}

describe('docs/RULES.md', () => {
  const rules = [...readFileSync(`${ROOT}docs/RULES.md`, 'utf8').matchAll(/^- \*\*([A-Z]\d{1,3})\*\*/gm)].map(
    (match) => match[1] as string,
  )
  const tested = numbersInTests()

  it('numbers every rule once', () => {
    expect(rules.length).toBeGreaterThan(100)
    expect(rules.filter((rule, i) => rules.indexOf(rule) !== i)).toEqual([])
  })
  it('has no rule without a test', () => {
    expect(rules.filter((rule) => !tested.has(rule))).toEqual([])
  })
  it('knows every rule that a test names', () => {
    const known = new Set(rules)
    expect(
      [...tested].filter(([number]) => !known.has(number)).map(([number, file]) => `${number} in ${file}`),
    ).toEqual([])
  })
})
