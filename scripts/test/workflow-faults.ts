import { readFileSync } from 'node:fs'
import { register } from 'node:module'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

// GitHub's own language service, as editors have it. It imports JSON as bundlers do; Node wants the type said, so a hook says it.
const HOOK = `export async function resolve(name, context, next) {
  const found = await next(name, context)
  return found.url.endsWith('.json') ? { ...found, importAttributes: { type: 'json' } } : found
}`
register(`data:text/javascript,${encodeURIComponent(HOOK)}`)
type TextDocument = Parameters<typeof validate>[0]
const { validate } = await import('@actions/languageservice/validate')

const ROOT = fileURLToPath(new URL('../../', import.meta.url))
let asked = 0

/** What is wrong with a workflow, a line each: words, values and expressions that GitHub would not take. */
export async function workflowFaults(name: string, content: string): Promise<string[]> {
  asked += 1
  // It keeps what it read under this name. Nothing but the name and the text is asked of a document here.
  const document = { uri: `file:///.github/workflows/${asked}-${name}`, getText: () => content } as TextDocument
  // A workflow of this folder that another one calls.
  const fileProvider = {
    getFileContent: (reference: { path?: string }) =>
      Promise.resolve({ name: `${reference.path}`, content: readFileSync(join(ROOT, `${reference.path}`), 'utf8') }),
  }
  const found = await validate(document, { fileProvider })
  return found.map(({ message, range }) => `${name}:${range.start.line + 1}: ${message}`)
}
