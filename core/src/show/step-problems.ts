import { type ScriptProblem, type WrittenStep, scriptStep } from '@eg/shared/show-script'
import { END } from '@eg/shared/show-words'
import type { Path, Placed, Wrong } from './places.js'

/**
 * What a schema cannot say of each step: ids and options that are there twice, targets that do not exist, fields that need each
 * other (F3, F6). Looks at whatever can be read of the steps, so that one that is wrong does not hide another. `usual` is how
 * many votes close a step that does not say it, where that is known (NIGHT_EXPECTED_VOTES).
 */
export function stepProblems(text: Placed, usual?: number): ScriptProblem[] {
  const script = asObject(text.value)
  const steps = Array.isArray(script.steps) ? script.steps.map(asObject) : []
  const ids = steps.map(({ id }) => id)
  const known = new Set<unknown>(ids.filter((id) => typeof id === 'string'))
  const twice = ids.flatMap((id, index) => {
    const first = ids.indexOf(id)
    if (typeof id !== 'string' || first === index) return []
    const detail = `Step ${first + 1} is called "${id}" too, so nobody could tell which one is meant. Give each step an id of its own.`
    const params = { id, step: first + 1 }
    return [text.problem(['steps', index, 'id'], { fault: 'id_twice', params, detail })]
  })
  const missing = [{ path: ['start'] as Path, target: script.start }, ...steps.flatMap(targetsOf)].flatMap(
    ({ path, target }) => {
      const exists = known.has(target) || (target === END && path[0] !== 'start')
      // What is no id at all the schema has told.
      if (exists || typeof target !== 'string' || !/^[a-z0-9][a-z0-9-]{0,39}$/.test(target)) return []
      const detail = `There is no step "${target}", so the show could not go on here. Name a step that exists${path[0] === 'start' ? '' : `, or "${END}"`}.`
      const fault = path[0] === 'start' ? 'no_start' : 'no_step'
      return [text.problem(path, { fault, params: { id: target }, detail })]
    },
  )
  const within = steps.flatMap((step, index) => {
    const parsed = scriptStep.safeParse(step)
    if (!parsed.success) return []
    return consistency(parsed.data, usual).map(({ field, ...wrong }) => text.problem(['steps', index, ...field], wrong))
  })
  return [...twice, ...missing, ...within]
}

interface Fault extends Wrong {
  field: (string | number)[]
}

function consistency(step: WrittenStep, usual: number | undefined): Fault[] {
  const faults: Fault[] = []
  const expected = step.expected ?? usual
  const say = (field: Fault['field'], fault: Wrong['fault'], detail: string, params: Wrong['params'] = {}) =>
    void faults.push({ field, fault, params, detail })
  const texts = step.options.map((option) => (typeof option === 'string' ? option : option.text))
  for (const [index, text] of texts.entries()) {
    if (texts.indexOf(text) === index) continue
    const detail = `"${text}" is offered twice, so votes could not tell them apart. Let the options differ.`
    say(['options', index], 'option_twice', detail, { text })
  }
  if (step.timeout !== undefined && step.timer_s === undefined)
    say(
      ['timeout'],
      'timeout_without_timer',
      'timeout says where a time-out leads, but there is no timer. Add timer_s, or take timeout out.',
    )
  if (step.revotes !== undefined && step.tie !== 'revote')
    say(
      ['revotes'],
      'revotes_without_revote',
      'revotes says how often a tie is asked again, but it is not. Add "tie: revote", or take revotes out.',
    )
  if (step.quorum !== undefined && step.no_quorum === undefined)
    say(
      ['quorum'],
      'quorum_without_target',
      'quorum needs votes, but nothing says where it leads with fewer. Add no_quorum with a step or "end".',
    )
  if (step.no_quorum !== undefined && step.quorum === undefined)
    say(
      ['no_quorum'],
      'target_without_quorum',
      'no_quorum says where too few votes lead, but not what is too few. Add quorum, a number of votes.',
    )
  if (step.quorum !== undefined && typeof expected === 'number' && step.quorum > expected)
    say(
      ['quorum'],
      'quorum_too_high',
      `quorum is ${step.quorum}, but ${expected} votes close it, so it would always fail. Lower quorum, or raise expected.`,
      { quorum: step.quorum, expected },
    )
  const before = step.cues?.closing?.before_s
  if (before !== undefined && step.timer_s === undefined)
    say(
      ['cues', 'closing'],
      'closing_without_timer',
      'closing is a cue before the timer ends, but there is no timer. Add timer_s, or take it out.',
    )
  if (before !== undefined && step.timer_s !== undefined && before >= step.timer_s)
    say(
      ['cues', 'closing', 'before_s'],
      'closing_too_early',
      `before_s is ${before}, but the timer has ${step.timer_s} s, so it would begin before the question. Make it shorter.`,
      { before_s: before, timer_s: step.timer_s },
    )
  return faults
}

/** Every target that can be read of a step, with its path. */
function targetsOf(step: Record<string, unknown>, index: number): { path: Path; target: unknown }[] {
  const at = (...field: (string | number)[]): Path => ['steps', index, ...field]
  const options = Array.isArray(step.options) ? step.options.map(asObject) : []
  return [
    ...['to', 'timeout', 'no_quorum'].map((field) => ({ path: at(field), target: step[field] })),
    { path: at('tie', 'to'), target: asObject(step.tie).to },
    ...options.map(({ to }, i) => ({ path: at('options', i, 'to'), target: to })),
  ]
}

function asObject(value: unknown): Record<string, unknown> {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {}
}
