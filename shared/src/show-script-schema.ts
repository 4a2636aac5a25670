import { toJSONSchema } from 'zod/v4/core'
import { writtenScript } from './show-script.js'

/** `docs/show-script.schema.json`: the JSON Schema of a script, for editors that complete and check as somebody writes. */
export function showScriptSchema(): string {
  const { $schema, ...schema } = toJSONSchema(writtenScript, { io: 'input' })
  const about = {
    $schema,
    title: 'EG: script of the night',
    description:
      'See docs/show.md. The core checks more than this: ids that exist, steps that can be reached, a way to the end.',
  }
  return `${JSON.stringify({ ...about, ...schema }, null, 2)}\n`
}
