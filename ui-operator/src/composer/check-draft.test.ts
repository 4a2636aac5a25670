import { contracts, validate } from '@eg/shared'
import { describe, expect, it } from 'vitest'
import { checkDraft } from './check-draft'
import { addOption, blankDraft, nextDraft, removeOption, setOption, type Draft } from './draft'

const suggested = { step: 4, expected: 9 }

function written(options: string[], more: Partial<Draft> = {}): Draft {
  return { ...blankDraft(), question: ' Qui ? ', options: options.map((text, i) => ({ id: i, text })), ...more }
}
const duration = (more: Partial<Draft>) => {
  const checked = checkDraft(written(['A', 'B'], more), suggested)
  return checked.ok ? checked.step.duration_s : 'wrong'
}

describe('draft of a question', () => {
  it('O10 becomes a step that fits the contract, with what was left alone filled in', () => {
    const checked = checkDraft(written(['A', ' B ']), suggested)
    expect(checked).toEqual({
      ok: true,
      step: {
        step: 4,
        question: 'Qui ?',
        options: ['A', 'B'],
        duration_s: null,
        expected: 9,
        final: false,
        tie: 'first',
        reveal: 'auto',
      },
    })
    const payload = { req_id: 'op-1', ...(checked.ok ? checked.step : {}), expect_run: null }
    expect(validate(contracts.opNightOpen, payload).ok).toBe(true)
  })

  it('O77 expects a number of votes, or every slot that is there; then no number is read', () => {
    const checked = checkDraft(written(['A', 'B'], { expects: 'slots', expected: 'many' }), suggested)
    expect(checked).toMatchObject({ ok: true, step: { expected: 'slots' } })
    const payload = { req_id: 'op-1', ...(checked.ok ? checked.step : {}), expect_run: null }
    expect(validate(contracts.opNightOpen, payload).ok).toBe(true)
    expect(checkDraft(written(['A', 'B'], { expected: 'many' }), suggested)).toMatchObject({ ok: false })
  })

  it('N39 expects what the venue does until the operator says otherwise', () => {
    const ofSlots = { ...suggested, expects: 'slots' as const }
    expect(checkDraft(written(['A', 'B']), ofSlots)).toMatchObject({ ok: true, step: { expected: 'slots' } })
    const number = written(['A', 'B'], { expects: 'number' })
    expect(checkDraft(number, ofSlots)).toMatchObject({ ok: true, step: { expected: 9 } })
  })

  it('O10 says each fault at its own field', () => {
    const draft = written(['A', '', 'A'], { question: ' ', step: '-1', expected: '0', timer: 'custom' })
    expect(checkDraft(draft, suggested)).toEqual({
      ok: false,
      errors: {
        question: 'field.question_empty',
        'options.1': 'field.option_empty',
        'options.2': 'field.option_twice',
        step: 'field.step',
        expected: 'field.expected',
        duration_s: 'field.duration',
      },
    })
  })

  it('O10 reads the timer from its preset or the seconds typed', () => {
    expect(duration({ timer: '90' })).toBe(90)
    expect(duration({ timer: 'custom', customSeconds: ' 45 ' })).toBe(45)
    expect(duration({ timer: 'custom', customSeconds: '1.5' })).toBe('wrong')
  })

  it('O12 has two to six options', () => {
    let draft = blankDraft()
    for (let i = 0; i < 9; i++) draft = addOption(draft)
    expect(draft.options).toHaveLength(6)
    for (let i = 0; i < 9; i++) draft = removeOption(draft, draft.options[0]?.id ?? 0)
    expect(draft.options).toHaveLength(2)
    const [first] = draft.options
    expect(setOption(draft, first?.id ?? 0, 'Ada').options[0]?.text).toBe('Ada')
  })

  it('O11 forgets its words once opened, and keeps the operator’s habits', () => {
    const next = nextDraft(written(['A', 'B'], { step: '12', timer: '60', reveal: 'operator', tie: 'operator' }))
    expect(next).toMatchObject({ question: '', step: null, timer: '60', reveal: 'operator', tie: 'operator' })
    expect(next.options.map((o) => o.text)).toEqual(['', ''])
  })
})
