import { readFileSync } from 'node:fs'
import { expect, it } from 'vitest'

const LIST = new URL('../src/store/sqlite/migrations/meta/_journal.json', import.meta.url)

it('P7 every migration is dated after the one before: an older date would never reach a database that is in use', () => {
  const { entries } = JSON.parse(readFileSync(LIST, 'utf8')) as { entries: { tag: string; when: number }[] }
  expect(entries.map(({ tag }) => tag)).toEqual(entries.map(({ tag }) => tag).toSorted())
  for (const [i, { when, tag }] of entries.entries()) expect(when, tag).toBeGreaterThan(entries[i - 1]?.when ?? 0)
})
