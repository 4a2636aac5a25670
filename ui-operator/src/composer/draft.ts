import type { ExpectRule, RevealRule, TieRule } from '@eg/shared'

export const MIN_OPTIONS = 2
export const MAX_OPTIONS = 6

export type TimerChoice = 'none' | '30' | '60' | '90' | 'custom'

/** An option being written. The id keeps its field's identity while others are removed. */
export interface DraftOption {
  id: number
  text: string
}

/** A question being written. Numbers are kept as typed; null means untouched: follow what the core suggests. */
export interface Draft {
  step: string | null
  question: string
  options: readonly DraftOption[]
  timer: TimerChoice
  customSeconds: string
  expected: string | null
  expects: ExpectRule | null
  final: boolean
  tie: TieRule
  reveal: RevealRule
}

let nextOptionId = 1

export function blankOption(): DraftOption {
  return { id: nextOptionId++, text: '' }
}

export function blankDraft(): Draft {
  return {
    step: null,
    question: '',
    options: [blankOption(), blankOption()],
    timer: 'none',
    customSeconds: '',
    expected: null,
    expects: null,
    final: false,
    // As the core takes it when nothing is said: the same question behaves the same from a script and from here.
    tie: 'first',
    reveal: 'auto',
  }
}

/** After a question was opened: its words go, the operator's habits (timer, rules) stay. */
export function nextDraft(draft: Draft): Draft {
  return { ...draft, step: null, expected: null, question: '', options: [blankOption(), blankOption()] }
}

export function setOption(draft: Draft, id: number, text: string): Draft {
  return { ...draft, options: draft.options.map((o) => (o.id === id ? { id, text } : o)) }
}

export function addOption(draft: Draft): Draft {
  if (draft.options.length >= MAX_OPTIONS) return draft
  return { ...draft, options: [...draft.options, blankOption()] }
}

export function removeOption(draft: Draft, id: number): Draft {
  if (draft.options.length <= MIN_OPTIONS) return draft
  return { ...draft, options: draft.options.filter((o) => o.id !== id) }
}
