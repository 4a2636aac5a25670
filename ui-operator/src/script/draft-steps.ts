import { END } from '@eg/shared'
import type { LeadingStep } from './branches'

/** The outline of a script that is being written: what of it can be read so far. */
export interface DraftOutline {
  title: string | null
  start: string | null
  steps: LeadingStep[]
}

/** Reads the outline of whatever a text says. What is left out is filled in as docs/show.md says; what cannot be read is left out. */
export function draftOutline(value: unknown): DraftOutline {
  const { title, start, steps } = asObject(value)
  const written = (Array.isArray(steps) ? steps : []).map(asObject)
  const ids = written.map(({ id }, index) => textOf(id) ?? `#${index + 1}`)
  return {
    title: textOf(title),
    start: textOf(start) ?? ids[0] ?? null,
    steps: written.map((step, index) => stepOf(step, index, ids)),
  }
}

function stepOf(step: Record<string, unknown>, index: number, ids: readonly string[]): LeadingStep {
  const to = textOf(step['to']) ?? ids[index + 1] ?? END
  const options = Array.isArray(step['options']) ? step['options'] : []
  const tie = asObject(step['tie'])
  return {
    id: ids[index] ?? '',
    step: index + 1,
    question: textOf(step['question']) ?? '',
    options: options.map((option: unknown) => {
      const more = asObject(option)
      return { text: textOf(more['text']) ?? textOf(option) ?? '', to: textOf(more['to']) ?? to }
    }),
    to,
    tie: step['tie'] === 'revote' || step['tie'] === 'operator' ? step['tie'] : 'first',
    tie_to: textOf(tie['to']),
    revotes: typeof step['revotes'] === 'number' ? step['revotes'] : 3,
    timeout: textOf(step['timeout']),
    quorum: typeof step['quorum'] === 'number' ? step['quorum'] : null,
    no_quorum: textOf(step['no_quorum']),
  }
}

/** How a script that is loaded would change: the ids of steps that come, go, or say something else. */
export interface Changes {
  added: string[]
  removed: string[]
  changed: string[]
}

export function changesBetween(before: readonly LeadingStep[], after: readonly LeadingStep[]): Changes {
  const was = new Map(before.map((step) => [step.id, step]))
  const is = new Map(after.map((step) => [step.id, step]))
  return {
    added: after.filter(({ id }) => !was.has(id)).map(({ id }) => id),
    removed: before.filter(({ id }) => !is.has(id)).map(({ id }) => id),
    changed: after
      .filter((step) => {
        const old = was.get(step.id)
        return old !== undefined && said(old) !== said(step)
      })
      .map(({ id }) => id),
  }
}

/** What a step asks and where it leads; its number is no news. */
function said({ question, options, to, tie, tie_to, timeout, quorum, no_quorum }: LeadingStep): string {
  return JSON.stringify([
    question,
    options.map(({ text, to: next }) => [text, next]),
    to,
    tie,
    tie_to,
    timeout,
    quorum,
    no_quorum,
  ])
}

function textOf(value: unknown): string | null {
  if (typeof value === 'number') return String(value)
  return typeof value === 'string' && value !== '' ? value : null
}

function asObject(value: unknown): Record<string, unknown> {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {}
}
