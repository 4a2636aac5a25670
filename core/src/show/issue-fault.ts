import type { ScriptFault } from '@eg/shared'
import type { Path, Wrong } from './places.js'

/** An issue of zod, as far as it is looked at. */
export interface Issue {
  code?: string | undefined
  path: readonly PropertyKey[]
  message: string
  keys?: readonly string[]
  /** invalid_union: the issues of each alternative. */
  errors?: readonly (readonly Issue[])[]
  /** invalid_key: what is wrong with the name. */
  issues?: readonly Issue[]
  /** invalid_type: what it should be. */
  expected?: string
  /** invalid_value: what it may be. */
  values?: readonly unknown[]
  /** too_small, too_big: of what. */
  origin?: string
  minimum?: number
  maximum?: number
}

const TYPES: Readonly<Record<string, ScriptFault>> = {
  string: 'want_text',
  int: 'want_number',
  number: 'want_number',
  boolean: 'want_yes_no',
  array: 'want_list',
}
/** Fields with a grammar of their own; every other one that has a grammar says where something leads. */
const GRAMMARS: Readonly<Record<string, ScriptFault>> = { id: 'bad_id', language: 'bad_language', sound: 'bad_sound' }
/** Fields that may be of several kinds. */
const KINDS: Readonly<Record<string, ScriptFault>> = { tie: 'bad_tie', expected: 'bad_expected', text: 'bad_cue_text' }

/** The stable word for what a value is not, with the name of its field and the bound it is beyond. */
export function issueFault(issue: Issue, path: Path): Pick<Wrong, 'fault' | 'params'> {
  const last = path.at(-1)
  const name = typeof last === 'string' ? last : String(path.at(-2) ?? '')
  const field = { name }
  switch (issue.code) {
    case 'invalid_type':
      return { fault: TYPES[issue.expected ?? ''] ?? 'want_block', params: field }
    case 'too_small': {
      const least = issue.minimum ?? 0
      if (issue.origin === 'string') return { fault: 'empty', params: field }
      return { fault: issue.origin === 'array' ? 'too_few' : 'too_low', params: { ...field, least } }
    }
    case 'too_big': {
      const most = issue.maximum ?? 0
      if (issue.origin === 'string') return { fault: 'too_many_characters', params: { ...field, most } }
      return { fault: issue.origin === 'array' ? 'too_many' : 'too_high', params: { ...field, most } }
    }
    case 'invalid_value':
      return { fault: 'not_one_of', params: { ...field, choices: (issue.values ?? []).join(', ') } }
    case 'invalid_format':
      return { fault: GRAMMARS[name] ?? 'bad_target', params: field }
    case 'invalid_union':
      return { fault: typeof last === 'number' ? 'bad_option' : (KINDS[name] ?? 'unfit'), params: field }
    case 'custom':
      return { fault: name === 'id' ? 'id_is_end' : 'unfit', params: field }
    default:
      return { fault: 'unfit', params: field }
  }
}
