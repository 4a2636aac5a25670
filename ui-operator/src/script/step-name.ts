import { END } from '@eg/shared'
import type { Words } from '../words/words'
import type { LeadingStep } from './branches'

/** How a target is called where there is a line for it: `4 · Who has the key?`, or the end of the show. */
export function targetName(to: string, steps: readonly LeadingStep[], t: Words): string {
  if (to === END) return t('script.the_end')
  const step = steps.find(({ id }) => id === to)
  return step ? `${step.step} · ${step.question || step.id}` : t('script.no_step', { id: to })
}
