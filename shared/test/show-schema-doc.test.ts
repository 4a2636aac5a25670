import { existsSync, readFileSync } from 'node:fs'
import { showScriptSchema } from '@eg/shared/show-script-schema'
import { describe, expect, it } from 'vitest'

const FILE = new URL('../../docs/show-script.schema.json', import.meta.url)

describe('docs/show-script.schema.json', () => {
  it('F11 is what shared/src/show-script.ts says', () => {
    const written = existsSync(FILE) ? readFileSync(FILE, 'utf8') : 'no such file'
    expect(
      written === showScriptSchema(),
      'the JSON Schema of scripts is not what the code says; run: npm run docs',
    ).toBe(true)
  })

  it('F11 names every field with its bounds and refuses others', () => {
    const schema = JSON.parse(showScriptSchema()) as {
      required: string[]
      additionalProperties: boolean
      properties: {
        steps: { maxItems: number; items: { required: string[]; additionalProperties: boolean; properties: object } }
      }
    }
    expect(schema.required).toEqual(['title', 'language', 'steps'])
    expect(schema.additionalProperties).toBe(false)
    const { items, maxItems } = schema.properties.steps
    expect(maxItems).toBe(100)
    expect(items.additionalProperties).toBe(false)
    expect(items.required).toEqual(['id', 'question', 'options'])
    expect(Object.keys(items.properties)).toEqual([
      'id',
      'question',
      'options',
      'to',
      'timer_s',
      'expected',
      'final',
      'reveal',
      'tie',
      'revotes',
      'quorum',
      'no_quorum',
      'timeout',
      'cues',
    ])
  })
})
