import { existsSync, readFileSync } from 'node:fs'
import { allContracts } from '@eg/shared'
import { contractsReference } from '@eg/shared/reference'
import { describe, expect, it } from 'vitest'

const DOC = new URL('../../docs/contracts.md', import.meta.url)

describe('docs/contracts.md', () => {
  it('C39 is what the table of contracts says', () => {
    const written = existsSync(DOC) ? readFileSync(DOC, 'utf8') : 'no such file'
    expect(
      written === contractsReference(),
      'docs/contracts.md is not what shared/src/contracts says; run: npm run docs',
    ).toBe(true)
  })

  it('C39 has one section a contract, with its topic, and says the same each time', () => {
    const text = contractsReference()
    expect(contractsReference()).toBe(text)
    const sections = text.split('\n### ').slice(1)
    expect(sections.map((section) => section.split('\n')[0]).sort()).toEqual(allContracts.map((c) => c.name).sort())
    for (const { name, topic } of allContracts) {
      const section = sections.find((s) => s.startsWith(`${name}\n`)) ?? ''
      expect(section).toContain(`- Topic: \`${topic}\``)
      expect(section, name).not.toContain('anything or')
    }
  })
})
