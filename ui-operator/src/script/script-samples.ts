import { contracts, type OpScript, type OpShow, type Suggestion } from '@eg/shared'
import { START_MS } from '../testing/samples'
import type { ScriptStep } from './branches'

const [FIRST] = contracts.opScript.sample.steps as ScriptStep[]

export function aStep(id: string, step: number, more: Partial<ScriptStep> = {}): ScriptStep {
  if (!FIRST) throw new Error('the sample of opScript has no step')
  return { ...FIRST, id, step, question: `${id} ?`, timer_s: null, ...more }
}

/** A branch (A → cellar, B → garden), a tie that leads elsewhere, a quorum, and a step where the ways meet again. */
export const STEPS: ScriptStep[] = [
  aStep('safe', 1, {
    options: [
      { text: 'A', to: 'cellar' },
      { text: 'B', to: 'garden' },
    ],
    to: 'cellar',
    quorum: 5,
    no_quorum: 'end',
    tie: 'revote',
    revotes: 2,
  }),
  aStep('cellar', 2, { options: same('verdict'), to: 'verdict', tie_to: 'quarrel' }),
  aStep('quarrel', 3, { options: same('verdict'), to: 'verdict' }),
  aStep('garden', 4, { options: same('verdict'), to: 'verdict', timeout: 'quarrel', timer_s: 20 }),
  aStep('verdict', 5, { options: same('end'), to: 'end', tie: 'operator', cues: ['revealed'] }),
]

function same(to: string) {
  return [
    { text: 'A', to },
    { text: 'B', to },
  ]
}

export function aScript(more: Partial<OpScript> = {}): OpScript {
  return { ...(contracts.opScript.sample as OpScript), hash: 'hash-1', start: 'safe', steps: STEPS, ...more }
}

export type Visit = NonNullable<OpShow['position']>

export function aVisit(stepId: string, visit: number, more: Partial<Visit> = {}): Visit {
  const step = STEPS.find(({ id }) => id === stepId)?.step ?? 0
  return {
    visit,
    step_id: stepId,
    step,
    run: visit + 6,
    outcome: null,
    winner: null,
    via: 'next',
    reason: null,
    by: 'Léa',
    entered_at: START_MS,
    left_at: null,
    ...more,
  }
}

export function aSuggestion(action: Suggestion['action'], more: Partial<Suggestion> = {}): Suggestion {
  return { action, run: null, leads_to: null, voted: null, expected: null, ...more }
}

/** A show with that script at `position`; null: none has been started. */
export function aShow(position: Visit | null, more: Partial<OpShow> = {}): OpShow {
  return {
    show: position ? 1 : null,
    status: position ? 'running' : null,
    script: position ? 1 : null,
    title: position ? 'The missing diamond' : null,
    started_at: position ? START_MS : null,
    ended_at: null,
    end_reason: null,
    position,
    leads_to: null,
    path: position ? [position] : [],
    suggested: aSuggestion('wait'),
    stalled: null,
    ...more,
  }
}
