import { type ScriptProblem, writtenScript } from '@eg/shared/show-script'
import type { Path, Placed } from './places.js'

/** An issue of zod, as far as it is looked at. */
interface Issue {
  code?: string | undefined
  path: readonly PropertyKey[]
  message: string
  keys?: readonly string[]
  /** invalid_union: the issues of each alternative. */
  errors?: readonly (readonly Issue[])[]
  /** invalid_key: what is wrong with the name. */
  issues?: readonly Issue[]
}

/** Everything that is not as docs/show-script.schema.json says, with its place (F2). */
export function schemaProblems(text: Placed): ScriptProblem[] {
  const parsed = writtenScript.safeParse(text.value)
  if (parsed.success) return []
  const issues = parsed.error.issues as unknown as Issue[]
  return issues.flatMap((issue) => told(text, issue, []))
}

function told(text: Placed, issue: Issue, above: Path): ScriptProblem[] {
  const path = [...above, ...issue.path]
  if (issue.code === 'unrecognized_keys') {
    return (issue.keys ?? []).map((key) => text.problem(path, unknownField(key, path), key))
  }
  if (issue.code === 'invalid_key') {
    const name = path.at(-1)
    const detail = `${issue.issues?.[0]?.message ?? issue.message}; "${String(name)}" is none.`
    return [text.problem(path.slice(0, -1), detail, String(name))]
  }
  const alternative = issue.code === 'invalid_union' ? meant(issue) : null
  if (alternative) return alternative.flatMap((inner) => told(text, inner, path))
  const name = path.at(-1)
  if (valueAt(text.value, path) === undefined && typeof name === 'string') {
    return [text.problem(path, `${name} is missing: it is needed here. ${issue.message}.`)]
  }
  return [text.problem(path, `${issue.message}. As it stands this cannot be asked; correct it here.`)]
}

/** Of the alternatives the one that was meant: the only one whose type is right. */
function meant({ errors = [] }: Issue): readonly Issue[] | null {
  const wrongType = (issue: Issue) =>
    issue.path.length === 0 && (issue.code === 'invalid_type' || issue.code === 'invalid_value')
  const right = errors.filter((issues) => !issues.some(wrongType))
  return right.length === 1 ? (right[0] ?? null) : null
}

function valueAt(value: unknown, path: Path): unknown {
  return path.reduce<unknown>(
    (at, part) => (typeof at === 'object' && at !== null ? (at as Record<PropertyKey, unknown>)[part] : undefined),
    value,
  )
}

const CUE = 'text, lights, sound'
const STEP =
  'id, question, options, to, timer_s, expected, final, reveal, tie, revotes, quorum, no_quorum, timeout, cues'

function unknownField(key: string, path: Path): string {
  return `"${key}" is no field that exists here, so nothing would heed it. Correct or remove it; here may stand: ${fieldsAt(path)}.`
}

function fieldsAt(path: Path): string {
  const [, index, part, moment] = path
  if (index === undefined) return 'title, language, version, start, steps'
  if (part === undefined) return STEP
  if (part === 'options') return 'text, to'
  if (part === 'tie') return 'to'
  if (moment === undefined) return 'open, closing, closed, revealed'
  return moment === 'closing' ? `before_s, ${CUE}` : CUE
}
