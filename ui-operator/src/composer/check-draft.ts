import type { contracts, ExpectRule, Payload } from '@eg/shared'
import type { TextKey } from '../words/words'
import type { Draft } from './draft'

type Step = Omit<Payload<typeof contracts.opNightOpen>, 'req_id' | 'expect_run'>

/** What the core's field names are, so that its refusals find the same places: `options.2`, `duration_s`. */
export type FieldErrors = Record<string, TextKey>

export type Checked = { ok: true; step: Step } | { ok: false; errors: FieldErrors }

/** What stands in for the fields the operator left alone. */
export interface Suggested {
  step: number
  expected: number
  expects?: ExpectRule | undefined
}

/** Reads a draft as the step it describes, or says at which fields it is not one. The core checks it all again. */
export function checkDraft(draft: Draft, suggested: Suggested): Checked {
  const errors: FieldErrors = {}
  const question = draft.question.trim()
  if (question === '') errors['question'] = 'field.question_empty'
  else if (question.length > 500) errors['question'] = 'field.question_long'

  const options = draft.options.map((option) => option.text.trim())
  options.forEach((text, i) => {
    if (text === '') errors[`options.${i}`] = 'field.option_empty'
    else if (text.length > 120) errors[`options.${i}`] = 'field.option_long'
    else if (options.indexOf(text) < i) errors[`options.${i}`] = 'field.option_twice'
  })

  const step = draft.step === null ? suggested.step : wholeNumber(draft.step, 0, 1_000_000)
  if (step === null) errors['step'] = 'field.step'
  const expected =
    (draft.expects ?? suggested.expects) === 'slots'
      ? 'slots'
      : draft.expected === null
        ? suggested.expected
        : wholeNumber(draft.expected, 1, 1000)
  if (expected === null) errors['expected'] = 'field.expected'
  const duration = durationOf(draft)
  if (duration === 'wrong') errors['duration_s'] = 'field.duration'

  if (step === null || expected === null || duration === 'wrong' || Object.keys(errors).length > 0) {
    return { ok: false, errors }
  }
  const { final, tie, reveal } = draft
  return { ok: true, step: { step, question, options, duration_s: duration, expected, final, tie, reveal } }
}

function durationOf(draft: Draft): number | null | 'wrong' {
  if (draft.timer === 'none') return null
  if (draft.timer === 'custom') return wholeNumber(draft.customSeconds, 1, 86_400) ?? 'wrong'
  return Number(draft.timer)
}

function wholeNumber(text: string, min: number, max: number): number | null {
  if (!/^\s*\d{1,7}\s*$/.test(text)) return null
  const value = Number(text)
  return value >= min && value <= max ? value : null
}
