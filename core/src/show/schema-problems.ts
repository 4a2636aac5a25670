import { type ScriptProblem, writtenScript } from '@eg/shared/show-script'
import { issueFault, type Issue } from './issue-fault.js'
import type { Path, Placed } from './places.js'

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
    return (issue.keys ?? []).map((key) => {
      const fields = fieldsAt(path)
      const detail = `"${key}" is no field that exists here, so nothing would heed it. Correct or remove it; here may stand: ${fields}.`
      return text.problem(path, { fault: 'unknown_field', params: { name: key, fields }, detail }, key)
    })
  }
  if (issue.code === 'invalid_key') {
    const name = path.at(-1)
    const detail = `${issue.issues?.[0]?.message ?? issue.message}; "${String(name)}" is none.`
    return [text.problem(path.slice(0, -1), { fault: 'bad_language', params: {}, detail }, String(name))]
  }
  const alternative = issue.code === 'invalid_union' ? meant(issue) : null
  if (alternative) return alternative.flatMap((inner) => told(text, inner, path))
  const name = path.at(-1)
  if (valueAt(text.value, path) === undefined && typeof name === 'string') {
    const detail = `${name} is missing: it is needed here. ${issue.message}.`
    return [text.problem(path, { fault: 'missing', params: { name }, detail })]
  }
  const detail = `${issue.message}. As it stands this cannot be asked; correct it here.`
  return [text.problem(path, { ...issueFault(issue, path), detail })]
}

/** Of the alternatives the one that was meant: the only one whose type is right. */
function meant({ errors = [] }: Issue): readonly Issue[] | null {
  const right = errors.filter((issues) => !issues.some(isOfWrongType))
  return right.length === 1 ? (right[0] ?? null) : null
}

function isOfWrongType({ path, code }: Issue): boolean {
  return path.length === 0 && (code === 'invalid_type' || code === 'invalid_value')
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

function fieldsAt(path: Path): string {
  const [, index, part, moment] = path
  if (index === undefined) return 'title, language, version, start, steps'
  if (part === undefined) return STEP
  if (part === 'options') return 'text, to'
  if (part === 'tie') return 'to'
  if (moment === undefined) return 'open, closing, closed, revealed'
  return moment === 'closing' ? `before_s, ${CUE}` : CUE
}
