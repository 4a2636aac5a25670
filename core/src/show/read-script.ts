import {
  MAX_SCRIPT_BYTES,
  type ScriptProblem,
  type ShowCue,
  type ShowScript,
  type ShowStep,
  USUAL_REVOTES,
  type WrittenScript,
  type WrittenStep,
  writtenScript,
} from '@eg/shared/show-script'
import { END } from '@eg/shared/show-words'
import { checkBranches } from './check-branches.js'
import { type Placed, readPlaced } from './places.js'
import { schemaProblems } from './schema-problems.js'
import { stepProblems } from './step-problems.js'

export type ScriptFound = { script: ShowScript; problems: [] } | { script: null; problems: ScriptProblem[] }

/**
 * Reads and checks a script of the night (YAML or JSON). Everything that is wrong with it is told at once, each with a place in
 * the text; only whether every step can be reached and ended waits until the steps themselves are right. `usual` is how many
 * votes close a question that does not say it, where that is a number (NIGHT_EXPECTED_VOTES): without it nothing is said of a
 * quorum beside it.
 */
export function readScript(text: string, usual?: number): ScriptFound {
  const bytes = Buffer.byteLength(text)
  if (bytes > MAX_SCRIPT_BYTES) {
    const detail = `The script has ${bytes} bytes; at most ${MAX_SCRIPT_BYTES} are taken. Shorten it, or split the evening in two.`
    const params = { bytes, most: MAX_SCRIPT_BYTES }
    return { script: null, problems: [{ line: 1, column: 1, field: null, fault: 'too_long', params, detail }] }
  }
  const placed = readPlaced(text)
  if (Array.isArray(placed)) return { script: null, problems: placed }
  const problems = [...schemaProblems(placed), ...stepProblems(placed, usual)]
  const parsed = writtenScript.safeParse(placed.value)
  if (problems.length > 0 || !parsed.success) return { script: null, problems: inOrder(problems) }
  const script = completed(parsed.data)
  const astray = branchProblems(placed, script)
  return astray.length > 0 ? { script: null, problems: inOrder(astray) } : { script, problems: [] }
}

function branchProblems(text: Placed, script: ShowScript): ScriptProblem[] {
  return checkBranches(script.steps, script.start).map(({ index, field, ...wrong }) =>
    text.problem(['steps', index, field], wrong),
  )
}

function inOrder(problems: ScriptProblem[]): ScriptProblem[] {
  return problems.toSorted((a, b) => a.line - b.line || a.column - b.column)
}

/** The script with everything that was left out. */
function completed({ title, language, version, start, steps }: WrittenScript): ShowScript {
  return {
    title,
    language,
    version: version ?? null,
    start: start ?? steps[0]?.id ?? END,
    steps: steps.map((step, index) => completedStep(step, index, steps[index + 1]?.id ?? END, language)),
  }
}

function completedStep(step: WrittenStep, index: number, following: string, language: string): ShowStep {
  const to = step.to ?? following
  const { open, closing, closed, revealed } = step.cues ?? {}
  const cue = (written: WrittenCue | undefined) => (written ? completedCue(written, language) : null)
  return {
    id: step.id,
    step: index + 1,
    question: step.question,
    options: step.options.map((option) =>
      typeof option === 'string' ? { text: option, to } : { text: option.text, to: option.to ?? to },
    ),
    to,
    timer_s: step.timer_s ?? null,
    expected: step.expected ?? null,
    final: step.final ?? false,
    reveal: step.reveal ?? 'auto',
    tie: step.tie ?? 'first',
    revotes: step.revotes ?? USUAL_REVOTES,
    quorum: step.quorum ?? null,
    no_quorum: step.no_quorum ?? null,
    timeout: step.timeout ?? null,
    cues: {
      open: cue(open),
      closing: closing ? { before_s: closing.before_s, ...completedCue(closing, language) } : null,
      closed: cue(closed),
      revealed: cue(revealed),
    },
  }
}

type WrittenCue = NonNullable<NonNullable<WrittenStep['cues']>['open']>

function completedCue({ text, lights, sound }: WrittenCue, language: string): ShowCue {
  const texts = typeof text === 'string' ? { [language]: text } : { ...text }
  return { text: texts, lights: lights ?? null, sound: sound ?? null }
}
